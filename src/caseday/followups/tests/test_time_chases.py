"""When a chase is due first and next, in the working days of its jurisdiction, and what it says of itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.followups.rules import (
    Rhythm,
    attempt_words,
    first_due,
    held_words,
    next_due,
    result_words,
    rhythm_words,
    until_words,
    waits_in_a_circle,
)
from caseday.followups.rules.chases import working_day_on_or_before
from caseday.programs.rules import WorkCalendar

AUSTIN = ZoneInfo("America/Chicago")
TEXAS = WorkCalendar(zone=AUSTIN, subdivision="TX")
MON, TUE, WED, THU, FRI = (date(2026, 3, 2) + timedelta(days=n) for n in range(5))
NEXT_MON = MON + timedelta(days=7)
DAILY, WEEKLY = Rhythm("daily"), Rhythm("weekly")
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
rhythms = st.builds(
    Rhythm,
    cadence=st.sampled_from(["daily", "every_n", "weekly", "window"]),
    every_days=st.integers(1, 20),
    window_until=st.none() | days,
)
results = st.sampled_from(["reached", "left_word", "no_answer", "closed", "on_hold"])


@pytest.mark.parametrize(
    ("rhythm", "tried", "due"),
    [
        (DAILY, MON, TUE),
        (DAILY, FRI, NEXT_MON),
        (Rhythm("every_n", 3), WED, NEXT_MON),
        (WEEKLY, TUE, TUE + timedelta(days=7)),
        (WEEKLY, MON - timedelta(days=1), NEXT_MON),
        (Rhythm("window", window_until=FRI), MON, WED),
        (Rhythm("window", window_until=FRI), THU, FRI),
        (Rhythm("window", window_until=FRI + timedelta(days=1)), THU, FRI),
        (Rhythm("window", window_until=FRI), FRI, NEXT_MON),
        (Rhythm("weekly", window_until=FRI), MON, FRI),
    ],
)
def test_after_somebody_was_reached_it_is_due_by_its_rhythm(rhythm: Rhythm, tried: date, due: date) -> None:
    assert next_due(rhythm, tried, "reached", TEXAS, today=tried, due_on=tried) == due


def test_a_holiday_is_no_day_to_try() -> None:
    thanksgiving_eve = date(2026, 11, 25)
    due = next_due(DAILY, thanksgiving_eve, "left_word", TEXAS, today=thanksgiving_eve, due_on=None)
    # The Texas calendar keeps the Friday after Thanksgiving as well.
    assert due == date(2026, 11, 30)


@pytest.mark.parametrize("result", ["no_answer", "closed", "on_hold"])
def test_who_was_not_got_through_to_is_tried_on_the_next_working_day(result: str) -> None:
    assert next_due(WEEKLY, MON, result, TEXAS, today=MON, due_on=MON) == TUE


def test_a_day_set_further_ahead_stays() -> None:
    assert next_due(DAILY, MON, "reached", TEXAS, today=MON, due_on=FRI) == FRI
    assert next_due(DAILY, MON, "reached", TEXAS, today=MON, due_on=FRI + timedelta(days=1)) == NEXT_MON


def test_a_try_written_down_late_moves_nothing_into_the_past() -> None:
    assert next_due(DAILY, MON, "reached", TEXAS, today=FRI, due_on=MON) == FRI


def test_a_plain_to_do_keeps_its_day() -> None:
    assert next_due(Rhythm(), MON, "no_answer", TEXAS, today=MON, due_on=MON) == MON


@pytest.mark.parametrize(
    ("rhythm", "window_from", "due"),
    [
        (DAILY, None, TUE),
        (Rhythm("window", window_until=MON + timedelta(days=14)), NEXT_MON, NEXT_MON),
        (
            Rhythm("window", window_until=MON + timedelta(days=14)),
            FRI + timedelta(days=1),
            NEXT_MON,
        ),
        (Rhythm("window", window_until=WED), FRI, WED),
        (Rhythm("window", window_until=MON), None, TUE),
    ],
)
def test_it_is_first_due_when_its_window_begins_or_after_one_step(
    rhythm: Rhythm, window_from: date | None, due: date
) -> None:
    assert first_due(rhythm, MON, TEXAS, window_from) == due


@given(rhythms, days, results, st.none() | days, st.integers(0, 20))
def test_the_next_try_is_a_later_working_day_and_never_in_the_past(
    rhythm: Rhythm, tried: date, result: str, due_on: date | None, written_after: int
) -> None:
    today = tried + timedelta(days=written_after)
    due = next_due(rhythm, tried, result, TEXAS, today=today, due_on=due_on)
    assert due is not None
    assert due > tried
    assert due >= today
    assert TEXAS.is_working_day(due)


@given(rhythms, days, results, st.none() | days)
def test_a_window_is_not_passed_while_a_working_day_is_left_in_it(
    rhythm: Rhythm, tried: date, result: str, due_on: date | None
) -> None:
    due = next_due(rhythm, tried, result, TEXAS, today=tried, due_on=due_on)
    last = working_day_on_or_before(rhythm.window_until or date.max, TEXAS) if rhythm.window_until else None
    assert due is not None
    if last and last > tried:
        assert due <= last
    elif last:
        assert all(not TEXAS.is_working_day(tried + timedelta(days=n)) for n in range(1, (due - tried).days))


@given(rhythms, days, st.none() | days)
def test_the_first_try_is_after_the_promise_on_a_working_day(
    rhythm: Rhythm, promised: date, begins: date | None
) -> None:
    due = first_due(rhythm, promised, TEXAS, begins)
    assert TEXAS.is_working_day(due)
    assert due > promised or (rhythm.window_until is None and begins is not None)


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (Rhythm(), ""),
        (DAILY, "every working day"),
        (Rhythm("every_n", 1), "every working day"),
        (Rhythm("every_n", 3), "every 3 working days"),
        (WEEKLY, "weekly"),
        (Rhythm("window", window_until=FRI), "to Fri, Mar 6"),
        (Rhythm("daily", window_until=FRI), "every working day to Fri, Mar 6"),
    ],
)
def test_a_rhythm_is_said_in_words(rhythm: Rhythm, words: str) -> None:
    assert rhythm_words(rhythm) == words


def test_a_window_is_over_after_its_last_day() -> None:
    assert not Rhythm("window", window_until=FRI).is_over(FRI)
    assert Rhythm("window", window_until=FRI).is_over(FRI + timedelta(days=1))
    assert not DAILY.is_over(FRI)


def test_tries_are_told_with_the_last_one() -> None:
    at, now = datetime(2026, 3, 3, 20, 10, tzinfo=UTC), datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
    assert attempt_words(3, "left_word", None, at, now, AUSTIN) == "attempt 3, last: left word Tue 14:10"
    later = now + timedelta(days=7)
    assert attempt_words(1, "on_hold", 12, at, later, AUSTIN) == "attempt 1, last: on hold 12 min Mar 3 14:10"
    assert attempt_words(2, "", None, at, now, AUSTIN) == "attempt 2, last Tue 14:10"
    assert attempt_words(0, "", None, None, now, AUSTIN) == ""
    assert result_words("on_hold") == "on hold"
    assert result_words("closed", 5) == "closed"


def test_an_until_says_what_ends_the_chase_and_what_ended_it() -> None:
    at = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
    assert until_words("document", "visit report") == "until the visit report is here"
    assert until_words("step", "picked up") == "until it is verified: picked up"
    assert until_words("new_date") == "until there is a new date"
    assert until_words("new_date", "Surgery") == "until there is a new date for Surgery"
    assert until_words("read_back", "claim number") == "until they read the claim number back right"
    assert until_words("") == ""
    assert held_words("document", "visit report", at, AUSTIN) == "By itself: visit report received Nov 3"
    assert held_words("new_date", "", at, AUSTIN) == "By itself: new date known Nov 3"


def test_waiting_in_a_circle_is_seen() -> None:
    assert waits_in_a_circle("a", {"b": "c", "c": "a"}, "b")
    assert waits_in_a_circle("a", {}, "a")
    assert not waits_in_a_circle("a", {"b": "c", "c": None}, "b")
    assert not waits_in_a_circle("a", {"b": "c", "c": "b"}, "b")
