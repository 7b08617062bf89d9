"""In: a problem and a plan that is known to hold. Out: a better plan, or the proof that there is none.

Imports ortools, some 60 MiB: only ever imported in a solver's own process.
"""

import time
from dataclasses import dataclass, field, replace
from math import ceil
from random import Random

from ortools.sat.python import cp_model

from caseday.dayplan.engines.daymodel import DayModel
from caseday.dayplan.engines.horizon import Horizon
from caseday.dayplan.engines.parts import parts_of_day, with_only
from caseday.dayplan.engines.process import Limits
from caseday.dayplan.engines.roadmodel import RoadModel
from caseday.dayplan.engines.staymodel import StayModel
from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.cost import parts_of
from caseday.dayplan.rules.earlier import with_pressing_first
from caseday.dayplan.rules.problem import Problem, Solution
from caseday.dayplan.rules.readback import read_back

FIRST = 0.1  # share of the work for a first look: a good plan and a bound
FIRST_OF_SMALL = 0.4
SMALL = 25  # items; so few are mostly proven at the first look, and sooner without cuts
CLOSE = 0.05  # so near the bound the rest of the work goes into the last points
LEAST = 0.001  # every look counts as some work, so that the search ends
FULL = 45  # items; beyond, the day is rarely proven, and its parts are bettered one by one
OF_PARTS = 0.75  # share of the work for these
SLICE = 0.3  # share of the work after which a target is given up
LAST = 0.2  # share of the work that is kept for bettering the plan in any way
PART = 20  # things of the first parts
PART_WORK = 0.03  # after so much a part is given up
PART_LEAST = 0.012  # making its model counts as work too
STEP = 0.12  # where between bound and plan the first target lies; the best plan is usually near the bound


def better_plan(problem: Problem, known: Solution, limits: Limits) -> Solution:
    """The best plan found within the limits; never worse than `known`, which is to keep every rule.

    After a first look it asks for plans near the bound only: so little can be in those that they are soon
    found, or soon known not to exist, which lifts the bound.
    """
    search = _Search(problem, known, limits)
    size = len(problem.items)
    if size > FULL:
        search.look_at_parts(limits.work * OF_PARTS)
    else:
        share = FIRST_OF_SMALL if size <= SMALL else FIRST
        search.look(known.objective, limits.work * share, cuts=size > SMALL)
    while not search.is_over:
        if search.is_close or (size <= FULL and search.work_left < limits.work * LAST):
            search.look(search.plan.objective - 1, search.work_left)
        else:
            search.look(search.target(), limits.work * SLICE)
    return search.result()


@dataclass(slots=True)
class _Search:
    problem: Problem
    known: Solution
    limits: Limits
    bound: int = 0  # no plan costs less
    step: float = STEP
    work_left: float = 0.0
    until: float = 0.0
    plan: Solution = field(init=False)

    def __post_init__(self) -> None:
        self.plan, self.work_left = self.known, self.limits.work
        self.until = time.monotonic() + self.limits.seconds

    @property
    def is_over(self) -> bool:
        return self.bound >= self.plan.objective or self.work_left <= 0 or time.monotonic() >= self.until

    @property
    def is_close(self) -> bool:
        return self.plan.objective - self.bound <= CLOSE * self.plan.objective

    def look_at_parts(self, most: float) -> None:
        """Part after part is planned anew, larger ones once none of a size can be bettered."""
        until, size, chance = self.work_left - most, PART, Random(self.limits.seed)
        settled: set[frozenset[str]] = set()  # nothing better is in these parts of the plan as it is
        while size <= len(self.plan.placed) * 3 // 2:
            before = self.plan
            for free in parts_of_day(self.problem, self.plan, size, chance):
                if self.is_over or self.work_left <= until:
                    return
                if free not in settled:
                    last = self.plan
                    is_settled = self._better_part(free)
                    settled = settled if self.plan is last else set()
                    settled |= {free} if is_settled else set()
            size = size if self.plan is not before else size * 3 // 2

    def _better_part(self, free: frozenset[str]) -> bool:
        """Whether there is nothing better in it."""
        part = with_only(self.problem, self.plan, free)
        placed = {one.key: one for one in self.plan.placed}
        points = sum(one.points for one in parts_of(part, placed, self.plan.legs))
        status, _ = self._solve(part, points - 1, PART_WORK, cuts=False, least=PART_LEAST)
        return status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)

    def look(self, upper: int, work: float, *, cuts: bool = True) -> None:
        """For the best plan that costs no more than `upper`."""
        status, lowest = self._solve(self.problem, upper, work, cuts=cuts)
        if status == cp_model.INFEASIBLE:
            self.bound = max(self.bound, upper + 1)
            self.step = min(0.5, self.step * 1.6)
            return
        self.bound = max(self.bound, min(lowest, upper + 1))
        if status == cp_model.UNKNOWN:
            self.step *= 0.5

    def _solve(
        self, problem: Problem, upper: int, work: float, *, cuts: bool = True, least: float = LEAST
    ) -> tuple[cp_model.CpSolverStatus, int]:
        """What is found becomes the plan where it is better; the bound is that of `problem`."""
        work = min(work, self.work_left)
        road = _model(problem, self.plan, upper)
        if road is None:
            self.work_left -= least
            return cp_model.INFEASIBLE, 0
        solver = _solver(replace(self.limits, work=work, seconds=max(0.01, self.until - time.monotonic())))
        solver.parameters.linearization_level = 2 if cuts else 1
        status = solver.solve(road.day.model)
        self.work_left -= max(solver.response_proto.deterministic_time, least)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = assembled(self.problem, _draft(road, solver), engine="cpsat")
            self.plan = found if found.objective < self.plan.objective else self.plan
        return status, ceil(solver.best_objective_bound - 0.001)

    def target(self) -> int:
        room = self.plan.objective - self.bound
        return self.bound + min(room, max(2, int(room * self.step)))

    def result(self) -> Solution:
        draft = Draft({one.key: one for one in self.plan.placed}, self.plan.legs)
        found = assembled(self.problem, draft, engine="cpsat", bound=self.bound)
        return with_pressing_first(self.problem, found)


def _model(problem: Problem, known: Solution, upper: int) -> RoadModel | None:
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


def _solver(limits: Limits) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = limits.seed
    solver.parameters.num_workers = limits.workers
    solver.parameters.interleave_search = (
        limits.workers > 1
    )  # else two workers do not give the same plan twice
    solver.parameters.max_deterministic_time = limits.work
    solver.parameters.max_time_in_seconds = limits.seconds
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
