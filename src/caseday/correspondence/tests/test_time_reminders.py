"""When an appointment is asked about and reminded of, on the clock of its place."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from caseday.correspondence.queries.reminders import working_day_before
from caseday.correspondence.rules.reminders import Kind, due, planned
from caseday.correspondence.rules.shipped_words import reminder_times

CHICAGO = ZoneInfo("America/Chicago")
TIMES = reminder_times()


def plan_of(starts_at: datetime) -> dict[str, str]:
    plan = planned(starts_at, CHICAGO, TIMES, working_day_before)
    return {one.kind: f"{one.at.astimezone(CHICAGO):%a %H:%M}" for one in plan}


def test_an_early_one_is_reminded_of_the_evening_before() -> None:
    tuesday_8 = datetime(2026, 3, 3, 8, tzinfo=CHICAGO)
    assert plan_of(tuesday_8) == {"confirm": "Mon 10:00", "evening": "Mon 18:00"}


def test_a_later_one_that_morning_and_asked_about_the_working_day_before() -> None:
    monday_14 = datetime(2026, 3, 9, 14, tzinfo=CHICAGO)
    assert plan_of(monday_14) == {"confirm": "Fri 10:00", "morning": "Mon 12:00"}
    assert plan_of(datetime(2026, 3, 4, 9, 30, tzinfo=CHICAGO))["morning"] == "Wed 07:30"


def test_what_is_confirmed_late_or_begun_is_left_out() -> None:
    starts = datetime(2026, 3, 3, 14, tzinfo=CHICAGO)
    plan = planned(starts, CHICAGO, TIMES, working_day_before)

    def now(day: int, hour: int, minute: int = 0, *, is_confirmed: bool = False) -> list[Kind]:
        at = datetime(2026, 3, day, hour, minute, tzinfo=CHICAGO)
        return list(due(plan, starts_at=starts, now=at, is_confirmed=is_confirmed, times=TIMES))

    assert now(2, 9, 59) == [] and now(2, 10) == [Kind.CONFIRM] and now(2, 13) == [Kind.CONFIRM]
    assert now(2, 13, 1) == [] and now(2, 10, is_confirmed=True) == []
    assert now(3, 12) == [Kind.MORNING] == now(3, 12, is_confirmed=True)
    assert now(3, 14) == []


def test_the_working_day_before_skips_weekends_and_holidays() -> None:
    assert working_day_before(date(2026, 3, 9)) == date(2026, 3, 6)
    assert working_day_before(date(2026, 3, 8)) == date(2026, 3, 6)
    assert working_day_before(date(2026, 11, 27)) == date(2026, 11, 25)


@given(st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2028, 12, 31)))
def test_every_moment_lies_before_the_appointment_through_clock_changes(naive: datetime) -> None:
    starts = naive.replace(tzinfo=UTC)
    for one in planned(starts, CHICAGO, TIMES, working_day_before):
        assert one.at < starts + timedelta(hours=1)
        assert one.at > starts - timedelta(days=8)
