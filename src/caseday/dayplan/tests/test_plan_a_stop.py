"""An appointment becomes an item: ahead, at the door, overrun, or with hours to choose from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.dayplan.rules.problem import Kind, Wait, Window
from caseday.dayplan.rules.stopping import StopFacts, is_presumed_over, is_presumed_there, stop_item


def stop(**fields):
    usual = {"key": "s", "name": "Spine clinic", "start": 600, "end": 660, "place": "clinic", "early": 10}
    return StopFacts(**usual | fields)


def test_ahead_it_stands_at_its_hour_and_may_begin_late_rather_than_not_at_all():
    item = stop_item(stop(parking=5), 500)
    assert (item.kind, item.at, item.minutes, item.early_minutes) == (Kind.STOP, 600, 60, 10)
    assert item.must_today and item.may_start_late == 30 and item.parking_minutes == 5


def test_the_planned_time_holds_the_usual_wait():
    item = stop_item(stop(wait=Wait(10, 20)), 500)
    assert (item.wait, item.minutes, item.length) == (Wait(10, 20), 40, 60)


def test_where_waits_are_long_half_of_the_time_is_left_for_the_visit():
    item = stop_item(stop(wait=Wait(30, 50)), 500)
    assert (item.minutes, item.length) == (30, 80)


def test_a_call_at_a_set_time_has_no_place():
    item = stop_item(stop(place=None, early=0), 500)
    assert (item.kind, item.at, item.may_start_late) == (Kind.CALL, 600, 10)


def test_a_visit_within_hours_is_put_where_it_suits():
    facts = stop(window=Window(780, 1020), preferred=(Window(900, 960),))
    item = stop_item(facts, 500)
    assert (item.kind, item.at, item.windows) == (Kind.VISIT, None, (Window(780, 1020),))
    assert item.preferred == (Window(900, 960),)
    assert not is_presumed_there(facts, 610)
    assert not is_presumed_over(facts, 1000) and is_presumed_over(facts, 1020)


def test_who_taps_nothing_is_presumed_there_until_its_end():
    facts = stop(wait=Wait(10, 20))
    assert is_presumed_there(facts, 600) and not is_presumed_there(facts, 599)
    assert is_presumed_over(facts, 660) and not is_presumed_over(facts, 659)
    item = stop_item(facts, 630)
    assert (item.started_at, item.length, item.early_minutes) == (600, 60, 0)


def test_who_has_set_off_is_on_the_road_even_past_the_hour():
    facts = stop(has_set_off=True)
    assert not is_presumed_there(facts, 605) and not is_presumed_over(facts, 700)
    assert stop_item(facts, 605).started_at is None


def test_under_way_it_ends_as_planned():
    item = stop_item(stop(arrived=590, called_in=610), 620)
    assert (item.started_at, item.started_at + item.length, item.wait.p80) == (590, 660, 0)


@pytest.mark.parametrize(("now", "end"), [(660, 675), (674, 675), (675, 690), (700, 705)])
def test_overrun_it_takes_a_quarter_of_an_hour_more_at_a_time(now, end):
    item = stop_item(stop(arrived=590, called_in=610), now)
    assert item.started_at + item.length == end


def test_who_waits_at_the_door_can_use_the_wait():
    item = stop_item(stop(arrived=590, wait=Wait(15, 20)), 605)
    assert (item.started_at, item.wait.p80, item.wait.median) == (590, 30, 25)
    assert item.started_at + item.length == 660


def test_a_wait_that_lasts_is_expected_to_go_on_for_a_quarter_of_an_hour():
    item = stop_item(stop(arrived=600, wait=Wait(10, 20)), 625)
    assert item.wait.p80 == 35
    assert item.started_at + item.length == 675


@given(st.integers(560, 640), st.integers(0, 200), st.integers(0, 60), st.integers(0, 60))
def test_what_is_under_way_never_ends_in_the_past(arrived, later, median, more):
    now = arrived + later
    item = stop_item(stop(arrived=arrived, wait=Wait(median, median + more)), now)
    assert item.started_at == arrived
    assert arrived + item.length > now
    assert 0 <= item.wait.median <= item.wait.p80
