"""Minutes of a day as they pass, on days on which the clocks change as well."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.dayplan.rules.daytime import DayTime, daily, less
from caseday.dayplan.rules.problem import Window

AUSTIN = ZoneInfo("America/Chicago")
SPRING, FALL = date(2026, 3, 8), date(2026, 11, 1)
windows = st.builds(lambda a, b: Window(min(a, b), max(a, b) + 1), st.integers(0, 200), st.integers(0, 200))


@pytest.mark.parametrize(
    ("day", "eight", "length"), [(date(2026, 3, 2), 480, 1440), (SPRING, 420, 1380), (FALL, 540, 1500)]
)
def test_eight_in_the_morning_is_as_many_minutes_away_as_pass(day, eight, length):
    clock = DayTime(day, AUSTIN)
    assert clock.at(time(8)) == eight
    assert clock.length == length
    assert clock.midnight.astimezone(UTC) + timedelta(minutes=eight) == datetime.combine(day, time(8), AUSTIN)


def test_a_time_that_the_spring_skips_is_when_the_clocks_jump():
    clock = DayTime(SPRING, AUSTIN)
    assert clock.at(time(2, 30)) == 150
    assert clock.at(time(3, 30)) == 150


def test_moments_of_another_zone_are_the_same_minutes():
    clock = DayTime(date(2026, 3, 2), AUSTIN)
    eastern = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("America/New_York"))
    assert clock.minute(eastern) == 480
    assert clock.window(eastern, eastern + timedelta(hours=1)) == Window(480, 540)


def test_a_begun_minute_does_not_count():
    clock = DayTime(date(2026, 3, 2), AUSTIN)
    assert clock.minute(clock.midnight + timedelta(minutes=5, seconds=59)) == 5


def test_the_next_day_goes_on_counting():
    clock = DayTime(date(2026, 3, 2), AUSTIN)
    assert clock.between(time(8), time(9), date(2026, 3, 3)) == Window(1920, 1980)


def test_hours_across_midnight_end_on_the_next_day():
    (start, end), second = daily(time(22), time(6), date(2026, 3, 2), 2, AUSTIN)
    assert (start.date(), end.date()) == (date(2026, 3, 2), date(2026, 3, 3))
    assert second[0] == end.replace(hour=22)


@given(st.lists(windows, max_size=4), st.lists(windows, max_size=4))
def test_what_is_left_is_what_was_there_and_is_not_taken(all_of_them, taken):
    left = less(all_of_them, taken)
    minutes = {n for w in all_of_them for n in range(w.start, w.end)}
    busy = {n for w in taken for n in range(w.start, w.end)}
    assert {n for w in left for n in range(w.start, w.end)} == minutes - busy
    assert all(w.start < w.end for w in left)
