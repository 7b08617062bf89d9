"""In: nothing. Out: how good and how quick the plan of a day is, on realistic days with fixed seeds.

`python -m bench.dayplan [--days 20] [--items 20 40] [--seconds 2] [--best 10]`. Each plan gets the work that it has in
the product. Processor seconds: others' work counts less; seconds on the clock: a day is planned on two cores.
`--best 10` looks for the best known plan with ten times the work.
"""

import argparse
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from bench.dayplan.generate import realistic_day
from bench.dayplan.known import BestKnown, planned
from bench.speed import plain_loop
from caseday.dayplan.engines.choose import limits_for
from caseday.dayplan.engines.process import Limits
from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Item, Problem, Solution

HEAD = (
    "items visits | first ms p50 p95 | solver s p50 p95, clock p50 p95 | proven, in 1.5 s, in 2 s | gap p95 | "
    "over best known p50 most | first plan worse | re-plan s p95, clock p95 | moved | fewest"
)
DEAR = 100  # times that a moved item costs where as few as possible are to move


@dataclass(frozen=True)
class Took:
    seconds: float  # of all processors
    clock: float


@dataclass(frozen=True)
class Measured:
    first_ms: float
    took: Took
    is_optimal: bool
    gap: float  # by which the best plan may be worse than the best possible
    over_best: float  # by which it costs more than the best known plan
    first_gap: float  # by which the first plan is worse than the best one found
    replan: Took
    moved: int
    fewest: int  # when nothing counts as much as that little moves
    objections: int


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--days", type=int, default=20)
    asked.add_argument("--seed", type=int, default=0, help="of the first day")
    asked.add_argument("--items", type=int, nargs="*", default=[10, 20, 40, 60, 100])
    asked.add_argument("--seconds", type=float, default=60.0, help="at most, on the clock, for one plan")
    asked.add_argument("--best", type=float, default=0.0, help="times the work, for the best known plan")
    asked.add_argument("--keep", type=Path, default=Path("var/bench/dayplan-best.json"))
    asked.add_argument("--many", type=int, nargs="*", default=[0, 1], help="1: many flexible visits, 0: few")
    given = asked.parse_args()
    best = BestKnown(given.best, given.keep)
    machine = platform.processor() or platform.machine()
    print(f"{machine}, Python {platform.python_version()}, ortools {version('ortools')}")
    print(HEAD)
    day = realistic_day(10, many_visits=True, seed=0)
    planned(day, constructive_plan(day), limits_for(day))  # loads the libraries
    for count in given.items:
        for many in map(bool, given.many):
            days = [realistic_day(count, many_visits=many, seed=given.seed + n) for n in range(given.days)]
            asked_for = [replace(limits_for(day), seconds=given.seconds) for day in days]
            rows = [measured(day, limits, best) for day, limits in zip(days, asked_for, strict=True)]
            name = f"{count:5} {'many' if many else 'few':6}"
            print(f"{name} | {' | '.join(columns(rows))} | loop {plain_loop():.2f} s", flush=True)


def measured(problem: Problem, limits: Limits, best: BestKnown) -> Measured:
    begin = time.perf_counter()
    first = constructive_plan(problem)
    first_ms = 1000 * (time.perf_counter() - begin)
    plan, took = timed(problem, first, limits)
    broken = broken_day(problem, plan)
    less = replace(limits, work=limits_for(broken).work)
    again, replan = timed(broken, constructive_plan(broken), less)
    known = best.cost(problem, plan, limits)
    return Measured(
        first_ms,
        took,
        plan.is_optimal,
        gap=plan.gap if plan.gap is not None else 1.0,
        over_best=(plan.objective - known) / max(1, known),
        first_gap=(first.objective - plan.objective) / max(1, first.objective),
        replan=replan,
        moved=len(set(moved(plan, again))),
        fewest=len(set(moved(plan, settled(broken, again, less)))),
        objections=len(objections_to(problem, plan)) + len(objections_to(broken, again)),
    )


def timed(problem: Problem, known: Solution, limits: Limits) -> tuple[Solution, Took]:
    begin, clock = time.process_time(), time.perf_counter()
    plan = planned(problem, known, limits)
    return plan, Took(time.process_time() - begin, time.perf_counter() - clock)


def settled(problem: Problem, plan: Solution, limits: Limits) -> Solution:
    """The plan in which as little moves as can be."""
    weights = replace(problem.weights, changed=DEAR * problem.weights.changed)
    stubborn = replace(problem, weights=weights)
    draft = Draft({one.key: one for one in plan.placed}, plan.legs)
    return planned(stubborn, assembled(stubborn, draft, engine=plan.engine), limits)


def broken_day(problem: Problem, plan: Solution) -> Problem:
    """At half the day the second half's first stop is called off; what is past is done, the rest has been seen."""
    now = (problem.day_start + problem.day_end) // 2
    starts = {one.key: one for one in plan.placed}
    coming = [item for item in problem.items if item.key not in starts or starts[item.key].start >= now]
    stops = sorted((item for item in coming if item.at is not None), key=lambda item: item.at or 0)
    gone = stops[0].key if stops else None
    past = [one for one in plan.placed if one.start < now]
    here = next((one.place for one in reversed(past) if one.place), problem.start_place)
    free = max([now, *(one.end for one in past)])
    left = tuple(seen(item, starts) for item in coming if item.key != gone)
    return replace(problem, items=left, day_start=free, start_place=here)


def seen(item: Item, starts: dict[str, object]) -> Item:
    one = starts.get(item.key)
    return replace(item, seen_start=getattr(one, "start", None))


def moved(before: Solution, after: Solution) -> Iterator[str]:
    starts = {one.key: one.start for one in before.placed}
    for one in after.placed:
        if one.key in starts and abs(one.start - starts[one.key]) > 10:
            yield one.key


def columns(rows: list[Measured]) -> Iterator[str]:
    yield f"{at([r.first_ms for r in rows], 0.5):8.1f} {at([r.first_ms for r in rows], 0.95):7.1f}"
    took, clock = [r.took.seconds for r in rows], [r.took.clock for r in rows]
    yield f"{at(took, 0.5):9.2f} {at(took, 0.95):6.2f}, {at(clock, 0.5):6.2f} {at(clock, 0.95):6.2f}"
    proven = [r.took.clock for r in rows if r.is_optimal]
    in_time = [sum(clock <= most for clock in proven) for most in (1.5, 2.0)]
    yield f"{len(proven):3}/{len(rows):2}, {in_time[0]:2}, {in_time[1]:2}"
    yield f"{100 * at([r.gap for r in rows], 0.95):5.1f} %"
    over = [100 * r.over_best for r in rows]
    yield f"{at(over, 0.5):6.2f} {max(over):6.2f} %"
    yield f"{100 * at([r.first_gap for r in rows], 0.5):7.1f} % p50"
    yield f"{at([r.replan.seconds for r in rows], 0.95):8.2f}, {at([r.replan.clock for r in rows], 0.95):.2f}"
    yield f"{at([float(r.moved) for r in rows], 0.5):.0f} (most {max(r.moved for r in rows)})"
    yield f"{at([float(r.fewest) for r in rows], 0.5):.0f} (most {max(r.fewest for r in rows)})"
    if any(r.objections for r in rows):
        yield f"REFUTED: {sum(r.objections > 0 for r in rows)}"


def at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    main()
