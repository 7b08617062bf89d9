"""In: a problem and a plan that is known to hold. Out: a better plan, or the proof that there is none.

Imports ortools, some 60 MiB: only ever imported in a solver's own process.
"""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from caseday.dayplan.engines.daymodel import DayModel
from caseday.dayplan.engines.horizon import Horizon
from caseday.dayplan.engines.roadmodel import RoadModel
from caseday.dayplan.engines.staymodel import StayModel
from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.problem import Problem, Solution
from caseday.dayplan.rules.readback import read_back

SEED = 7


@dataclass(frozen=True, slots=True)
class Limits:
    """`work` is the solver's own measure, about a second on a quiet machine, and the same on every machine."""

    work: float = 2.0
    seconds: float = 10.0
    workers: int = 1


def better_plan(problem: Problem, known: Solution, limits: Limits = Limits()) -> Solution:
    """The best plan found within the limits; never worse than `known`, which is to keep every rule."""
    placed = {one.key: one for one in known.placed}
    horizon = Horizon(problem, known.objective)
    horizon.settle(set(placed))
    day = DayModel(horizon, placed)
    day.build_items()
    road = RoadModel(day)
    road.build(known.legs)
    StayModel(day, road).build()
    day.close()
    solver = _solver(limits)
    status = solver.solve(day.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bound = known.objective if status == cp_model.INFEASIBLE else None
        return assembled(problem, Draft(placed, known.legs), engine="cpsat", bound=bound)
    bound = round(solver.best_objective_bound - 0.001 + 0.5)
    return assembled(problem, _draft(road, solver), engine="cpsat", bound=max(0, bound))


def _solver(limits: Limits) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = SEED
    solver.parameters.num_workers = limits.workers
    solver.parameters.interleave_search = (
        limits.workers > 1
    )  # else two workers do not give the same plan twice
    solver.parameters.max_deterministic_time = limits.work
    solver.parameters.max_time_in_seconds = limits.seconds
    solver.parameters.linearization_level = 2
    return solver


def _draft(road: RoadModel, solver: cp_model.CpSolver) -> Draft:
    day = road.day
    starts = {
        key: solver.value(day.start[key]) for key, lit in day.present.items() if solver.boolean_value(lit)
    }
    leaves: dict[str | None, int] = {}
    for arc in road.arcs.values():
        item = road.nodes[arc.to]
        if solver.boolean_value(arc.lit):
            leaves[item.key if item is not None else None] = solver.value(road.leave[arc.origin])
    return read_back(day.horizon.problem, starts, leaves)
