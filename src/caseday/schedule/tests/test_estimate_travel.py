from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.schedule.rules import (
    KindOfDay,
    Stop,
    estimated_travel,
    great_circle_miles,
    kind_of_day,
    leave_times,
    traffic_of,
    travel_to_be_there,
)

HOME = (30.2672, -97.7431)
NORTH = (30.4005, -97.7431)
SOUTH = (30.1500, -97.8000)
TEN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
AUSTIN = ZoneInfo("America/Chicago")
MONDAY = datetime(2026, 11, 23, tzinfo=AUSTIN)
FAR = (30.9, -97.7431)

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


def at(hour, minute=0, days=0):
    return MONDAY + timedelta(days=days, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("hour", "name"), [(8, "morning rush"), (12, "weekday"), (17, "afternoon rush"), (21, "weekday")]
)
def test_rush_hours_have_a_name_and_weekends_have_none(hour, name):
    assert traffic_of(at(hour)) == name
    assert traffic_of(at(hour, days=5)) == "weekend"


def test_saturday_and_sunday_are_the_weekend():
    assert [kind_of_day(at(8, days=n)) for n in (4, 5, 6, 7)] == [
        KindOfDay.WEEKDAY, KindOfDay.WEEKEND, KindOfDay.WEEKEND, KindOfDay.WEEKDAY,
    ]  # fmt: skip


@pytest.mark.parametrize("when", [at(12), at(3), at(6, 30), at(19), at(17, days=5)])
def test_outside_rush_hours_the_hour_changes_nothing(when):
    assert estimated_travel(HOME, NORTH, when) == estimated_travel(HOME, NORTH)


def test_a_drive_takes_longer_in_the_rush_and_longest_in_the_afternoon():
    free, morning, evening = (estimated_travel(HOME, NORTH, at(hour)).minutes for hour in (12, 8, 17))
    assert free < morning < evening <= 1.4 * free + 1


def test_the_rush_grows_and_fades():
    grows = [estimated_travel(HOME, FAR, at(6, minute)).minutes for minute in (30, 45, 59)]
    fades = [estimated_travel(HOME, FAR, at(18, minute)).minutes for minute in (0, 30, 59)]
    assert grows == sorted(grows) and grows[0] < grows[-1]
    assert fades == sorted(fades, reverse=True) and fades[0] > fades[-1]


def test_the_rush_slows_the_first_miles_alone():
    there, further = (FAR, (32.7767, -96.7970))
    added = [
        estimated_travel(HOME, end, at(17)).minutes - estimated_travel(HOME, end).minutes
        for end in (there, further)
    ]
    assert abs(added[0] - added[1]) <= 1


def test_a_slow_driver_takes_longer_behind_the_wheel_but_not_at_the_door():
    usual, slow = estimated_travel(HOME, FAR).minutes, estimated_travel(HOME, FAR, pace=1.5).minutes
    assert abs((slow - 4) - 1.5 * (usual - 4)) <= 2


@given(st.integers(0, 24 * 60 - 2), st.floats(0, 5), st.floats(0.7, 1.6))
def test_who_leaves_later_never_arrives_earlier(minute, degrees, pace):
    end = (HOME[0] + degrees, HOME[1])
    first, second = (estimated_travel(HOME, end, at(0, minute + n), pace=pace).minutes for n in (0, 1))
    assert second >= first - 1


@given(st.integers(0, 24 * 60), st.floats(0, 3))
def test_who_leaves_as_late_as_they_may_is_there_in_time_and_a_minute_later_is_not(minute, degrees):
    end, there_at = (HOME[0] + degrees, HOME[1]), at(24, minute)
    leave_at = there_at - timedelta(minutes=travel_to_be_there(HOME, end, there_at).minutes)
    later = leave_at + timedelta(minutes=1)
    assert leave_at + timedelta(minutes=estimated_travel(HOME, end, leave_at).minutes) <= there_at
    assert later + timedelta(minutes=estimated_travel(HOME, end, later).minutes) > there_at


def test_leave_by_is_earlier_in_the_rush_of_the_workers_own_zone():
    visit = stop(minutes_after=-90)  # 8:30 in Austin, 14:30 in UTC
    by_the_clock, free = (leave_times([visit], HOME, zone)[visit.id] for zone in (AUSTIN, UTC))
    assert by_the_clock.at < free.at == leave_times([visit], HOME)[visit.id].at
    entered = stop(minutes_after=-90, travel_minutes=24)
    assert leave_times([entered], HOME, AUSTIN)[entered.id].travel.minutes == 24
