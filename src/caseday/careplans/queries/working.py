"""Which entries of the journal worked on which goals."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.careplans.models import CarePlan, Intervention, PlanGoal, State, WorkedOn
from caseday.careplans.permissions import visible_to
from caseday.journal.models import Activity
from caseday.journal.queries import get_activity


@dataclass(frozen=True)
class Choice:
    """A goal, or one of its interventions, and whether the entry worked on it."""

    goal: PlanGoal
    intervention: Intervention | None
    is_linked: bool


@dataclass(frozen=True)
class OnEntry:
    activity: Activity
    plan: CarePlan | None
    choices: list[Choice]


def goals_for_entry(viewer: Viewer, activity_id: UUID) -> OnEntry:
    """The open goals of the entry's case, and those it worked on. Five queries; NotFound outside sight."""
    activity = get_activity(viewer, activity_id)
    plan = CarePlan.objects.filter(case=activity.case_id, ended_at=None).first() if activity.case_id else None
    if plan is None:
        return OnEntry(activity, None, [])
    links = {(one.goal_id, one.intervention_id) for one in WorkedOn.objects.filter(activity=activity)}
    linked = {goal_id for goal_id, _ in links}
    goals = [one for one in _open(PlanGoal, plan) if one.state == State.OPEN or one.pk in linked]
    done: list[Intervention] = _open(Intervention, plan)
    choices: list[Choice] = []
    for goal in goals:
        choices.append(Choice(goal, None, (goal.pk, None) in links))
        choices += [Choice(goal, one, (goal.pk, one.pk) in links) for one in done if one.goal_id == goal.pk]
    return OnEntry(activity, plan, choices)


def _open(model: type[PlanGoal] | type[Intervention], plan: CarePlan) -> list:  # type: ignore[type-arg]
    found = model._default_manager.filter(plan=plan).exclude(state=State.DROPPED)
    return list(found.order_by("position", "pk"))


def work_on_goal(viewer: Viewer, goal: PlanGoal, *, limit: int = 20) -> list[WorkedOn]:
    """Latest first, with the entries; voided ones are left out."""
    found = WorkedOn.objects.filter(visible_to(viewer), goal=goal, activity__voided_at=None)
    return list(found.select_related("activity", "intervention").order_by("-activity__started_at")[:limit])


def goals_worked_on(activity_ids: Collection[UUID]) -> dict[UUID, list[PlanGoal]]:
    """By entry, for whoever shows entries that he may see (reports, documentation rules). One query."""
    by_entry: dict[UUID, list[PlanGoal]] = {}
    links = (
        WorkedOn.objects.filter(activity__in=activity_ids).select_related("goal").order_by("goal__position")
    )
    for one in links:
        goals = by_entry.setdefault(one.activity_id, [])
        if one.goal not in goals:
            goals.append(one.goal)
    return by_entry
