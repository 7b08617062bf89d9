"""What open work costs in a plan, by its weight in the list of loose ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.dayplan.rules.problem import ANYWHERE, Kind, Spot, Tool, Window
from caseday.dayplan.rules.working import (
    WorkFacts,
    before_due,
    break_item,
    call_minutes,
    note_after,
    rank_of,
    still_due,
    work_item,
)


def work(**fields):
    usual = {"key": "w", "kind": Kind.CALL, "name": "call", "minutes": 10, "weight": 500.0}
    return WorkFacts(**usual | fields)


@given(st.floats(0, 1600), st.floats(0, 1600))
def test_what_weighs_more_never_costs_less(one, other):
    low, high = sorted((one, other))
    assert rank_of(low).cost <= rank_of(high).cost
    assert rank_of(low).must_today <= rank_of(high).must_today


def test_the_blocked_is_due_as_soon_as_it_is_known_and_asks_for_no_best_time():
    item = work_item(work(weight=1310, since=825, due=1000, preferred=(Window(900, 960),)))
    assert (item.due, item.must_today, item.preferred) == (835, True, ())


def test_what_has_no_hour_is_due_at_the_end_of_the_day():
    assert work_item(work(day_end=1020)).due == 1020
    assert work_item(work(day_end=1020, due=700)).due == 700


def test_what_must_happen_today_and_has_no_hour_comes_early() -> None:
    must = {"weight": 900, "since": 480, "day_end": 1020, "kind": Kind.TODO}
    item = work_item(work(**must))
    assert (item.due, item.goes_ahead) == (1020, True)
    for bound in ({"due": 700}, {"preferred": (Window(900, 960),)}, {"weight": 600}, {"weight": 1310},
                  {"kind": Kind.CALL}, {"before_leaving_for": ("s",)}):  # fmt: skip
        assert work_item(work(**must | bound)).goes_ahead is False, bound


def test_without_any_hour_waiting_costs_nothing():
    item = work_item(work())
    assert (item.due, item.late_cost) == (None, 0)


def test_what_is_pinned_to_the_list_is_worth_more():
    assert work_item(work(weight=300, is_pinned=True)).not_today_cost == 300
    assert work_item(work(weight=300)).not_today_cost == 8


def test_papers_need_a_desk_and_a_printer():
    item = work_item(work(kind=Kind.PAPERS, before_leaving_for=("s",)))
    assert item.tools == {Tool.DESK, Tool.PRINTER} and item.where == {Spot.DESK}
    assert item.before_leaving_for == ("s",)
    assert work_item(work()).where == ANYWHERE


@pytest.mark.parametrize(("things", "minutes"), [(1, 10), (2, 14), (9, 25)])
def test_a_call_about_several_things_takes_longer_but_not_for_ever(things, minutes):
    assert call_minutes(things) == minutes


def test_what_is_late_is_due_at_once():
    late, ahead, never = work_item(work(due=480)), work_item(work(due=900)), work_item(work())
    assert [item.due for item in still_due([late, ahead, never], 600)] == [610, 900, None]


def test_the_pressing_are_due_one_after_the_other():
    first, second = (
        work_item(work(weight=1510, since=480)),
        work_item(work(weight=1310, since=590, minutes=14)),
    )
    assert [item.due for item in still_due([first, second], 600)] == [610, 624]


def test_nobody_is_late_for_a_closed_door():
    closed = work_item(work(weight=1310, since=590, minutes=14, windows=(Window(480, 605), Window(660, 900))))
    never = work_item(work(weight=1310, since=590, windows=(Window(480, 605),)))
    assert [item.due for item in still_due([closed], 600)] == [674]
    assert [item.due for item in still_due([never], 600)] == [610]


def test_a_note_comes_behind_its_visit_while_it_is_fresh():
    stop = work_item(work(key="s", name="Spine clinic"))
    note = note_after(stop, later=[Window(1, 2)])
    assert (note.key, note.after, note.fresh_after) == ("note:s", ("s",), "s")
    assert note.stale_cost > 0 and note.later_windows == (Window(1, 2),)


def test_lunch_is_not_eaten_by_the_plan():
    lunch = break_item("lunch", "lunch", 30, Window(720, 810), must=True)
    short = break_item("break:1", "break", 10, Window(840, 900), must=False)
    assert lunch.must_today and not short.must_today
    assert lunch.not_today_cost > short.not_today_cost
    assert Spot.WAITING not in lunch.where


def test_later_hours_count_only_while_it_can_still_be_done_in_time():
    hours = (Window(1920, 2160), Window(2220, 2460))
    assert before_due(hours, None, 10) == hours
    assert before_due(hours, 2225, 10) == (Window(1920, 2160),)
    assert before_due(hours, 2230, 10) == (Window(1920, 2160), Window(2220, 2230))
    assert before_due(hours, 1925, 10) == ()
