"""What came of an assessment: score, band, alerts with what was done, evidence, filing, setting aside."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.assessments import actions, queries
from caseday.assessments.permissions import ONLY_WORKERS, can_give
from caseday.assessments.rules import ends_of, result_of
from caseday.assessments.rules.drawing import picture_of
from caseday.assessments.web.forms import AsideForm, PlanForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.backs import back_or
from caseday.ui.toasts import say, warn

_UNPROCESSABLE = 422


def result_context(request: HttpRequest, sheet: queries.Sheet, **more: Any) -> dict[str, Any]:
    row, instrument = sheet.row, sheet.instrument
    course = queries.assessments_of_case(request.viewer, row.case_id).scored.get(row.instrument, [])
    points = [(one.at, one.value) for one in course if one.row.version == row.version]
    earlier = [one for one in course if one.at < (row.finished_at or row.begun_at)]
    return {
        "sheet": sheet,
        "row": row,
        "case": row.case,
        "instrument": instrument,
        "result": result_of(instrument, sheet.answers),
        "most": ends_of(instrument, instrument.scoring)[1] if instrument.scoring else None,
        "picture": picture_of(instrument, points) if len(points) > 1 else None,
        "earlier": earlier[-1] if earlier else None,
        "change": row.score - earlier[-1].value if earlier and row.score is not None else None,
        "objections": actions.objections_to_review(sheet) if row.state == "finished" else [],
        "evidence_of": [sheet.item(one) for one in sheet.lacks_evidence] if row.state == "finished" else [],
        "plan_form": PlanForm(),
        "may_change": can_give(request.viewer),
        **more,
    }


@require_POST
def review(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    try:
        actions.review_assessment(actor=request.viewer, now=clock.now(), assessment_id=assessment_id)
        say(request, "Filed.")
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return redirect("assessments:assessment", assessment_id)


@require_POST
def evidence(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """How one knows, beside answers that need it; all of them in one form."""
    require(can_give(request.viewer), ONLY_WORKERS)
    queries.get_assessment(request.viewer, assessment_id)
    given = {key.removeprefix("evidence:"): str(words) for key, words in request.POST.items() if ":" in key}
    try:
        for item, words in given.items():
            if words.strip():
                actions.note_evidence(
                    actor=request.viewer,
                    now=clock.now(),
                    assessment_id=assessment_id,
                    item=item[:40],
                    evidence=words,
                )
        say(request, "Written down.")
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return redirect("assessments:assessment", assessment_id)


@require_POST
def acknowledge(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    alert = queries.get_alert(viewer, alert_id)
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            actions.acknowledge_alert(
                actor=viewer, now=now, alert_id=alert_id, plan=form.cleaned_data["plan"]
            )
            say(request, "Written down.")
            return redirect(back_or(request, reverse("assessments:assessment", args=[alert.assessment_id])))
        except Invalid as error:
            form.show_problems(error)
    sheet = queries.get_sheet(viewer, alert.assessment_id)
    context = result_context(request, sheet, plan_form=form, plan_of=alert.pk)
    return render(request, "assessments/result.html", context, status=_UNPROCESSABLE)


@require_http_methods(["GET", "POST"])
def aside(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    viewer = request.viewer
    row = queries.get_assessment(viewer, assessment_id)
    require(can_give(viewer), ONLY_WORKERS)
    form = AsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_aside_assessment(
                actor=viewer, now=clock.now(), assessment_id=assessment_id, reason=form.cleaned_data["reason"]
            )
            say(request, "Set aside.", undo_url=reverse("assessments:take_up", args=[assessment_id]))
            return redirect("assessments:case", row.case_id)
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "row": row, "case": row.case, "title": queries.title_of(row.instrument)}
    return render(request, "assessments/aside.html", context, status=_UNPROCESSABLE if form.errors else 200)


@require_POST
def take_up(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    actions.take_up_assessment(actor=request.viewer, now=clock.now(), assessment_id=assessment_id)
    say(request, "It goes on where it stopped.")
    return redirect("assessments:assessment", assessment_id)
