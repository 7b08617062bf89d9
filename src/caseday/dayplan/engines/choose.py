"""In: a problem. Out: a plan at once, and a better one from the engine that its shape asks for; always checked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from caseday.dayplan.engines.process import FULL, Errand, Limits, NoPlan, solve_apart
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Problem, Solution

MOST_ITEMS = 160  # beyond, a model takes longer to build than a person waits
WORK_AN_ITEM = 0.006  # on a full day
MANY_VISITS = 8  # so many free visits make the order of the road the hard part

Solve = Callable[[Errand], Solution]


class Engine(StrEnum):
    CONSTRUCTIVE = "constructive"
    CPSAT = "cpsat"
    ROUTED = "routed"  # a routing engine's order first, then CP-SAT


@dataclass(frozen=True, slots=True)
class Shape:
    items: int
    free_visits: int  # to be driven to at a time of one's choosing
    needs_choice: bool  # something could stand in more than one place


def shape_of(problem: Problem) -> Shape:
    free = [item for item in problem.items if item.fixed_start is None]
    visits = sum(item.place is not None and item.at is None for item in free)
    return Shape(len(problem.items), visits, bool(free))


def engine_for(problem: Problem) -> Engine:
    shape = shape_of(problem)
    if not shape.needs_choice or shape.items > MOST_ITEMS:
        return Engine.CONSTRUCTIVE
    return Engine.ROUTED if shape.free_visits >= MANY_VISITS else Engine.CPSAT


def first_plan(problem: Problem) -> Solution:
    """At once (some milliseconds), to be shown while the better one is made."""
    return constructive_plan(problem)


def improved_plan(
    problem: Problem,
    known: Solution | None = None,
    *,
    limits: Limits | None = None,
    solve: Solve = solve_apart,
) -> Solution:
    """The best plan within the limits. Where a solver fails, `known`, with a sentence that says so.

    `known` has to be a plan of this very problem; without it, or if it breaks a rule, it is made anew.
    """
    if known is None or objections_to(problem, known):
        known = first_plan(problem)
    engine = engine_for(problem)
    if engine is Engine.CONSTRUCTIVE or known.is_optimal:
        return known
    errand = Errand(problem, known, limits or limits_for(problem), engine is Engine.ROUTED)
    try:
        better = solve(errand)
    except NoPlan as trouble:
        return _with(known, f"The solver {trouble}; this is the first plan, which may have room for more.")
    objections = objections_to(problem, better)
    if objections:
        return _with(
            known, f"A solver's plan was thrown away, because: {objections[0]} This is the first plan."
        )
    return better if better.objective <= known.objective else known


def limits_for(problem: Problem) -> Limits:
    """A day that is bettered in parts gets as much as it has things."""
    items = len(problem.items)
    return Limits(work=3.0, seconds=4.0) if items <= FULL else Limits(work=WORK_AN_ITEM * items, seconds=8.0)


def _with(plan: Solution, sentence: str) -> Solution:
    return replace(plan, sentences=(*plan.sentences, sentence))
