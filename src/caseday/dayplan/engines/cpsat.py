"""In: a problem and a plan that is known to hold. Out: a better plan, or the proof that there is none.

Imports ortools, some 60 MiB: only ever imported in a solver's own process.
"""

from math import ceil

from ortools.sat.python import cp_model

from caseday.dayplan.engines.daymodel import DayModel
from caseday.dayplan.engines.horizon import Horizon
from caseday.dayplan.engines.process import Limits
from caseday.dayplan.engines.roadmodel import RoadModel
from caseday.dayplan.engines.staymodel import StayModel
from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.problem import Problem, Solution
from caseday.dayplan.rules.readback import read_back

SEED = 7
ROUNDS = (
    0.15,
    0.85,
)  # the first finds a good plan; what can't be in a better one is then not looked at again


def better_plan(problem: Problem, known: Solution, limits: Limits) -> Solution:
    """The best plan found within the limits; never worse than `known`, which is to keep every rule."""
    plan = known
    for share in ROUNDS:
        better = _round(problem, plan, Limits(limits.work * share, limits.seconds * share, limits.workers))
        if better.is_optimal:
            return better
        plan = better
    return plan


def _round(problem: Problem, known: Solution, limits: Limits) -> Solution:
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
        bound = known.objective if status == cp_model.INFEASIBLE else known.bound
        return assembled(problem, Draft(placed, known.legs), engine="cpsat", bound=bound)
    bound = max(0, ceil(solver.best_objective_bound - 0.001), known.bound or 0)
    return assembled(problem, _draft(road, solver), engine="cpsat", bound=bound)


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
    solver.parameters.add_lp_constraints_lazily = False  # they are few and all of them matter
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
