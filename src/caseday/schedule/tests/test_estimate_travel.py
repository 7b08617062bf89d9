from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from caseday.schedule.rules import Stop, estimated_travel, great_circle_miles, leave_times

HOME = (30.2672, -97.7431)
NORTH = (30.4005, -97.7431)
SOUTH = (30.1500, -97.8000)
TEN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def stop(minutes_after=0, point=NORTH, **fields):
    starts_at = TEN + timedelta(minutes=minutes_after)
    return Stop(
        id=uuid4(), starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), point=point, **fields
    )


def test_austin_to_san_antonio_is_about_what_drivers_say():
    travel = estimated_travel(HOME, (29.4241, -98.4936))
    assert 85 <= travel.miles <= 105
    assert 95 <= travel.minutes <= 140
    assert travel.is_estimate


def test_the_same_place_takes_no_time():
    assert estimated_travel(HOME, HOME).minutes == 0


@given(points, points)
def test_the_way_back_is_as_long_and_never_longer_than_half_the_globe(start, end):
    there, back = great_circle_miles(start, end), great_circle_miles(end, start)
    assert abs(there - back) < 0.001
    assert 0 <= there <= 12440


@given(st.floats(0.1, 5), st.floats(0.1, 5))
def test_a_longer_way_is_never_quicker(a, b):
    near, far = sorted([a, b])
    assert (
        estimated_travel(HOME, (HOME[0] + near, HOME[1])).minutes
        <= estimated_travel(HOME, (HOME[0] + far, HOME[1])).minutes
    )


def test_leave_by_counts_the_drive_from_home_and_the_early_arrival():
    visit = stop(travel_minutes=24, arrive_early_minutes=10)
    leave = leave_times([visit], HOME)[visit.id]
    assert leave.at == TEN - timedelta(minutes=34)
    assert leave.arrive_at == TEN - timedelta(minutes=10)
    assert leave.from_stop is None
    assert not leave.travel.is_estimate
    assert leave.travel.miles


def test_the_next_stop_is_reached_from_the_one_before():
    first, second = stop(), stop(minutes_after=120, point=SOUTH)
    leaves = leave_times([second, first], HOME)
    assert leaves[second.id].from_stop == first.id
    assert leaves[second.id].travel == estimated_travel(NORTH, SOUTH)


def test_a_call_is_no_place_to_start_from():
    call = stop(point=None, is_travelled_to=False)
    visit = stop(minutes_after=60)
    leaves = leave_times([call, visit], HOME)
    assert call.id not in leaves
    assert leaves[visit.id].from_stop is None


def test_nothing_is_claimed_where_a_place_is_not_on_the_map():
    unknown, after = stop(point=None), stop(minutes_after=60)
    assert leave_times([unknown, after], HOME) == {}
    assert leave_times([stop()], None) == {}


def test_a_time_entered_by_hand_is_taken_without_a_map():
    visit = stop(point=None, travel_minutes=15)
    assert leave_times([visit], None)[visit.id].travel.miles is None
