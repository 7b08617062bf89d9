"""In: a problem and a plan that is known to hold. Out: a better plan, or the proof that there is none.

First part after part of the plan is made anew. Then the day is planned once for each way in which it may end: on time,
a quarter of an hour later, and so on. With the end settled it is soon known what fits; left open, a solver weighs
every thing against a bit of overtime, and hardly ever gets to a proof.

Imports ortools: only ever imported in a solver's own process.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from random import Random

from caseday.dayplan.engines.cpsat import Found, solved
from caseday.dayplan.engines.endings import Ending, endings_of, ends_by
from caseday.dayplan.engines.parts import joined, next_part, parts_of_day, with_only
from caseday.dayplan.engines.process import FULL, Limits
from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.cost import parts_of
from caseday.dayplan.rules.earlier import with_pressing_first
from caseday.dayplan.rules.problem import Problem, Solution

SMALL = (
    25  # items; so few are sooner proven than bettered in parts, and sooner with little linear programming
)
OF_PARTS = 0.01  # share of the work that goes to parts of a day that can be proven
OF_PARTS_OF_FULL = 0.85
AT_ONCE = 2  # parts or endings; a solver at work does not hold up the other
PART = 16  # things of the first parts
PART_WORK = 0.0004  # for each thing in a part; after so much it is given up
OF_ENDING = 0.5  # share of the work after which an ending is put back, to be looked at longer or in two


def better_plan(problem: Problem, known: Solution, limits: Limits) -> Solution:
    """The best plan found within the limits; never worse than `known`, which is to keep every rule."""
    search = _Search(problem, known, limits)
    size = len(problem.items)
    if size > SMALL:
        search.look_at_parts(limits.work * (OF_PARTS if size <= FULL else OF_PARTS_OF_FULL))
    search.look_at_endings()
    return search.result()


@dataclass(frozen=True, slots=True)
class _PartUnderWay:
    free: frozenset[str]
    plan: Solution  # that it started from
    found: Future[Found]


@dataclass(frozen=True, slots=True)
class _EndingUnderWay:
    ending: Ending
    upper: int  # plans that cost more were not looked for
    found: Future[Found]


@dataclass(slots=True)
class _Search:
    problem: Problem
    known: Solution
    limits: Limits
    work_left: float = 0.0
    until: float = 0.0
    plan: Solution = field(init=False)
    settled: set[frozenset[str]] = field(default_factory=set)  # nothing better is in these parts of the plan
    open: deque[Ending] = field(default_factory=deque)  # something better may end so

    def __post_init__(self) -> None:
        self.plan, self.work_left = self.known, self.limits.work
        self.until = time.monotonic() + self.limits.seconds
        self.open.extend(endings_of(self.problem, self.known))

    @property
    def bound(self) -> int:
        """No plan costs less."""
        return min([self.plan.objective, *(ending.bound for ending in self.open)])

    @property
    def is_over(self) -> bool:
        return self.work_left <= 0 or time.monotonic() >= self.until

    def look_at_parts(self, most: float) -> None:
        """Part after part is planned anew, two at a time, larger ones once none of a size can be bettered.

        Each starts from the plan as it is when it is begun, and they are taken in the order in which they were
        begun: which one is ready first, and on how many cores, does not change the plan.
        """
        until, under_way = self.work_left - most, deque[_PartUnderWay]()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for free in self._parts(under_way):
                limits = self._limits(PART_WORK * len(free))
                found = pool.submit(part_solved, self.problem, self.plan, free, limits)
                under_way.append(_PartUnderWay(free, self.plan, found))
                if len(under_way) == AT_ONCE:
                    self._take_part(under_way.popleft())
                if self.is_over or self.work_left <= until:
                    break
            for one in under_way:
                self._take_part(one)

    def _parts(self, under_way: Iterable[_PartUnderWay]) -> Iterator[frozenset[str]]:
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

    def _take_part(self, one: _PartUnderWay) -> None:
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

    def look_at_endings(self) -> None:
        """Two at a time, and like parts in an order of their own; what is not settled comes again."""
        under_way = deque[_EndingUnderWay]()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while under_way or (self.open and not self.is_over):
                while self.open and len(under_way) < AT_ONCE and not self.is_over:
                    ending = self.open.popleft()
                    if ending.bound < self.plan.objective:
                        under_way.append(self._begun(pool, ending))
                if under_way:
                    self._take_ending(under_way.popleft())

    def _begun(self, pool: ThreadPoolExecutor, ending: Ending) -> _EndingUnderWay:
        upper = self.plan.objective - 1
        limits = self._limits(self.limits.work * OF_ENDING * ending.share)
        found = pool.submit(ending_solved, self.problem, self.plan, ending, upper, limits)
        return _EndingUnderWay(ending, upper, found)

    def _take_ending(self, one: _EndingUnderWay) -> None:
        found = one.found.result()
        self.work_left -= found.work
        self._adopt(found.draft)
        if not found.is_settled:
            self.open.extend(one.ending.looked_at(found.bound, one.upper))

    def _limits(self, work: float) -> Limits:
        seconds = max(0.01, self.until - time.monotonic())
        return replace(self.limits, work=min(work, self.work_left), seconds=seconds)

    def result(self) -> Solution:
        draft = Draft({one.key: one for one in self.plan.placed}, self.plan.legs)
        found = assembled(self.problem, draft, engine="cpsat", bound=self.bound)
        return with_pressing_first(self.problem, found)


def part_solved(problem: Problem, plan: Solution, free: frozenset[str], limits: Limits) -> Found:
    part = with_only(problem, plan, free)
    placed = {one.key: one for one in plan.placed}
    points = sum(one.points for one in parts_of(part, placed, plan.legs))
    return solved(part, plan, points - 1, limits, is_part=True)


def ending_solved(problem: Problem, plan: Solution, ending: Ending, upper: int, limits: Limits) -> Found:
    """`upper` and the bound found are those of the whole: with what the overtime before the ending costs."""
    day, overtime = ends_by(problem, ending)
    found = solved(day, plan, upper - overtime, limits, is_large=len(problem.items) > SMALL)
    return replace(found, bound=found.bound + overtime)
