"""What could be gained against today's assignment, and by moving which visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.dayplan.models import TeamProposal
from caseday.dayplan.queries.team.day import TeamDay
from caseday.dayplan.rules.team import (
    Figures,
    TeamPlan,
    TeamProblem,
    TeamStop,
    as_today,
    clashes_in,
    constructive_team,
    facts_of,
    figures_of,
    may_go,
    mixed,
    moves_of,
    nobody_may,
    objections_to_team,
    plan_from,
    points_of,
    restored,
)
from caseday.schedule.models import Appointment

Stops = tuple[TeamStop, ...]


@dataclass(frozen=True)
class MoveShown:
    appointment: Appointment
    name: str
    from_name: str
    from_at: datetime | None
    to: Staff
    to_at: datetime
    saves_minutes: int
    is_stranger: bool

    @property
    def is_handed(self) -> bool:
        return self.appointment.staff_id != self.to.pk


@dataclass(frozen=True)
class Proposed:
    plan: TeamPlan
    now: Figures
    then: Figures
    moves: tuple[MoveShown, ...]
    unserved: tuple[str, ...]
    nobody: tuple[str, ...]
    """Visits to which nobody of the team may go on that day, each with a sentence."""
    clashes: tuple[str, ...]
    """What can't be kept today as it stands."""
    is_better_asked: bool
    """It is being worked out: the page asks again."""
    is_best: bool
    """The solver has been at it."""

    @property
    def is_gain(self) -> bool:
        return bool(self.moves)


def proposed_for(viewer: Viewer, found: TeamDay) -> Proposed:
    """What the solver found for the facts as they are, else a plan made at once. One query."""
    problem = found.problem
    row = TeamProposal.objects.filter(staff=viewer.staff_id, on=found.day, facts=facts_of(problem)).first()
    plan = restored(problem, row.plan) if row and row.plan else None
    is_best = plan is not None and not objections_to_team(problem, plan)
    if plan is None or not is_best:
        plan = constructive_team(problem)
    today = as_today(problem)
    # What the plan leaves out stays in the calendar as it is: the gain is measured with it.
    then = mixed(problem, plan, (stop.key for stop in plan.stops))
    if _is_no_gain(problem, today, then):
        plan, then = plan_from(problem, today, engine=plan.engine, sentences=plan.sentences), today
    moves, nobody = _moves(found, plan), _nobody(problem)
    return Proposed(
        plan,
        figures_of(problem, today),
        figures_of(problem, then),
        moves,
        tuple(one.reason for one in plan.unserved if one.reason not in nobody),
        nobody,
        tuple(clashes_in(problem, today).values()),
        is_better_asked=row is not None and not row.plan,
        is_best=is_best,
    )


def _nobody(problem: TeamProblem) -> tuple[str, ...]:
    return tuple(
        nobody_may(problem.workers, visit)
        for visit in problem.visits
        if not any(may_go(worker, visit) for worker in problem.workers)
    )


def _is_no_gain(problem: TeamProblem, today: Stops, then: Stops) -> bool:
    keeps_more = len(clashes_in(problem, then)) < len(clashes_in(problem, today))
    return not keeps_more and points_of(problem, today) <= points_of(problem, then)


def _moves(found: TeamDay, plan: TeamPlan) -> tuple[MoveShown, ...]:
    workers = {worker.key: worker for worker in found.problem.workers}
    visits = {visit.key: visit for visit in found.problem.visits}
    return tuple(
        MoveShown(
            found.appointments[move.key],
            visits[move.key].name,
            found.appointments[move.key].staff.name,
            None if move.from_start is None else found.moment(move.from_start),
            found.workers[move.to_worker],
            found.moment(move.to_start),
            move.saves_minutes,
            visits[move.key].client not in workers[move.to_worker].knows,
        )
        for move in moves_of(found.problem, plan)
    )
