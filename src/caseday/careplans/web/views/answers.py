"""What every page of a plan shows, and how it answers: in place for htmx, as a page without it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import reswap, retarget

from caseday.careplans import queries
from caseday.careplans.permissions import can_keep_plan
from caseday.careplans.rules import quiet_days
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import pack_of
from caseday.kernel import clock

UNPROCESSABLE = 422


def today_of(request: HttpRequest) -> Any:
    return clock.now().astimezone(request.viewer.time_zone).date()


def plan_context(request: HttpRequest, plan: Any) -> dict[str, Any]:
    """Twelve queries: the plan with its parts, how it stands, what is due."""
    today, zone = today_of(request), request.viewer.time_zone
    practice = queries.practice_of(plan.case, today, zone)
    whole, standing = queries.whole_plan(plan), queries.standing_of(plan, practice)
    return {
        "case": plan.case,
        "plan": plan,
        "whole": whole,
        "standing": standing,
        "missing_words": [queries.signer_word(pack_of(plan.case), one) for one in standing.missing],
        "due_on": _due_on(plan, practice, standing, zone),
        "today": today,
        "quiet": {row.goal.pk: _quiet(row, practice, today, zone) for row in whole.goals},
        "can_change": can_keep_plan(request.viewer, plan),
    }


def _due_on(plan: Any, practice: Any, standing: Any, zone: Any) -> Any:
    """By when the first plan has to stand; None once it does."""
    if standing.version is not None or not practice.starts:
        return None
    started = queries.started_on(plan.case, practice.starts, zone)
    return practice.due_on(started) if started else None


def _quiet(row: Any, practice: Any, today: Any, zone: Any) -> int:
    """Days without work on an open goal, where they are too many; else 0."""
    worked = (row.goal.worked_at or row.goal.added_at).astimezone(zone).date()
    days = quiet_days(worked, today)
    return (
        days
        if practice.quiet_goal_days and row.goal.state == "open" and days >= practice.quiet_goal_days
        else 0
    )


def case_context(request: HttpRequest, case: Any) -> dict[str, Any]:
    may = can_work_on(request.viewer, case) and case.status != "closed"
    return {"case": case, "can_change": may}


def plan_answer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """After a write: the plan again in its place for htmx, else its page."""
    if not request.htmx:
        return redirect("careplans:plan", case_id)
    plan = queries.current_plan(request.viewer, case_id)
    answer = render(request, "careplans/_plan.html", plan_context(request, plan))
    return reswap(retarget(answer, "#plan"), "outerHTML")


def form_answer(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The form in the place of what it changes; a page of its own without htmx."""
    template = "careplans/_form.html" if request.htmx else "careplans/form.html"
    answer = render(request, template, context, status=status)
    return reswap(retarget(answer, f"#{context['slot']}"), "outerHTML") if request.htmx else answer
