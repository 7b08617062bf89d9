"""Advocacy: what was asked of whom in a case, one of them, and counts by outcome and period."""

import csv
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.advocacy import actions, queries
from caseday.advocacy.permissions import ONLY_WORKERS, can_write
from caseday.advocacy.rules import periods_back
from caseday.advocacy.web.forms import EffortForm, OutcomeForm, ReasonForm
from caseday.cases.queries import get_case
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say

_UNPROCESSABLE = 422
_PERIODS = {"month": (1, 12), "quarter": (3, 8), "year": (12, 5)}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@require_GET
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    context = {
        "case": case,
        "decisions": queries.decisions_of_case(request.viewer, case_id),
        "efforts": queries.efforts_of_case(request.viewer, case_id),
        "may_write": can_write(request.viewer),
    }
    return render(request, "advocacy/case.html", context)


def _form(request: HttpRequest, case: Any, **more: Any) -> EffortForm:
    return EffortForm(
        request.POST or None,
        receivers=queries.asked_choices(request.viewer, case, now=clock.now()),
        requests=queries.requests_to_link(case),
        **more,
    )


@require_http_methods(["GET", "POST"])
def add_effort(request: HttpRequest, case_id: UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    require(can_write(viewer), ONLY_WORKERS)
    today = clock.now().astimezone(viewer.time_zone).date()
    initial = {"asked_on": today, "request": request.GET.get("request", "")}
    form = _form(request, case, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_effort(
                actor=viewer, now=clock.now(), case_id=case_id, details=form.details(),
                ask_again_on=form.cleaned_data["ask_again_on"], id=form.cleaned_data["id"],
            )  # fmt: skip
            say(request, "Written down.")
            return redirect("advocacy:of_case", case_id)
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "case": case, "back": reverse("advocacy:of_case", args=[case_id])}
    return render(
        request, "advocacy/effort_form.html", context, status=_UNPROCESSABLE if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def effort(request: HttpRequest, effort_id: UUID) -> HttpResponse:
    """What was asked, what came of it, and its form."""
    one = queries.get_effort(request.viewer, effort_id)
    form = _form(request, one.case)
    form.initial = _initial(one, form)
    if request.method == "POST":
        require(can_write(request.viewer), ONLY_WORKERS)
        if form.is_valid():
            try:
                actions.change_effort(
                    actor=request.viewer, now=clock.now(), effort_id=effort_id, details=form.details(),
                    ask_again_on=form.cleaned_data["ask_again_on"],
                )  # fmt: skip
                say(request, "Changed.")
                return redirect("advocacy:of_case", one.case_id)
            except Invalid as error:
                form.show_problems(error)
    return _page(request, one, form=form, status=_UNPROCESSABLE if form.errors else 200)


def _initial(one: Any, form: EffortForm) -> dict[str, Any]:
    key = form.key_of(one)
    return {
        "id": one.pk,
        "asked": one.asked,
        "to": key,
        "whom": one.whom if key == "other" else "",
        "ground": one.ground,
        "ground_text": one.ground_text,
        "asked_on": one.asked_on,
        "request": str(one.request_id or ""),
        "ask_again_on": one.followup.due_on if one.followup else None,
    }


def _page(
    request: HttpRequest, one: Any, *, form: Any = None, outcome: Any = None, status: int = 200
) -> HttpResponse:
    if form is None:
        form = EffortForm(
            receivers=queries.asked_choices(request.viewer, one.case, now=clock.now()),
            requests=queries.requests_to_link(one.case),
        )
        form.initial = _initial(one, form)
    said = {"outcome": one.outcome, "outcome_on": one.outcome_on, "text": one.outcome_text}
    context = {
        "effort": one,
        "case": one.case,
        "form": form,
        "outcome": outcome or OutcomeForm(initial=said),
        "reason": ReasonForm(),
        "may_write": can_write(request.viewer) and not one.voided_at,
    }
    return render(request, "advocacy/effort.html", context, status=status)


@require_POST
def outcome(request: HttpRequest, effort_id: UUID) -> HttpResponse:
    one = queries.get_effort(request.viewer, effort_id)
    form = OutcomeForm(request.POST)
    form.is_valid()
    try:
        said = form.cleaned_data
        if "outcome_on" in form.errors:
            raise Invalid({"outcome_on": "Choose a day."})
        actions.note_outcome(
            actor=request.viewer, now=clock.now(), effort_id=effort_id, outcome=said.get("outcome", ""),
            outcome_on=said.get("outcome_on"), text=said.get("text", ""),
        )  # fmt: skip
    except Invalid as error:
        form.show_problems({n: text for n, text in error.problems.items() if n not in form.errors})
        return _page(request, one, outcome=form, status=_UNPROCESSABLE)
    say(request, "Noted.")
    return redirect("advocacy:of_case", one.case_id)


@require_POST
def void(request: HttpRequest, effort_id: UUID) -> HttpResponse:
    one = queries.get_effort(request.viewer, effort_id)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.void_effort(actor=request.viewer, now=clock.now(), effort_id=effort_id, reason=reason)
    say(request, "Void. It stays readable and counts nowhere.")
    return redirect("advocacy:of_case", one.case_id)


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    by = _by(request)
    months, count = _PERIODS[by]
    today = clock.now().astimezone(request.viewer.time_zone).date()
    found = queries.counts_seen_by(request.viewer, periods_back(today, months=months, count=count))
    outcomes = queries.Effort.Outcome.choices
    context = {
        "outcomes": outcomes,
        "rows": [(one, [one.by_outcome.get(slug, 0) for slug, _ in outcomes]) for one in found],
        "by": by,
        "periods": (("month", "Months"), ("quarter", "Quarters"), ("year", "Years")),
    }
    return render(request, "advocacy/counts.html", context)


def _by(request: HttpRequest) -> str:
    by = request.GET.get("by", "")
    return by if by in _PERIODS else "month"


@require_GET
def counts_csv(request: HttpRequest) -> HttpResponse:
    """One row an effort, for all periods that the page shows."""
    months, count = _PERIODS[_by(request)]
    today = clock.now().astimezone(request.viewer.time_zone).date()
    periods = periods_back(today, months=months, count=count)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="advocacy.csv"'
    writer = csv.writer(answer)
    writer.writerow(["asked on", "case", "what", "of whom", "ground", "outcome", "answered on", "by"])
    for one in queries.efforts_between(request.viewer, periods[-1].first, periods[0].last):
        cells = (
            one.asked_on, one.case_number, one.asked, one.whom, one.ground, one.outcome, one.outcome_on or "", one.by,
        )  # fmt: skip
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return answer


def _harmless(cell: str) -> str:
    """No spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
