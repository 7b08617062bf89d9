"""When something is due: weekends, holidays, clock changes, leap days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.programs import queries
from caseday.programs.rules import WorkCalendar, due_at, working_days_between

AUSTIN = ZoneInfo("America/Chicago")
FEDERAL = WorkCalendar(zone=AUSTIN)
PLAIN = WorkCalendar(zone=AUSTIN, has_holidays=False)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
calendars = st.builds(
    WorkCalendar,
    zone=st.sampled_from(
        [AUSTIN, ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Phoenix"), ZoneInfo("UTC")]
    ),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    opens=st.sampled_from([time(0), time(1, 30), time(8)]),
    closes=st.sampled_from([time(12), time(17), time(23, 59)]),
    subdivision=st.sampled_from(["", "TX", "TN", "CA"]),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AUSTIN)


@pytest.mark.parametrize(
    ("start", "within", "unit", "due"),
    [
        ("2026-03-02 15:45", 1, "working_days", "2026-03-03 17:00"),
        ("2026-03-06 15:45", 1, "working_days", "2026-03-09 17:00"),  # over a weekend and the clock change
        ("2026-11-25 09:00", 1, "working_days", "2026-11-27 17:00"),  # over Thanksgiving
        ("2026-07-02 09:00", 1, "working_days", "2026-07-06 17:00"),  # Independence Day, kept on Friday
        ("2028-02-28 09:00", 1, "working_days", "2028-02-29 17:00"),  # leap day
        ("2026-03-02 15:45", 4, "working_hours", "2026-03-03 10:45"),
        ("2026-03-02 06:00", 4, "working_hours", "2026-03-02 12:00"),
        ("2026-03-02 13:00", 4, "working_hours", "2026-03-02 17:00"),
        ("2026-03-02 19:00", 1, "working_hours", "2026-03-03 09:00"),
        ("2026-03-07 11:00", 1, "working_hours", "2026-03-09 09:00"),
        ("2026-03-07 20:00", 14, "days", "2026-03-21 17:00"),
        ("2028-02-15 20:00", 14, "days", "2028-02-29 17:00"),
    ],
)
def test_it_is_due(start, within, unit, due):
    assert due_at(at(start), within, unit, FEDERAL) == at(due)


def test_hours_are_elapsed_hours_over_a_clock_change():
    assert due_at(at("2026-03-07 20:00"), 24, "hours", FEDERAL) == at("2026-03-08 21:00")


def test_working_hours_over_a_clock_change_inside_the_working_day_are_elapsed_hours():
    always = WorkCalendar(zone=AUSTIN, weekdays=frozenset(range(7)), opens=time(0), closes=time(12))
    assert due_at(at("2026-03-08 00:30"), 3, "working_hours", always) == at("2026-03-08 04:30")
    assert due_at(at("2026-11-01 00:30"), 3, "working_hours", always) == at("2026-11-01 02:30")


def test_the_shipped_pack_works_on_the_days_that_businesses_in_texas_work():
    calendar = queries.get_pack("workers_compensation", on=date(2026, 1, 1)).calendar(
        zone=AUSTIN, jurisdiction="TX"
    )
    assert calendar.is_working_day(date(2026, 3, 2))
    assert calendar.holiday_on(date(2026, 1, 19)) == "Martin Luther King Jr. Day"
    assert not calendar.is_working_day(date(2026, 6, 19))


def test_a_state_holiday_counts_where_the_calendar_does_not_set_it_aside():
    assert (
        WorkCalendar(zone=AUSTIN, subdivision="TX").holiday_on(date(2026, 3, 2)) == "Texas Independence Day"
    )
    assert WorkCalendar(zone=AUSTIN, subdivision="not a state").is_working_day(date(2026, 3, 2))


@given(moments, st.integers(1, 30), calendars)
def test_working_days_end_on_a_working_day_later_than_they_began(start, days, calendar):
    due = due_at(start, days, "working_days", calendar)
    assert due > start
    assert calendar.is_working_day(due.astimezone(calendar.zone).date())
    first, last = start.astimezone(calendar.zone).date(), due.astimezone(calendar.zone).date()
    assert working_days_between(first, last, calendar) == days
    assert working_days_between(last, first, calendar) == -days


@given(moments, st.integers(1, 60), calendars)
def test_working_hours_end_while_the_office_is_open(start, hours, calendar):
    due = due_at(start, hours, "working_hours", calendar)
    day = due.astimezone(calendar.zone).date()
    assert calendar.is_working_day(day)
    assert calendar.opening(day) <= due <= calendar.closing(day)
    assert due >= start + timedelta(hours=hours)


@given(moments, st.integers(1, 20), st.sampled_from(["working_hours", "working_days", "hours", "days"]))
def test_more_time_is_never_due_earlier(start, within, unit):
    assert due_at(start, within, unit, FEDERAL) <= due_at(start, within + 1, unit, FEDERAL)


@given(moments, st.integers(1, 20), st.sampled_from(["working_hours", "working_days"]))
def test_holidays_never_make_it_due_earlier(start, within, unit):
    assert due_at(start, within, unit, FEDERAL) >= due_at(start, within, unit, PLAIN)


@pytest.mark.parametrize("unit", ["working_hours", "working_days"])
def test_a_calendar_without_working_days_is_an_error_and_no_endless_search(unit):
    never = WorkCalendar(zone=AUSTIN, weekdays=frozenset())
    with pytest.raises(ValueError, match="no working days"):
        due_at(at("2026-03-02 08:00"), 1, unit, never)
