"""When a text may go, on the receiver's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.correspondence.rules.quiet_hours import Ear, may_go_at
from caseday.correspondence.rules.shipped_words import quiet_hours
from caseday.correspondence.rules.tries import WAITS, wait_after

HOURS = quiet_hours()
AUSTIN, HONOLULU = ZoneInfo("America/Chicago"), ZoneInfo("Pacific/Honolulu")


def austin(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute, tzinfo=AUSTIN)


@pytest.mark.parametrize(
    "at, expected",
    [
        (austin(8), austin(8)), (austin(20, 59), austin(20, 59)), (austin(21), austin(8, day=3)),
        (austin(23), austin(8, day=3)), (austin(7, 59), austin(8)), (austin(0), austin(8)),
    ],
)  # fmt: skip
def test_a_text_waits_for_the_morning(at, expected):
    assert may_go_at(at, [Ear(AUSTIN)], HOURS) == expected


def test_the_receivers_clock_counts():
    assert may_go_at(austin(8), [Ear(HONOLULU)], HOURS) == datetime(2026, 3, 2, 8, tzinfo=HONOLULU)


def test_whoever_wrote_within_the_hour_is_answered_at_night():
    at = austin(22)
    assert may_go_at(at, [Ear(AUSTIN, at - timedelta(minutes=60))], HOURS) == at
    assert may_go_at(at, [Ear(AUSTIN, at - timedelta(minutes=61))], HOURS) > at
    assert may_go_at(at, [Ear(AUSTIN, at + timedelta(minutes=1))], HOURS) > at


def test_nobody_to_wake_means_at_once():
    assert may_go_at(austin(3), [], HOURS) == austin(3)


def test_zones_that_are_never_open_together_end_all_the_same():
    ears = [Ear(AUSTIN), Ear(ZoneInfo("Asia/Tokyo")), Ear(ZoneInfo("Europe/Berlin"))]
    assert may_go_at(austin(12), ears, HOURS) >= austin(12)


@given(st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_it_is_never_earlier_and_never_in_the_quiet(at):
    found = may_go_at(at, [Ear(AUSTIN)], HOURS)
    assert found >= at and HOURS.opens <= found.astimezone(AUSTIN).time() < HOURS.closes


def test_tries_wait_longer_each_time_and_end():
    waits = [wait_after(tries) for tries in range(1, len(WAITS) + 2)]
    assert waits[:-1] == sorted(WAITS) and waits[-1] is None and wait_after(0) is None
