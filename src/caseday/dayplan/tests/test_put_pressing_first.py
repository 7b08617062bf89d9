"""What must happen today stands ahead of what need not, wherever that costs nothing."""

from dataclasses import replace

from hypothesis import given, settings

from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.earlier import with_pressing_first
from caseday.dayplan.rules.problem import Item, Kind, Placed, Problem, Solution, Spot
from caseday.dayplan.tests.days import call, day, problems, stop

SOON = Item("soon", Kind.TODO, "Soon", 10, must_today=True, goes_ahead=True)


def _at_home(problem: Problem, *keys: str) -> Solution:
    """One after the other, at home."""
    lengths, placed, free = {item.key: item.length for item in problem.items}, {}, 0
    for key in keys:
        placed[key] = Placed(key, free, free + lengths[key], "home", Spot.DESK)
        free += lengths[key]
    return assembled(problem, Draft(placed, ()), engine="test")


def _order(plan: Solution) -> list[str]:
    return [one.key for one in plan.placed]


def test_it_goes_to_the_head_of_its_stay() -> None:
    problem = day(call("one", 15), call("two"), SOON)
    plan = _at_home(problem, "one", "two", "soon")
    found = with_pressing_first(problem, plan)
    assert _order(found) == ["soon", "one", "two"] and objections_to(problem, found) == ()
    assert [one.start for one in found.placed] == [0, 10, 25]
    assert _order(with_pressing_first(problem, found)) == ["soon", "one", "two"]


def test_an_office_that_closes_stays_ahead_of_it() -> None:
    problem = day(call("shuts", 10, (0, 15)), call("any"), SOON)
    plan = _at_home(problem, "shuts", "any", "soon")
    assert _order(with_pressing_first(problem, plan)) == ["shuts", "soon", "any"]


def test_what_has_its_own_time_a_drive_or_a_cost_bounds_it() -> None:
    pinned = call("pinned", pinned_start=0)
    problem = day(pinned, call("any"), SOON)
    plan = _at_home(problem, "pinned", "any", "soon")
    assert _order(with_pressing_first(problem, plan)) == ["pinned", "soon", "any"]
    dear = day(replace(call("due", 10), due=10, late_cost=9), SOON)
    assert _order(with_pressing_first(dear, _at_home(dear, "due", "soon"))) == ["due", "soon"]
    away = day(call("before", 10, (0, 20)), stop("clinic", 60), replace(SOON, windows=()), call("x"))
    first = constructive_plan(away)
    assert objections_to(away, with_pressing_first(away, first)) == ()


@settings(max_examples=60, deadline=None)
@given(problems(7))
def test_it_is_never_dearer_and_keeps_every_rule(problem: Problem) -> None:
    plan = constructive_plan(problem)
    found = with_pressing_first(problem, plan)
    assert found.objective <= plan.objective and objections_to(problem, found) == ()
    assert {one.key for one in found.placed} == {one.key for one in plan.placed}
