"""In: a plan that holds. Out: the same with what must happen today further ahead in its stay, where that costs nothing.

A price for each hour that it waits would say the same to the solver, and keeps it from its proof on full days
(bench/README.md).
"""

from collections.abc import Iterator
from dataclasses import replace

from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.problem import Item, Placed, Problem, Solution


def with_pressing_first(problem: Problem, plan: Solution) -> Solution:
    """Never dearer than `plan`, and checked; the same for the same plan."""
    items = {item.key: item for item in problem.items}
    for key in [one.key for one in plan.placed if items[one.key].goes_ahead]:
        plan = next(_better(problem, plan, items, key), plan)
    return plan


def _better(problem: Problem, plan: Solution, items: dict[str, Item], key: str) -> Iterator[Solution]:
    """The earliest place in its stay first."""
    stay = _stay_before(plan, items, key)
    for first in range(len(stay) - 1):
        tried = {one.key: one for one in plan.placed} | _moved_ahead(stay[first:])
        found = assembled(
            problem, Draft(tried, plan.legs), engine=plan.engine, bound=plan.bound, sentences=plan.sentences
        )
        if found.objective <= plan.objective and not objections_to(problem, found):
            yield replace(found, sentences=plan.sentences)


def _stay_before(plan: Solution, items: dict[str, Item], key: str) -> list[Placed]:
    """What is done at one place without a drive between, up to and with the one; what has its own time ends it."""
    order = [one for one in plan.placed if one.during is None or one.key == key]
    at = next(n for n, one in enumerate(order) if one.key == key)
    stay = [order[at]]
    for one in reversed(order[:at]):
        item = items[one.key]
        is_driven = any(one.end <= leg.leave < stay[0].start for leg in plan.legs)
        if item.place or item.fixed_start is not None or item.at is not None or is_driven:
            break
        stay.insert(0, one)
    return [] if order[at].during else stay


def _moved_ahead(stay: list[Placed]) -> dict[str, Placed]:
    """The last one begins where the first did, the others as much later as it takes."""
    *others, last = stay
    long = last.end - last.start
    moved = [replace(one, start=one.start + long, end=one.end + long) for one in others]
    begun = replace(last, start=others[0].start, end=others[0].start + long)
    return {one.key: one for one in (begun, *moved)}
