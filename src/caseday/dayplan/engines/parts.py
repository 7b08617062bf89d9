"""In: a day too full to be solved whole, and a plan that holds. Out: parts of it to plan anew while the rest stays.

What stays is pinned where it stands: a stop or visit that stands still cuts the day in two, so that a part of a full
day is as quickly proven as a small day.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from random import Random

from caseday.dayplan.rules.assemble import Draft
from caseday.dayplan.rules.problem import Item, Problem, Solution
from caseday.dayplan.rules.readback import read_back

FIRM = 10**6  # points: what is pinned is not left out
REACH = 45  # minutes before and after a visit that are planned anew with it
REACH_OF_STOP = 110  # before and after a stop that has no place in the plan
NEAREST = 2  # other places that go with a visit


def parts_of_day(problem: Problem, plan: Solution, size: int, chance: Random) -> Iterator[frozenset[str]]:
    """Keys of what may be put anywhere: what stands where a stop had no place; stretches of `size` things; each visit
    with what stands near; two stretches at once. With all of them, what is not in the plan and is no visit."""
    order = [one.key for one in plan.placed]
    left = {one.key for one in plan.left_out}
    idle = frozenset(item.key for item in problem.items if item.key in left and not _is_visit(item))
    step = max(1, size // 2)
    stretches = [frozenset(order[at : at + size]) for at in range(0, max(1, len(order) - step), step)]
    stops = [item.at for item in problem.items if item.key in idle and item.place and item.at is not None]
    for part in (
        *(_standing(plan, [at], REACH_OF_STOP) for at in stops),
        *stretches,
        *_around_visits(problem, plan),
        *(
            one | frozenset(order[(at := chance.randrange(max(1, len(order) - step))) : at + step])
            for one in stretches
        ),
    ):
        yield part | idle


def _starts(plan: Solution) -> dict[str, int]:
    return {one.key: one.start for one in plan.placed}


def _is_visit(item: Item) -> bool:
    return item.place is not None and item.at is None and item.fixed_start is None


def _standing(plan: Solution, times: list[int], reach: int) -> frozenset[str]:
    return frozenset(one.key for one in plan.placed if any(abs(one.start - at) <= reach for at in times))


def _around_visits(problem: Problem, plan: Solution) -> Iterator[frozenset[str]]:
    """The nearest by the road: a visit that is left out may fit in there, another one may fit better."""
    starts = _starts(plan)
    there = [item for item in problem.items if item.place is not None and item.key in starts]
    for visit in filter(_is_visit, problem.items):
        near = sorted(
            (other for other in there if other is not visit),
            key=lambda other: (problem.travel.drive(visit.place, other.place, 0).minutes, other.key),
        )[:NEAREST]
        times = [starts[one.key] for one in (visit, *near) if one.key in starts]
        yield _standing(plan, times, REACH) | {visit.key}


def with_only(problem: Problem, plan: Solution, free: frozenset[str]) -> Problem:
    """The day in which only `free` may be put anywhere; what else is not in the plan stays out of it."""
    starts = _starts(plan)
    known = {item.key for item in problem.items}
    gone = {key for key in known if key not in free and key not in starts}
    while more := {i.key for i in problem.items if i.key not in starts and gone & set(i.after)} - gone:
        gone |= more
    items = tuple(
        item if item.key in free or item.started_at is not None
        else replace(item, pinned_start=starts[item.key], not_today_cost=FIRM)
        for item in problem.items if item.key not in gone
    )  # fmt: skip
    return replace(problem, items=items)


def next_part(waiting: Sequence[frozenset[str]], under_way: Collection[frozenset[str]]) -> frozenset[str]:
    """The one that has least in common with what is planned anew at the same time."""
    return min(waiting, key=lambda free: sum(len(free & other) for other in under_way))


def joined(problem: Problem, before: Solution, now: Solution, other: Draft) -> Draft | None:
    """`now` with what `other` changed in `before`, but for what `now` has changed itself; it may break a rule.

    None: the two travel so differently that a drive is missing.
    """
    was = _starts(before)
    starts: dict[str, int | None] = dict(_starts(now))
    wanted = {one.key: one.start for one in other.placed.values()}
    for key in {*was, *wanted}:
        if starts.get(key) == was.get(key):
            starts[key] = wanted.get(key)
    left = {leg.to: leg.leave for leg in before.legs}
    leaves = {leg.to: leg.leave for leg in now.legs}
    leaves |= {leg.to: leg.leave for leg in other.legs if leaves.get(leg.to) == left.get(leg.to)}
    try:
        return read_back(problem, {key: at for key, at in starts.items() if at is not None}, leaves)
    except KeyError:
        return None
