"""Goals of the case, agreed with whoever referred it."""

from datetime import date, datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, case_to_change, check_may_change, on_case
from caseday.cases.models import Goal
from caseday.cases.queries import case_item
from caseday.kernel.errors import Invalid


def add_goal(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    text: str,
    agreed_with: str = "",
    agreed_on: date | None = None,
    target_on: date | None = None,
    id: UUID | None = None,
) -> Goal:
    case = case_to_change(actor, case_id)
    if found := already(Goal, id, case):
        return found
    goal = Goal(
        case=case, text=_checked(text), agreed_with=agreed_with, agreed_on=agreed_on, target_on=target_on
    )
    goal.id = id or goal.id
    summary = f"Goal: {goal.text}"
    with on_case("goal_added", case, actor=actor, now=now, subject=goal, summary=summary) as record:
        record.add(goal)
    return goal


def change_goal(
    *,
    actor: Viewer,
    now: datetime,
    goal_id: UUID,
    text: str,
    agreed_with: str = "",
    agreed_on: date | None = None,
    target_on: date | None = None,
) -> Goal:
    goal = _to_change(actor, goal_id)
    summary = f"Goal changed: {text}"
    with on_case("goal_changed", goal.case, actor=actor, now=now, subject=goal, summary=summary) as record:
        record.update(
            goal, text=_checked(text), agreed_with=agreed_with, agreed_on=agreed_on, target_on=target_on
        )
    return goal


def end_goal(
    *,
    actor: Viewer,
    now: datetime,
    goal_id: UUID,
    is_met: bool,
    result: str = "",
    ended_on: date | None = None,
) -> Goal:
    """A goal is met, or dropped with what became of it."""
    goal = _to_change(actor, goal_id)
    if not is_met and not result:
        raise Invalid({"result": "Say why this goal is given up."})
    state = Goal.State.MET if is_met else Goal.State.DROPPED
    last = ended_on or now.astimezone(actor.time_zone).date()
    verb = "goal_met" if is_met else "goal_dropped"
    summary = f"Goal {state.label.lower()}: {goal.text}"
    with on_case(verb, goal.case, actor=actor, now=now, subject=goal, summary=summary) as record:
        record.update(goal, state=state, result=result, ended_on=last)
    return goal


def reopen_goal(*, actor: Viewer, now: datetime, goal_id: UUID) -> Goal:
    goal = _to_change(actor, goal_id)
    summary = f"Goal taken up again: {goal.text}"
    with on_case("goal_reopened", goal.case, actor=actor, now=now, subject=goal, summary=summary) as record:
        record.update(goal, state=Goal.State.OPEN, result="", ended_on=None)
    return goal


def _to_change(actor: Viewer, goal_id: UUID) -> Goal:
    goal = case_item(actor, Goal, goal_id)
    check_may_change(actor, goal.case)
    return goal


def _checked(text: str) -> str:
    if not text.strip():
        raise Invalid({"text": "Say what is to be reached."})
    return text.strip()[:300]
