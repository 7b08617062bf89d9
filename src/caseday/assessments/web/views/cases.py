"""The assessments of a case: what is due, what was found, drawn over time; and a new one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from caseday.access.permissions import require
from caseday.assessments import actions, queries
from caseday.assessments.permissions import ONLY_WORKERS, can_give
from caseday.assessments.rules.drawing import picture_of
from caseday.assessments.web.forms import BeginForm
from caseday.cases.queries import get_case
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id

_UNPROCESSABLE = 422


@require_GET
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    page = queries.assessments_of_case(viewer, case_id)
    context = {
        "page": page,
        "case": page.case,
        "courses": courses_of(page),
        "due": [one for one in queries.due_of_case(viewer, page.case, now=now) if one.is_near],
        "later": [one for one in queries.due_of_case(viewer, page.case, now=now) if not one.is_near],
        "may_change": can_give(viewer) and page.case.status != "closed",
    }
    return render(request, "assessments/case.html", context)


def courses_of(page: queries.CasePage) -> list[dict[str, Any]]:
    """One picture and one table for each instrument, the latest given first."""
    found = []
    for lines in page.scored.values():
        latest = lines[-1]
        points = [(one.at, one.value) for one in lines if one.row.version == latest.row.version]
        before = lines[-2].value if len(lines) > 1 else None
        found.append({
            "instrument": latest.instrument,
            "latest": latest,
            "lines": list(reversed(lines)),
            "picture": picture_of(latest.instrument, points),
            "change": latest.value - before if before is not None else None,
        })  # fmt: skip
    return sorted(found, key=lambda one: one["latest"].at, reverse=True)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, case_id: UUID) -> HttpResponse:
    viewer = request.viewer
    case = get_case(viewer, case_id)
    require(can_give(viewer), ONLY_WORKERS)
    offered = queries.offered(viewer)
    given = request.GET
    initial = {
        "instrument": given.get("instrument", ""),
        "amends": parse_id(given.get("amends")),
        "how": "client" if given.get("how") == "client" else "in_person",
    }
    form = BeginForm(request.POST or None, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _begun(request, case_id, form.cleaned_data)
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "case": case, "offered": offered, "amends": initial["amends"]}
    return render(request, "assessments/begin.html", context, status=_UNPROCESSABLE if form.errors else 200)


def _begun(request: HttpRequest, case_id: UUID, said: dict[str, Any]) -> HttpResponse:
    row = actions.begin_assessment(
        actor=request.viewer, now=clock.now(), case_id=case_id, instrument=said["instrument"], how=said["how"],
        language=said["language"], amends_id=said["amends"], id=said["id"],
    )  # fmt: skip
    if row.how == "client":
        return redirect("assessments:link", row.pk)
    return redirect(
        reverse("assessments:ask" if row.how == "phone" else "assessments:assessment", args=[row.pk])
    )
