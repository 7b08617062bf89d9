"""Whether a kept plan still holds, what is left of it, and how the change is told. Plain values."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.keeping import (
    as_data,
    carried_over,
    changes_between,
    facts_of,
    from_data,
    is_overdue,
    with_seen,
)
from caseday.dayplan.rules.problem import Item, Kind, Problem, Window
from caseday.dayplan.tests.days import EIGHT, PLACES, problems, travel

CLINIC = Item("clinic", Kind.STOP, "Clinic", 60, at=120, place="clinic", not_today_cost=400)
CALL = Item("call", Kind.CALL, "call to the pharmacy", 10, windows=(Window(0, 500),))
NOTE = Item("note", Kind.NOTE, "note", 15)


def a_day(*items, **fields):
    at_home = {"start_place": "home", "end_place": "home", "day_end": 540}
    return Problem(EIGHT, items or (CLINIC, CALL, NOTE), PLACES, travel(), **at_home | fields)


def kept_of(problem, plan):
    return from_data(json.loads(json.dumps(as_data(problem, plan))), problem.starts_at)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_plan_comes_back_from_the_database_as_it_was(problem):
    plan = constructive_plan(problem)
    kept = kept_of(problem, plan)
    assert kept.solution == plan
    assert kept.starts_at == problem.starts_at and kept.starts_at.tzinfo is problem.starts_at.tzinfo
    assert {key: name for key, (name, _) in kept.names.items()} == {i.key: i.name for i in problem.items}


def test_what_an_older_version_kept_is_no_plan():
    assert from_data({}, EIGHT) is None
    assert from_data({"starts_at": "yesterday"}, EIGHT) is None


def test_the_hour_and_what_was_seen_are_no_facts():
    one = a_day()
    later = replace(
        one,
        day_start=60,
        start_place="clinic",
        items=tuple(replace(i, seen_start=7) for i in one.items),
    )
    assert facts_of(one) == facts_of(later)


def test_words_and_the_order_of_the_list_are_no_facts():
    one = a_day()
    told = replace(CALL, name="call to the pharmacy, 9 open", why="wrote 4 minutes ago", where_words="there")
    assert facts_of(one) == facts_of(replace(one, items=(NOTE, told, CLINIC)))


@given(st.sampled_from(["minutes", "not_today_cost", "early_minutes"]), st.integers(200, 300))
def test_every_change_of_an_item_is_a_fact(name, value):
    one = a_day()
    other = replace(one, items=(replace(CLINIC, **{name: value}), CALL, NOTE))
    assert facts_of(one) != facts_of(other)


def test_drives_and_weights_are_facts():
    one = a_day()
    assert facts_of(one) != facts_of(replace(one, travel=travel(25)))
    assert facts_of(one) != facts_of(replace(one, weights=replace(one.weights, mile=3)))


def test_a_plan_is_overdue_when_one_should_be_on_the_road():
    problem = a_day(CLINIC)
    plan = constructive_plan(problem)
    leave = plan.legs[0].leave
    assert not is_overdue(problem, plan, leave + 5)
    assert is_overdue(problem, plan, leave + 6)
    on_the_road = replace(problem, start_place="clinic")
    assert not is_overdue(on_the_road, plan, leave + 6)


def test_a_plan_is_overdue_when_something_should_be_done_and_is_still_open():
    problem = a_day(CALL)
    plan = constructive_plan(problem)
    end = plan.placed[0].end
    assert not is_overdue(problem, plan, end + 10)
    assert is_overdue(problem, plan, end + 11)
    assert not is_overdue(replace(problem, items=(NOTE,)), plan, end + 11)


def test_a_stop_under_way_is_not_overdue_but_one_where_one_should_be_is():
    problem = a_day(replace(CLINIC, at=None), start_place="clinic", end_place=None)
    plan = constructive_plan(problem)
    start = plan.placed[0].start
    assert is_overdue(problem, plan, start + 11)
    under_way = replace(problem, items=(replace(CLINIC, started_at=start),))
    assert not is_overdue(under_way, plan, start + 11)


def test_what_is_done_leaves_the_rest_where_it_was():
    problem = a_day()
    plan = constructive_plan(problem)
    now = next(one.end for one in plan.placed if one.key == "call")
    rest = replace(problem, items=(CLINIC, NOTE), day_start=min(now, 15))
    carried = carried_over(rest, plan, min(now, 15))
    assert carried is not None
    starts = {one.key: one.start for one in plan.placed}
    assert {one.key: one.start for one in carried.placed} == {k: starts[k] for k in ("clinic", "note")}


def test_something_new_is_not_carried_over():
    problem = a_day(CLINIC)
    plan = constructive_plan(problem)
    assert carried_over(a_day(), plan, 0) is None


def test_what_breaks_a_rule_by_now_is_not_carried_over():
    problem = a_day()
    plan = constructive_plan(problem)
    assert carried_over(replace(problem, day_start=100), plan, 100) is None


def test_a_stop_that_was_called_off_takes_its_drives_along():
    problem = a_day()
    plan = constructive_plan(problem)
    assert carried_over(replace(problem, items=(CALL, NOTE)), plan, 0) is None


def test_at_a_stop_under_way_the_drive_to_it_is_over():
    problem = a_day(CLINIC)
    plan = constructive_plan(problem)
    there = replace(problem, items=(replace(CLINIC, started_at=120),), start_place="clinic", day_start=130)
    carried = carried_over(there, plan, 130)
    assert carried is not None
    assert [leg.destination for leg in carried.legs] == ["home"]
    assert objections_to(there, carried) == ()


def test_on_the_road_home_the_drive_is_over_for_the_plan():
    problem = a_day(CLINIC, CALL)
    plan = constructive_plan(problem)
    home = plan.legs[-1]
    late_call = replace(CALL, windows=(Window(home.arrive, 500),))
    known = constructive_plan(replace(problem, items=(CLINIC, late_call)))
    at_home = replace(problem, items=(late_call,), start_place="home", day_start=known.legs[-1].arrive)
    carried = carried_over(at_home, known, known.legs[-1].leave + 1)
    assert carried is not None and carried.legs == ()


def test_each_item_knows_where_it_was_seen():
    problem = a_day()
    kept = kept_of(problem, constructive_plan(problem))
    seen = {item.key: item.seen_start for item in with_seen(problem, kept).items}
    assert seen == {one.key: one.start for one in kept.solution.placed}
    assert all(item.seen_start is None for item in with_seen(with_seen(problem, kept), None).items)


def test_what_was_called_off_is_told_and_what_is_done_is_not():
    problem = a_day()
    seen = kept_of(problem, constructive_plan(problem))
    rest = replace(problem, items=(NOTE,))
    plan = constructive_plan(rest)
    told = changes_between(seen, rest, plan, frozenset({"clinic"}))
    assert "Clinic is off" in told[0] and "pharmacy" not in told[0]


def test_nothing_is_told_where_nothing_changed():
    problem = a_day()
    plan = constructive_plan(problem)
    assert changes_between(kept_of(problem, plan), problem, plan) == ()
