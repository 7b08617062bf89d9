"""Outcome measures of a case: recorded, drawn from the start on, compared with it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.careplans import actions, queries
from caseday.careplans.web.forms import ReasonForm
from caseday.careplans.web.outcome_forms import OutcomeForm
from caseday.careplans.web.views.answers import UNPROCESSABLE, today_of
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    may = can_work_on(request.viewer, case)
    if request.method == "POST":
        require(may, actions.ONLY_WORKERS_OF_OUTCOMES)
    rows = queries.outcomes_of(request.viewer, case)
    form = _form(request, case, rows) if may else None
    if request.method == "POST" and form is not None and form.is_valid() and _kept(request, case, form):
        return redirect("careplans:outcomes", case_id)
    context = {"case": case, "rows": rows, "form": form, "may": may and case.status != "closed"}
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "careplans/outcomes.html", context, status=status)


def _form(request: HttpRequest, case: Any, rows: Any) -> Any:
    """None where the program types nothing. What is due now is chosen: the start first, then reviews."""
    measures = [one.measure for one in rows if not one.is_read]
    if not measures:
        return None
    begun = any(one.lines for one in rows if not one.is_read)
    point = "after" if case.status == "closed" else "review" if begun else "start"
    wanted = {"point": request.GET.get("at", point), "on": today_of(request)}
    return OutcomeForm(request.POST or None, case=case, measures=measures, initial=wanted)


def _kept(request: HttpRequest, case: Any, form: Any) -> bool:
    said = form.cleaned_data
    try:
        made = actions.record_outcomes(
            actor=request.viewer, now=clock.now(), case_id=case.pk, point=said["point"], on=said["on"],
            values=form.values(),
        )  # fmt: skip
    except Invalid as error:
        form.show_problems(error)
        return False
    say(request, f"{len(made)} {'measure' if len(made) == 1 else 'measures'} kept.")
    return True


@require_http_methods(["GET", "POST"])
def void_outcome(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    row = queries.get_outcome(request.viewer, outcome_id)
    require(can_work_on(request.viewer, row.case), actions.ONLY_WORKERS_OF_OUTCOMES)
    log_sight(request, row.case_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_outcome(
                actor=request.viewer, now=clock.now(), outcome_id=row.pk, reason=form.cleaned_data["reason"]
            )
            return redirect("careplans:outcomes", row.case_id)
        except Invalid as error:
            form.show_problems(error)
    context = {
        "case": row.case, "form": form, "form_title": "This value does not count", "submit": "Void",
        "slot": "outcome", "action": request.get_full_path(),
        "cancel": reverse("careplans:outcomes", args=[row.case_id]),
    }  # fmt: skip
    return render(request, "careplans/form.html", context, status=UNPROCESSABLE if form.errors else 200)
