"""When a clock of a jurisdiction runs out: weekends, holidays, cut-off hours, clock changes, leap days, pauses."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.programs import queries
from caseday.programs.rules import Clock, Deadline, Pause, WorkCalendar, deadline, describe_clock

CENTRAL, PACIFIC = ZoneInfo("America/Chicago"), ZoneInfo("America/Los_Angeles")
TEXAS = queries.calendar_for("TX", CENTRAL)
CALIFORNIA = queries.calendar_for("CA", PACIFIC)
NEW_YORK = queries.calendar_for("NY", ZoneInfo("America/New_York"))
HOURS = {"counts_from": "same_day", "if_closed": "same"}
VALUES = {
    "slug": "a_clock",
    "word": "A clock",
    "jurisdiction": "TX",
    "starts": "asked",
    "starts_word": "the request arrived",
    "within": 3,
    "unit": "days",
    "who_must_act": "adjuster",
    "effective_from": date(2020, 1, 1),
    "verified": False,
    "citation": {"source": "to be checked: a rule"},
}
PAUSED = {"may_pause": True, "pause_reason": "Liability is disputed"}


def clock(**values) -> Clock:
    return Clock.model_validate(VALUES | values)


def at(text: str, zone: ZoneInfo = CENTRAL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def due(start: str, calendar: WorkCalendar = TEXAS, pauses=(), **values) -> datetime:
    found = deadline(clock(**values), at(start, calendar.zone), calendar, pauses)
    assert not found.is_paused
    return found.due_at.astimezone(calendar.zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-02 10:00", "2026-03-05 17:00"),  # Texas Independence Day is a working day of the rule
        ("2026-03-06 17:00", "2026-03-11 17:00"),  # on the stroke of the cut-off; a clock change on the way
        ("2026-03-06 17:01", "2026-03-12 17:00"),  # after it: arrived on Monday
        ("2026-03-07 09:00", "2026-03-12 17:00"),  # Saturday: arrived on Monday
        ("2026-10-30 16:59", "2026-11-04 17:00"),  # the clocks go back on Sunday
        ("2026-11-24 10:00", "2026-12-01 17:00"),  # Thanksgiving, and the Friday after it
        ("2026-12-23 10:00", "2026-12-30 17:00"),  # December 24, 25 and a weekend
        ("2026-07-01 10:00", "2026-07-06 17:00"),  # July 4 is a Saturday; the rule does not move it to Friday
        ("2028-02-25 10:00", "2028-03-01 17:00"),  # Monday 28, Tuesday 29 (leap day), Wednesday
        ("2027-02-25 10:00", "2027-03-02 17:00"),
        ("2025-12-31 18:00", "2026-01-07 17:00"),  # arrived on January 2, a Friday
    ],
)
def test_three_working_days_in_texas(start, expected):
    assert due(start, within=3, unit="working_days", cut_off=time(17)) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("start", "if_closed", "expected"),
    [
        ("2026-01-30 10:00", "next", "2026-03-02 17:00"),  # day 30 is Sunday, March 1
        ("2026-01-30 10:00", "previous", "2026-02-27 17:00"),
        ("2026-01-30 10:00", "same", "2026-03-01 17:00"),
        ("2028-01-30 10:00", "next", "2028-02-29 17:00"),
        (
            "2026-10-27 10:00",
            "next",
            "2026-11-30 17:00",
        ),  # day 30 is Thanksgiving; Friday is not worked either
        ("2026-10-27 10:00", "previous", "2026-11-25 17:00"),
        ("2026-11-25 10:00", "next", "2026-12-28 17:00"),  # December 25, then a weekend
    ],
)
def test_thirty_days_that_end_on_a_closed_day_in_texas(start, if_closed, expected):
    expected = datetime.fromisoformat(expected)
    assert due(start, within=30, if_closed=if_closed) == expected


@pytest.mark.parametrize(
    ("counts_from", "unit", "expected"),
    [
        ("same_day", "days", "2026-03-08 17:00"),
        ("next_day", "days", "2026-03-09 17:00"),
        ("next_working_day", "days", "2026-03-11 17:00"),
        ("same_day", "working_days", "2026-03-10 17:00"),
        ("next_day", "working_days", "2026-03-11 17:00"),
        ("next_working_day", "working_days", "2026-03-11 17:00"),
    ],
)
def test_day_one_of_three_after_a_friday(counts_from, unit, expected):
    found = due("2026-03-06 10:00", within=3, unit=unit, counts_from=counts_from)
    assert found == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-06 10:00", "2026-03-09 11:00"),  # the clocks go forward on March 8
        ("2026-10-30 10:00", "2026-11-02 09:00"),  # and back on November 1
        ("2028-02-28 10:00", "2028-03-02 10:00"),  # leap day
        ("2026-12-24 22:00", "2026-12-27 22:00"),  # nights, holidays and weekends count
    ],
)
def test_hours_run_through(start, expected):
    found = due(start, CALIFORNIA, within=72, unit="hours", **HOURS)
    assert found == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-06 16:01", "2026-03-09 12:00"),  # after the cut-off: Monday at opening
        ("2026-03-06 15:00", "2026-03-09 10:00"),
        ("2026-03-06 06:00", "2026-03-06 12:00"),  # before opening counts as opening
    ],
)
def test_working_hours_begin_when_it_counts_as_arrived(start, expected):
    found = due(start, within=4, unit="working_hours", cut_off=time(16), **HOURS)
    assert found == datetime.fromisoformat(expected)


def test_the_cut_off_is_an_hour_of_the_place():
    late = datetime(2026, 7, 7, 0, 31, tzinfo=UTC)  # Monday 17:31 in California
    values = {"within": 5, "unit": "working_days", "cut_off": time(17, 30)}
    found = deadline(clock(**values), late, CALIFORNIA).due_at
    assert found == at("2026-07-14 17:30", PACIFIC)
    assert deadline(clock(**values), late - timedelta(minutes=1), CALIFORNIA).due_at == found - timedelta(
        days=1
    )


def test_what_is_due_on_the_day_it_came_is_never_due_before_it_came():
    assert due("2026-03-06 18:00", within=1, counts_from="same_day") == datetime(2026, 3, 6, 18)
    assert due("2026-03-07 10:00", within=1, counts_from="same_day", if_closed="previous") == datetime(
        2026, 3, 7, 10
    )


def test_eight_business_days_over_election_day_in_new_york():
    found = deadline(
        queries.find_clock("review_confirmation", "NY", date(2026, 10, 28)), at("2026-10-28 12:00"), NEW_YORK
    )
    assert found == Deadline(datetime(2026, 11, 10, 22, tzinfo=UTC))  # 29, 30, 2, 4, 5, 6, 9, 10


def test_a_pause_in_days_counts_neither_the_day_it_began_nor_those_until_it_ended():
    pause = Pause(at("2026-03-04 09:00"), at("2026-03-06 12:00"))
    five = {"within": 5, "unit": "working_days"}
    assert due("2026-03-02 10:00", **five) == datetime(2026, 3, 9, 17)
    assert due("2026-03-02 10:00", pauses=[pause], **five, **PAUSED) == datetime(2026, 3, 11, 17)
    assert due("2026-03-02 10:00", pauses=[pause], **five) == datetime(2026, 3, 9, 17)  # it may not pause


def test_a_pause_within_one_day_takes_no_day():
    pause = Pause(at("2026-03-04 09:00"), at("2026-03-04 12:00"))
    assert due("2026-03-02 10:00", pauses=[pause], within=5, **PAUSED) == datetime(2026, 3, 7, 17)


def test_pauses_in_hours_are_taken_off_once_where_they_overlap():
    pauses = [
        Pause(at("2026-03-02 14:00"), at("2026-03-02 20:00")),
        Pause(at("2026-03-02 08:00"), at("2026-03-02 11:00")),  # begun before the clock: one hour counts
        Pause(at("2026-03-02 15:00"), at("2026-03-02 16:00")),
        Pause(at("2026-03-01 08:00"), at("2026-03-01 11:00")),
        Pause(at("2026-03-09 08:00"), at("2026-03-09 11:00")),
    ]
    day = {"within": 24, "unit": "hours"} | HOURS | PAUSED
    assert due("2026-03-02 10:00", pauses=pauses, **day) == datetime(2026, 3, 3, 17)


def test_a_pause_over_closing_takes_off_open_hours_alone():
    pause = Pause(at("2026-03-02 16:00"), at("2026-03-03 09:00"))
    four = {"within": 4, "unit": "working_hours"} | HOURS | PAUSED
    assert due("2026-03-02 14:00", pauses=[pause], **four) == datetime(2026, 3, 3, 11)


def test_a_whole_working_day_in_a_pause_is_left_out():
    pause = Pause(at("2026-03-02 06:00"), at("2026-03-02 20:00"))
    four = {"within": 4, "unit": "working_hours"} | HOURS | PAUSED
    assert due("2026-03-02 06:00", pauses=[pause], **four) == datetime(2026, 3, 3, 12)


def test_a_clock_stands_still_while_a_pause_is_open():
    started = at("2026-03-02 10:00")
    assert deadline(clock(**PAUSED), started, TEXAS, [Pause(at("2026-03-03 09:00"))]) == Deadline(None, True)
    over = deadline(clock(**PAUSED), started, TEXAS, [Pause(at("2026-03-06 09:00"))])
    assert over == Deadline(at("2026-03-05 17:00"))


def test_a_pause_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends before it begins"):
        Pause(at("2026-03-03 09:00"), at("2026-03-03 08:59"))


@pytest.mark.parametrize(
    "values",
    [
        {"unit": "working_days"},
        {"if_closed": "next"},
        {"unit": "working_hours"} | HOURS,
        {"cut_off": time(17)},
    ],
)
def test_a_calendar_without_working_days_is_an_error_and_no_endless_search(values):
    with pytest.raises(ValueError, match="no working days"):
        deadline(clock(**values), at("2026-03-02 08:00"), replace(TEXAS, weekdays=frozenset()))


def test_a_clock_says_what_it_asks_and_by_which_rule():
    network = queries.find_clock("review_concurrent", "TX", date(2026, 1, 1))
    assert describe_clock(network) == (
        "within 3 working days after review received the request (28 Tex. Admin. Code § 134.600 (i) (2))"
    )
    assert describe_clock(clock(within=1)) == "within 1 day after the request arrived (to be checked: a rule)"


starts = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))
calendars = st.builds(
    WorkCalendar,
    zone=st.sampled_from([CENTRAL, PACIFIC, ZoneInfo("America/New_York"), ZoneInfo("America/Phoenix")]),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    opens=st.sampled_from([time(0), time(1, 30), time(8)]),
    closes=st.sampled_from([time(12), time(17), time(23, 59)]),
    subdivision=st.sampled_from(["", "TX", "CA", "NY"]),
    has_holidays=st.booleans(),
)
shared = {"within": st.integers(1, 60), "cut_off": st.sampled_from([None, time(9), time(17), time(23, 59)])}
in_days = st.fixed_dictionaries(
    shared
    | {
        "unit": st.sampled_from(["days", "working_days"]),
        "counts_from": st.sampled_from(["same_day", "next_day", "next_working_day"]),
        "if_closed": st.sampled_from(["next", "previous", "same"]),
    }
)
in_hours = st.fixed_dictionaries(
    shared | {"unit": st.sampled_from(["hours", "working_hours"])} | {k: st.just(v) for k, v in HOURS.items()}
)
clocks = st.one_of(in_days, in_hours).map(lambda values: clock(**values, **PAUSED))
pauses = st.lists(
    st.builds(
        lambda start, hours: Pause(start, start + timedelta(hours=hours)), starts, st.integers(0, 24 * 40)
    ),
    max_size=3,
)


@given(clocks, starts, calendars, pauses)
def test_a_deadline_is_never_before_its_start(one, start, calendar, pauses):
    assert deadline(one, start, calendar, pauses).due_at >= start


@given(clocks, starts, calendars)
def test_a_deadline_that_moves_on_falls_on_a_working_day(one, start, calendar):
    found = deadline(one, start, calendar).due_at.astimezone(calendar.zone)
    if one.if_closed == "next" or one.unit.startswith("working"):
        assert calendar.is_working_day(found.date())
    if not one.is_in_hours and found > start:
        assert found.time() == calendar.closes


@given(clocks, starts, st.timedeltas(timedelta(0), timedelta(days=10)), calendars, pauses)
def test_what_starts_later_is_never_due_earlier(one, start, later, calendar, pauses):
    first = deadline(one, start, calendar, pauses).due_at
    assert deadline(one, start + later, calendar, pauses).due_at >= first


@given(clocks, starts, calendars, pauses, pauses)
def test_pausing_never_shortens(one, start, calendar, pauses, more):
    paused = deadline(one, start, calendar, [*pauses, *more]).due_at
    assert paused >= deadline(one, start, calendar, pauses).due_at


@given(clocks, starts, calendars, starts)
def test_an_open_pause_stops_exactly_what_was_not_due_yet(one, start, calendar, since):
    found = deadline(one, start, calendar, [Pause(since)])
    without = deadline(one, start, calendar)
    assert found == (Deadline(None, True) if since < without.due_at else without)


@given(clocks, starts, calendars)
def test_holidays_never_make_a_deadline_earlier(one, start, calendar):
    if one.if_closed != "previous":
        plain = deadline(one, start, replace(calendar, has_holidays=False)).due_at
        assert deadline(one, start, replace(calendar, has_holidays=True)).due_at >= plain


@given(clocks, starts, calendars)
def test_more_time_is_never_due_earlier(one, start, calendar):
    more = one.model_copy(update={"within": one.within + 1})
    assert deadline(more, start, calendar).due_at >= deadline(one, start, calendar).due_at


@given(starts, st.integers(1, 200))
def test_hours_are_elapsed_hours(start, hours):
    one = clock(within=hours, unit="hours", **HOURS)
    assert deadline(one, start, TEXAS).due_at - start == timedelta(hours=hours)
