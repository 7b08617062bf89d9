"""In: a problem and a plan that is known to hold. Out: a better plan, or the proof that there is none.

Imports ortools, some 60 MiB: only ever imported in a solver's own process.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from math import ceil
from random import Random

from ortools.sat.python import cp_model

from caseday.dayplan.engines.daymodel import DayModel
from caseday.dayplan.engines.horizon import Horizon
from caseday.dayplan.engines.parts import joined, next_part, parts_of_day, with_only
from caseday.dayplan.engines.process import FULL, Limits
from caseday.dayplan.engines.roadmodel import RoadModel
from caseday.dayplan.engines.staymodel import StayModel
from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.cost import parts_of
from caseday.dayplan.rules.earlier import with_pressing_first
from caseday.dayplan.rules.problem import Problem, Solution
from caseday.dayplan.rules.readback import read_back

FIRST = 0.1  # share of the work for a first look: a good plan and a bound
FIRST_OF_SMALL = 0.4
SMALL = 25  # items; so few are mostly proven at the first look, and sooner without cuts
CLOSE = 0.05  # so near the bound the rest of the work goes into the last points
LEAST = 0.001  # every look counts as some work, so that the search ends
OF_PARTS = 0.85  # share of the work on a full day that goes to its parts
SLICE = 0.3  # share of the work after which a target is given up
LAST = 0.2  # share of the work that is kept for bettering the plan in any way
AT_ONCE = 2  # parts; a solver at work does not hold up the other
PART = 16  # things of the first parts
PART_WORK = 0.0004  # for each thing in a part; after so much it is given up
PART_LEAST = 0.006  # making its model counts as work too
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


@dataclass(frozen=True, slots=True)
class _Found:
    status: cp_model.CpSolverStatus
    bound: int
    work: float
    draft: Draft | None = None

    @property
    def is_settled(self) -> bool:
        """There is nothing better."""
        return self.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)


@dataclass(frozen=True, slots=True)
class _UnderWay:
    free: frozenset[str]
    plan: Solution  # that it started from
    found: Future[_Found]


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
    settled: set[frozenset[str]] = field(default_factory=set)  # nothing better is in these parts of the plan

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
        """Part after part is planned anew, two at a time, larger ones once none of a size can be bettered.

        Each starts from the plan as it is when it is begun, and they are taken in the order in which they were
        begun: which one is ready first, and on how many cores, does not change the plan.
        """
        until, under_way = self.work_left - most, deque[_UnderWay]()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for free in self._parts(under_way):
                limits = self._limits(PART_WORK * len(free))
                found = pool.submit(_part_solved, self.problem, self.plan, free, limits)
                under_way.append(_UnderWay(free, self.plan, found))
                if len(under_way) == AT_ONCE:
                    self._take(under_way.popleft())
                if self.is_over or self.work_left <= until:
                    break
            for one in under_way:
                self._take(one)

    def _parts(self, under_way: Iterable[_UnderWay]) -> Iterator[frozenset[str]]:
        size, chance = PART, Random(self.limits.seed)
        while size <= len(self.plan.placed) * 3 // 2:
            before = self.plan
            waiting = list(parts_of_day(self.problem, self.plan, size, chance))
            while waiting:
                free = next_part(waiting, [one.free for one in under_way])
                waiting.remove(free)
                if free not in self.settled:
                    yield free
            size = size if self.plan is not before else size * 3 // 2

    def _take(self, one: _UnderWay) -> None:
        found, last = one.found.result(), self.plan
        self.work_left -= found.work
        self._adopt(found.draft)
        if found.draft is not None and last is not one.plan:
            self._adopt(joined(self.problem, one.plan, last, found.draft))
        self.settled = self.settled if self.plan is last else set()
        if last is one.plan and found.is_settled:
            self.settled.add(one.free)

    def _adopt(self, draft: Draft | None) -> None:
        if draft is not None:
            found = assembled(self.problem, draft, engine="cpsat")
            if found.objective < self.plan.objective and not objections_to(self.problem, found):
                self.plan = found

    def look(self, upper: int, work: float, *, cuts: bool = True) -> None:
        """For the best plan that costs no more than `upper`."""
        found = _solved(self.problem, self.plan, upper, self._limits(work), cuts=cuts)
        self.work_left -= found.work
        self._adopt(found.draft)
        if found.status == cp_model.INFEASIBLE:
            self.bound = max(self.bound, upper + 1)
            self.step = min(0.5, self.step * 1.6)
            return
        self.bound = max(self.bound, min(found.bound, upper + 1))
        if found.status == cp_model.UNKNOWN:
            self.step *= 0.5

    def _limits(self, work: float) -> Limits:
        seconds = max(0.01, self.until - time.monotonic())
        return replace(self.limits, work=min(work, self.work_left), seconds=seconds)

    def target(self) -> int:
        room = self.plan.objective - self.bound
        return self.bound + min(room, max(2, int(room * self.step)))

    def result(self) -> Solution:
        draft = Draft({one.key: one for one in self.plan.placed}, self.plan.legs)
        found = assembled(self.problem, draft, engine="cpsat", bound=self.bound)
        return with_pressing_first(self.problem, found)


def _part_solved(problem: Problem, plan: Solution, free: frozenset[str], limits: Limits) -> _Found:
    part = with_only(problem, plan, free)
    placed = {one.key: one for one in plan.placed}
    points = sum(one.points for one in parts_of(part, placed, plan.legs))
    return _solved(part, plan, points - 1, limits, is_part=True)


def _solved(
    problem: Problem, known: Solution, upper: int, limits: Limits, *, cuts: bool = True, is_part: bool = False
) -> _Found:
    least = PART_LEAST if is_part else LEAST
    road = _model(problem, known, upper)
    if road is None:
        return _Found(cp_model.INFEASIBLE, 0, least)
    solver = _solver(limits)
    solver.parameters.linearization_level = 2 if cuts and not is_part else 1
    if is_part:  # these take longer than they save where so little is free
        solver.parameters.cut_level = 0
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.cp_model_probing_level = 1
        solver.parameters.inprocessing_dtime_ratio = 0
    status = solver.solve(road.day.model)
    work = max(solver.response_proto.deterministic_time, least)
    draft = _draft(road, solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
    return _Found(status, ceil(solver.best_objective_bound - 0.001), work, draft)


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
