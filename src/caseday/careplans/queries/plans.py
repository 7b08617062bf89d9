"""One plan with its parts, viewer first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.viewer import Viewer
from caseday.careplans.models import (
    Barrier,
    CarePlan,
    GoalMeasure,
    Intervention,
    PlanGoal,
    PlanNeed,
    PlanPart,
    PlanReview,
    PlanVersion,
    State,
)
from caseday.careplans.permissions import visible_to
from caseday.careplans.rules import Drawing, Point, drawn, share_reached
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.kernel.errors import NotFound

M = TypeVar("M", bound=PlanNeed | PlanGoal | Intervention | Barrier)
PARTS: dict[str, type[PlanPart]] = {
    "needs": PlanNeed,
    "goals": PlanGoal,
    "interventions": Intervention,
    "barriers": Barrier,
}


def plans_seen_by(viewer: Viewer) -> QuerySet[CarePlan]:
    return CarePlan.objects.filter(visible_to(viewer)).select_related("case__person", "case__assigned_to")


def get_plan(viewer: Viewer, care_plan_id: UUID) -> CarePlan:
    """With its case, person and worker; NotFound outside the viewer's sight."""
    found = plans_seen_by(viewer).filter(pk=care_plan_id).first()
    if found is None:
        raise NotFound
    return found


def current_plan(viewer: Viewer, case_id: UUID) -> CarePlan | None:
    """NotFound where the case is outside the viewer's sight; None where no plan was begun."""
    found = plans_seen_by(viewer).filter(case=case_id, ended_at=None).first()
    if found is None:
        get_case(viewer, case_id)
    return found


def plan_part(viewer: Viewer, model: type[M], part_id: UUID) -> M:
    """A need, goal, intervention or barrier with plan and case; NotFound outside sight."""
    wanted = model._default_manager.filter(visible_to(viewer), pk=part_id)
    found = wanted.select_related("plan__case__person", "plan__case__assigned_to").first()
    if found is None:
        raise NotFound
    return cast("M", found)


def get_part(viewer: Viewer, part: str, part_id: UUID) -> PlanPart:
    """The same by the name of its part of the page."""
    if part not in PARTS:
        raise NotFound
    return plan_part(viewer, cast("type[PlanNeed]", PARTS[part]), part_id)


def find_part(viewer: Viewer, part_id: UUID) -> PlanPart:
    """Whichever of the parts of a plan it is; NotFound outside sight. At most five queries."""
    for name in PARTS:
        try:
            return get_part(viewer, name, part_id)
        except NotFound:
            continue
    raise NotFound


def get_measure(viewer: Viewer, measure_id: UUID) -> GoalMeasure:
    wanted = GoalMeasure.objects.filter(visible_to(viewer), pk=measure_id)
    found = wanted.select_related("goal__plan__case").first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class GoalRow:
    goal: PlanGoal
    interventions: Sequence[Intervention] = ()
    barriers: Sequence[Barrier] = ()
    measures: Sequence[GoalMeasure] = ()
    """Latest first, those that count."""

    @property
    def latest(self) -> GoalMeasure | None:
        return next((one for one in self.measures if one.value is not None), None)

    @property
    def share(self) -> int | None:
        """Percent of the way to the target."""
        latest = self.latest
        return share_reached(self.goal.start_value, self.goal.target_value, latest.value if latest else None)

    @property
    def drawing(self) -> Drawing | None:
        points = [Point(one.on, one.value) for one in reversed(self.measures) if one.value is not None]
        return drawn(points, self.goal.target_value)


@dataclass(frozen=True)
class NeedRow:
    need: PlanNeed
    goals: Sequence[GoalRow] = ()


@dataclass(frozen=True)
class WholePlan:
    """A plan with everything in it. `other_goals` stand for no need; `barriers` for no goal."""

    plan: CarePlan
    needs: Sequence[NeedRow] = ()
    other_goals: Sequence[GoalRow] = ()
    barriers: Sequence[Barrier] = ()
    laid_away: Sequence[PlanPart] = field(default=())
    """What was given up."""

    @property
    def goals(self) -> list[GoalRow]:
        return [*(goal for need in self.needs for goal in need.goals), *self.other_goals]


def whole_plan(plan: CarePlan) -> WholePlan:
    """Five queries, whatever its size."""
    needs, gone = _of(plan, PlanNeed)
    goals, gone_goals = _of(plan, PlanGoal)
    interventions, gone_done = _of(plan, Intervention)
    barriers, gone_barriers = _of(plan, Barrier)
    rows = _goal_rows(goals, interventions, barriers, _measures(plan))
    known = {need.pk for need in needs}
    return WholePlan(
        plan,
        [NeedRow(need, [row for row in rows if row.goal.need_id == need.pk]) for need in needs],
        [row for row in rows if row.goal.need_id not in known],
        [one for one in barriers if one.goal_id not in {goal.pk for goal in goals}],
        [*gone, *gone_goals, *gone_done, *gone_barriers],
    )


def _of(plan: CarePlan, model: type[M]) -> tuple[list[M], list[M]]:
    found = cast("list[M]", list(model._default_manager.filter(plan=plan).order_by("position", "pk")))
    kept = [one for one in found if one.state != State.DROPPED]
    return kept, [one for one in found if one.state == State.DROPPED]


def _measures(plan: CarePlan) -> dict[UUID, list[GoalMeasure]]:
    counted = GoalMeasure.objects.filter(goal__plan=plan, voided_at=None).order_by("-on", "-recorded_at")
    by_goal: dict[UUID, list[GoalMeasure]] = defaultdict(list)
    for one in counted.select_related("staff"):
        by_goal[one.goal_id].append(one)
    return by_goal


def _goal_rows(
    goals: list[PlanGoal],
    interventions: list[Intervention],
    barriers: list[Barrier],
    measures: dict[UUID, list[GoalMeasure]],
) -> list[GoalRow]:
    return [
        GoalRow(
            goal,
            [one for one in interventions if one.goal_id == goal.pk],
            [one for one in barriers if one.goal_id == goal.pk],
            measures.get(goal.pk, ()),
        )
        for goal in goals
    ]


def goal_row(goal: PlanGoal) -> GoalRow:
    """One goal with what is done for it and how it stood. Three queries."""
    done = Intervention.objects.filter(goal=goal).exclude(state=State.DROPPED).order_by("position", "pk")
    barriers = Barrier.objects.filter(goal=goal).exclude(state=State.DROPPED).order_by("position", "pk")
    measures = goal.measures.filter(voided_at=None).order_by("-on", "-recorded_at")
    return GoalRow(goal, list(done), list(barriers), list(measures))


def reviews_of(plan: CarePlan) -> list[PlanReview]:
    return list(plan.reviews.select_related("version", "staff").order_by("-on", "-pk"))


def versions_of(plan: CarePlan) -> list[PlanVersion]:
    """Latest first, each with its signatures in the order of signing: two queries."""
    return list(plan.versions.prefetch_related("signatures").order_by("-number"))


def plans_of_case(case: Case) -> list[CarePlan]:
    """The present one first, then those that ended."""
    return list(CarePlan.objects.filter(case=case).order_by("-started_at"))
