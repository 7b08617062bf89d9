"""In: a problem and a plan that is known to hold. Out: the best plan that costs no more than asked, or a bound.

Imports ortools, some 60 MiB: only ever imported in a solver's own process.
"""

from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from caseday.dayplan.engines.daymodel import DayModel
from caseday.dayplan.engines.horizon import Horizon
from caseday.dayplan.engines.process import Limits
from caseday.dayplan.engines.roadmodel import RoadModel
from caseday.dayplan.engines.staymodel import StayModel
from caseday.dayplan.rules.assemble import Draft
from caseday.dayplan.rules.problem import Problem, Solution
from caseday.dayplan.rules.readback import read_back

LEAST = 0.001  # every look counts as some work, so that the search ends
PART_LEAST = 0.006  # making its model counts as work too


@dataclass(frozen=True, slots=True)
class Found:
    status: cp_model.CpSolverStatus
    bound: int
    work: float
    draft: Draft | None = None

    @property
    def is_settled(self) -> bool:
        """There is nothing better."""
        return self.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)


def solved(
    problem: Problem,
    known: Solution,
    upper: int,
    limits: Limits,
    *,
    is_large: bool = True,
    is_part: bool = False,
) -> Found:
    least = PART_LEAST if is_part else LEAST
    road = model_of(problem, known, upper)
    if road is None:
        return Found(cp_model.INFEASIBLE, 0, least)
    solver = solver_for(limits)
    solver.parameters.linearization_level = 2 if is_large and not is_part else 1
    if is_part:  # it takes longer than it saves where so little is free
        solver.parameters.cp_model_probing_level = 1
    status = solver.solve(road.day.model)
    work = max(solver.response_proto.deterministic_time, least)
    draft = _draft(road, solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
    return Found(status, ceil(solver.best_objective_bound - 0.001), work, draft)


def model_of(problem: Problem, known: Solution, upper: int) -> RoadModel | None:
    """None: no plan can cost so little."""
    placed = {one.key: one for one in known.placed}
    horizon = Horizon(problem, upper)
    horizon.settle()
    if horizon.is_impossible:
        return None
    day = DayModel(horizon, placed)
    day.build_items()
    road = RoadModel(day)
    road.build(known.legs)
    StayModel(day, road).build()
    day.close()
    return road


def solver_for(limits: Limits) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = limits.seed
    solver.parameters.num_workers = 1  # several do not give the same plan twice
    solver.parameters.max_deterministic_time = limits.work
    solver.parameters.max_time_in_seconds = limits.seconds
    solver.parameters.add_lp_constraints_lazily = False  # they are few and all of them matter
    # Each of these takes longer than it saves once it is settled when the day ends.
    solver.parameters.cut_level = 0
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.inprocessing_dtime_ratio = 0
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
