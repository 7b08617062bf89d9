"""HUD's questions and files."""

import io
import zipfile
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.cases.queries import get_case
from caseday.funding import actions, queries
from caseday.funding.actions import ProjectTerms
from caseday.funding.permissions import (
    ONLY_LEADS,
    ONLY_WORKERS,
    can_charge,
    can_export_clients,
    can_set_up,
)
from caseday.funding.queries.hmis import answers_of, hmis_export, project_of
from caseday.funding.queries.hmis_project import affiliations_of, residential_projects
from caseday.funding.queries.household import asked_of, get_enrolled, name_of, said_before
from caseday.funding.rules.hmis import csv_of, fy2026, is_residential
from caseday.funding.web.chosen import chosen_of
from caseday.funding.web.hmis_forms import AnswersForm, ProjectForm
from caseday.funding.web.periods import period_of
from caseday.funding.web.views.funds import today
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id, parse_id
from caseday.ui.toasts import say

ONLY_EXPORTERS = "Only supervisors and auditors write files that name clients. Ask one of them."


@require_http_methods(["GET", "POST"])
def project(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    fund = queries.get_fund(fund_id)
    require(can_export_clients(request.viewer), ONLY_EXPORTERS)
    found = project_of(fund)
    form = ProjectForm(
        request.POST or None, initial=_project_initial(fund, found), residential=residential_projects(fund)
    )
    if request.method == "POST":
        require(can_set_up(request.viewer), ONLY_LEADS)
        if form.is_valid():
            try:
                actions.set_hmis_project(
                    actor=request.viewer,
                    now=clock.now(),
                    fund_id=fund_id,
                    terms=form.terms(),
                    affiliated_with=form.goes_with(),
                )
                return redirect("funding:hmis", fund_id)
            except Invalid as error:
                form.show_problems(error)
    context = {
        "fund": fund, "form": form if can_set_up(request.viewer) else None, "project": found, "spec": fy2026(),
        "has_beds": found is not None and is_residential(found.project_type, found.rrh_sub_type),
        **(_made(request, fund, found) if found else {}),
    }  # fmt: skip
    return render(request, "funding/hmis.html", context, status=422 if form.errors else 200)


def _project_initial(fund: Any, found: Any) -> dict[str, Any]:
    if found is None:
        return {"operating_from": fund.from_on, "participation": 1}
    initial = {name: getattr(found, name) for name in ProjectTerms.__dataclass_fields__}
    goes_with = [str(one.residential_id) for one in affiliations_of(found)]
    return {**initial, "entry_services": found.entry_services.split(","), "affiliated_with": goes_with}


def _made(request: HttpRequest, fund: Any, project: Any) -> dict[str, Any]:
    period = period_of(request.GET, today(request))
    log_sight(request, None)
    made = hmis_export(
        request.viewer, fund, project, period.first, period.last, export_id=new_id(), now=clock.now()
    )
    return {"made": made, "period": period}


@require_GET
def export(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """The files in one archive; refused with file, row and column where the specification does not allow a value."""
    fund = queries.get_fund(fund_id)
    require(can_export_clients(request.viewer), ONLY_EXPORTERS)
    found = project_of(fund)
    if found is None:
        return redirect("funding:hmis", fund_id)
    made = _made(request, fund, found)
    if made["made"].problems:
        context = {"fund": fund, "form": None, "project": found, "spec": fy2026(), **made}
        return render(request, "funding/hmis.html", context, status=422)
    for row in made["made"].files["Enrollment"]:
        log_sight(request, UUID(row["HouseholdID"]))
    answer = HttpResponse(_archive(made["made"].files), content_type="application/zip")
    period = made["period"]
    answer["Content-Disposition"] = f'attachment; filename="hmis-{period.first}-to-{period.last}.zip"'
    return answer


def _archive(files: Any) -> bytes:
    data, spec = io.BytesIO(), fy2026()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            archive.writestr(f"{name}.csv", csv_of(name, rows, spec))
    return data.getvalue()


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the client answered: new ones, or those that `of` names."""
    case = get_case(request.viewer, case_id)
    log_sight(request, case.pk)
    who = parse_id(request.GET.get("who"))
    whose = get_enrolled(request.viewer, case, who) if who else None
    known = answers_of(case, whose)
    chosen = chosen_of(request, known)
    given = request.POST if request.method == "POST" else request.GET
    asked = _stage(given.get("stage"), chosen)
    groups = asked_of(request.viewer, whose, asked)
    name = name_of(request.viewer, whose) if whose else ""
    said = said_before(request.viewer, case, whose, today(request))
    form = AnswersForm(
        request.POST or None, asked=groups, name=name, initial=_initial(request, chosen, asked, said)
    )
    if request.method == "POST":
        require(can_charge(request.viewer), ONLY_WORKERS)
        if form.is_valid() and _keep(request, case_id, form, who):
            say(request, "Kept.")
            return redirect(reverse("funding:hmis_answers", args=[case_id]) + (f"?who={who}" if who else ""))
    context = {
        "case": case, "known": known, "form": form if can_charge(request.viewer) else None, "chosen": chosen,
        "stages": queries.hmis_stages(), "asked": asked, "whose": whose, "name": name, "said": said,
    }  # fmt: skip
    return render(request, "funding/hmis_answers.html", context, status=422 if form.errors else 200)


def _stage(text: str | None, chosen: Any) -> int:
    values = {str(value): value for value, _ in queries.hmis_stages()}
    return values.get(text or "", chosen.stage if chosen else queries.ENTRY)


def _initial(request: HttpRequest, chosen: Any, asked: int, said: dict[str, str]) -> dict[str, Any]:
    """What was said of the person before stands there already."""
    given = said if chosen is None else chosen.answers
    named = {key.replace(".", "-"): value for key, value in given.items()}
    if chosen is None:
        return {**named, "stage": asked, "on": today(request)}
    return {**named, "id": chosen.pk, "stage": asked, "on": chosen.on}


def _keep(request: HttpRequest, case_id: UUID, form: AnswersForm, enrolled_id: UUID | None) -> bool:
    said = form.cleaned_data
    try:
        actions.keep_hmis_answers(
            actor=request.viewer, now=clock.now(), case_id=case_id, stage=int(said["stage"]), on=said["on"],
            answers=form.answers(), enrolled_id=enrolled_id, id=said["id"],
        )  # fmt: skip
    except Invalid as error:
        form.show_answers_refused(error.problems)
        return False
    return True
