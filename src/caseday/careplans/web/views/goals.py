"""A goal worked on, measured, and the entries of the journal that did."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.careplans import actions, queries
from caseday.careplans.permissions import can_keep_plan
from caseday.careplans.web.forms import MeasureForm, ReasonForm, WorkedForm
from caseday.careplans.web.views.answers import (
    UNPROCESSABLE,
    case_context,
    form_answer,
    plan_answer,
    today_of,
)
from caseday.careplans.web.views.parts import item_to_change
from caseday.careplans.web.views.plan import WHO_MAY, form_context
from caseday.journal.permissions import can_record
from caseday.journal.queries import get_activity
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def worked(request: HttpRequest, plan_part_id: UUID) -> HttpResponse:
    """Worked on this now: kept as an entry of the journal, linked to the goal."""
    goal = item_to_change(request, "goals", plan_part_id)
    row = queries.goal_row(goal)
    form = WorkedForm(
        request.POST or None, row=row, initial={"intervention_id": request.GET.get("intervention")}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.work_on(
                actor=request.viewer, now=clock.now(), goal_id=goal.pk, text=said["text"], minutes=said["minutes"],
                value=said["value"], intervention_id=said["intervention_id"], id=said["id"],
            )  # fmt: skip
            say(request, "Kept in the journal.")
            return plan_answer(request, goal.case_id)
        except Invalid as error:
            form.show_problems(_of_form(error))
    context = form_context(
        request, goal.plan, form, f"Worked on: {goal.text}", "Keep", slot=f"work-{goal.pk}"
    )
    return form_answer(request, context, status=UNPROCESSABLE if form.errors else 200)


def _of_form(error: Invalid) -> dict[str, str]:
    return {{"summary": "text"}.get(name, name): text for name, text in error.problems.items()}


@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, plan_part_id: UUID) -> HttpResponse:
    goal = item_to_change(request, "goals", plan_part_id)
    form = MeasureForm(request.POST or None, initial={"on": today_of(request)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.measure_goal(
                actor=request.viewer, now=clock.now(), goal_id=goal.pk, value=said["value"], note=said["note"],
                on=said["on"], id=said["id"],
            )  # fmt: skip
            return plan_answer(request, goal.case_id)
        except Invalid as error:
            form.show_problems(error)
    title = f"How does it stand: {goal.measure or goal.text}"
    context = form_context(request, goal.plan, form, title, "Keep", slot=f"work-{goal.pk}")
    return form_answer(request, context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def void_measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    found = queries.get_measure(request.viewer, measure_id)
    require(can_keep_plan(request.viewer, found.goal.plan), WHO_MAY)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_measure(
                actor=request.viewer, now=clock.now(), measure_id=found.pk, reason=form.cleaned_data["reason"]
            )
            return plan_answer(request, found.case_id)
        except Invalid as error:
            form.show_problems(error)
    slot = f"work-{found.goal_id}"
    context = form_context(request, found.goal.plan, form, "This does not count", "Void", slot=slot)
    return form_answer(request, context, status=UNPROCESSABLE if form.errors else 200)


@require_GET
def work(request: HttpRequest, plan_part_id: UUID) -> HttpResponse:
    """Which entries worked on a goal, the latest first."""
    goal: Any = queries.get_part(request.viewer, "goals", plan_part_id)
    context = {"goal": goal, "work": queries.work_on_goal(request.viewer, goal)}
    template = "careplans/_work.html" if request.htmx else "careplans/work.html"
    return render(request, template, context | case_context(request, goal.plan.case))


@require_GET
def entry(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Beside an entry of the journal: which goals it worked on."""
    found = queries.goals_for_entry(request.viewer, activity_id)
    return _entry(request, found)


def _entry(request: HttpRequest, found: Any) -> HttpResponse:
    case = found.activity.case
    context: dict[str, Any] = {"found": found} | (case_context(request, case) if case else {})
    template = "careplans/_entry.html" if request.htmx else "careplans/entry.html"
    return render(request, template, context)


@require_POST
def link(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """One tap: worked on it, or not after all."""
    goal_id, done_id = parse_id(request.POST.get("goal")), parse_id(request.POST.get("intervention"))
    get_activity(request.viewer, activity_id)
    require(can_record(request.viewer), WHO_MAY)
    if goal_id is None:
        raise Invalid({"goal": "Choose a goal of the plan."})
    act: Any = actions.unlink_entry if request.POST.get("off") else actions.link_entry
    act(
        actor=request.viewer,
        now=clock.now(),
        activity_id=activity_id,
        goal_id=goal_id,
        intervention_id=done_id,
    )
    if not request.htmx:
        return redirect("journal:activity", activity_id)
    return _entry(request, queries.goals_for_entry(request.viewer, activity_id))
