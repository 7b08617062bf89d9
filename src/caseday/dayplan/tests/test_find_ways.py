"""When to leave, what ties one thing to another, and what is said of a plan, where something is missing."""

from datetime import UTC, datetime

import pytest

from caseday.dayplan.rules.constructive import _Builder, construct
from caseday.dayplan.rules.difference import difference
from caseday.dayplan.rules.problem import Item, Kind, Place, Placed, Problem, Solution, Travel
from caseday.dayplan.rules.reasons import why_there
from caseday.dayplan.rules.route import Road

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR_LONG = Travel(minutes={"home": {"clinic": (60,)}, "clinic": {"home": (60,)}})
PLACES = (Place("home", has_desk=True), Place("clinic"))


def _problem(*items: Item) -> Problem:
    return Problem(EIGHT, items, PLACES, HOUR_LONG, start_place="home", end_place="home")


def _call(key: str, **fields: object) -> Item:
    return Item(key, Kind.CALL, f"call {key}", 10, **fields)  # type: ignore[arg-type]


def _plan(**starts: int) -> Solution:
    return Solution(tuple(Placed(key, start, start + 10, "home") for key, start in starts.items()), ())


def test_nobody_leaves_before_they_are_free_to_be_there_in_time() -> None:
    road = Road(_problem(), taken=[(0, 20, False)])
    visit = Item("visit", Kind.VISIT, "visit", 30, place="clinic")
    assert road.latest_leave("home", visit, 100, 105) is None
    assert road.latest_leave("home", visit, 30, 105) == 45


def test_the_way_begins_after_all_that_is_taken() -> None:
    road = Road(_problem(), taken=[(10, 20, False), (70, 90, False)])
    visit = Item("visit", Kind.VISIT, "visit", 30, place="clinic", parking_minutes=5)
    assert road.earliest_leave("home", visit, 0) == (90, 155)
    assert road.way_home("home", 3) == (3, 3)


def test_a_day_whose_conditions_cannot_all_hold_is_planned_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_Builder, "broken_conditions", lambda builder: {"never"})
    assert set(construct(_problem(_call("a"), _call("b"))).placed) == {"a", "b"}


def test_what_comes_first_at_its_old_hour_is_no_change() -> None:
    problem = _problem(_call("a"), _call("b"))
    changes = difference(problem, _plan(a=0, b=30), problem, _plan(b=30, a=60))
    assert [(one.key, one.kind) for one in changes if one.kind == "first"] == []
    sooner = difference(problem, _plan(a=0, b=60), problem, _plan(b=0, a=30))
    assert [one.key for one in sooner if one.kind == "first"] == ["b"]


def test_what_is_left_out_ties_nothing() -> None:
    papers = _call("papers", before_leaving_for=("visit",), after=("gone",))
    visit = Item("visit", Kind.VISIT, "the visit", 30, place="clinic")
    problem = _problem(papers, visit, _call("gone"))
    alone = {"papers": Placed("papers", 0, 10, "home")}
    assert "leaving for" not in why_there(problem, alone, papers) and "after" not in why_there(
        problem, alone, papers
    )
    whole = alone | {"visit": Placed("visit", 90, 120, "clinic"), "gone": Placed("gone", 0, 10, "home")}
    assert "before leaving for the visit" in why_there(problem, whole, papers).casefold()
    assert "after call gone" in why_there(problem, whole, papers).casefold()
