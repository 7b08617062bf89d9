"""In: how often a chase is taken up, who was tried and when. Out: when it is due next, and its words."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words
from caseday.programs.rules import FollowUpPractice, WorkCalendar

ONCE, DAILY, EVERY_N, WEEKLY, WINDOW = "", "daily", "every_n", "weekly", "window"
CADENCES = (ONCE, DAILY, EVERY_N, WEEKLY, WINDOW)
REACHED, LEFT_WORD, NO_ANSWER, CLOSED, ON_HOLD = "reached", "left_word", "no_answer", "closed", "on_hold"
MOST_DAYS_APART = 60
"""Working days between two tries; longer than that is no chase."""
_DAY = timedelta(days=1)
_GOT_THROUGH = frozenset({REACHED, LEFT_WORD})
_RESULT_WORDS = {
    REACHED: "reached",
    LEFT_WORD: "left word",
    NO_ANSWER: "no answer",
    CLOSED: "closed",
    ON_HOLD: "on hold",
}


@dataclass(frozen=True)
class Rhythm:
    """How often; `window_until` is the last day of a window, or of any other rhythm that has one.

    `window_every` working days lie between two tries within a window; as usual, where no program says otherwise.
    """

    cadence: str = ONCE
    every_days: int = 1
    window_until: date | None = None
    window_every: int = FollowUpPractice().window_every.count

    @property
    def is_once(self) -> bool:
        return self.cadence == ONCE

    def is_over(self, today: date) -> bool:
        """The window has passed and nothing came: late, and taken up every working day from then on."""
        return self.window_until is not None and today > self.window_until


def working_day_on_or_after(on: date, calendar: WorkCalendar) -> date:
    return next(calendar.working_days_from(on), on)


def working_day_on_or_before(on: date, calendar: WorkCalendar) -> date:
    """A calendar without working days within a month gives the day itself."""
    days = (on - timedelta(days=back) for back in range(31))
    return next((day for day in days if calendar.is_working_day(day)), on)


def nth_working_day_after(on: date, count: int, calendar: WorkCalendar) -> date:
    days = islice(calendar.working_days_from(on + _DAY), count - 1, None)
    return next(days, on + timedelta(days=count))


def first_due(
    rhythm: Rhythm, promised_on: date, calendar: WorkCalendar, window_from: date | None = None
) -> date:
    """A window begins on its first day; anything else is first due as after a try on the day of the promise."""
    if window_from is None:
        return _capped(rhythm, _stepped(rhythm, promised_on, calendar), promised_on, calendar)
    return _capped(rhythm, working_day_on_or_after(window_from, calendar), promised_on, calendar)


def next_due(
    rhythm: Rhythm, tried_on: date, result: str, calendar: WorkCalendar, *, today: date, due_on: date | None
) -> date | None:
    """After a try, always a later working day, and never one before `today`.

    Who was not got through to is tried again on the next working day, however long the rhythm. A day set further
    ahead stays. Within a window the last day is not passed while a working day is left in it. A plain to-do
    keeps its day.
    """
    if rhythm.is_once:
        return due_on
    got_through = result in _GOT_THROUGH
    wanted = (
        _stepped(rhythm, tried_on, calendar) if got_through else nth_working_day_after(tried_on, 1, calendar)
    )
    if due_on is not None and due_on > wanted:
        wanted = working_day_on_or_after(due_on, calendar)
    return max(_capped(rhythm, wanted, tried_on, calendar), working_day_on_or_after(today, calendar))


def _stepped(rhythm: Rhythm, tried_on: date, calendar: WorkCalendar) -> date:
    if rhythm.cadence == WEEKLY:
        return working_day_on_or_after(tried_on + timedelta(days=7), calendar)
    steps = {EVERY_N: rhythm.every_days, WINDOW: rhythm.window_every}
    return nth_working_day_after(tried_on, steps.get(rhythm.cadence, 1), calendar)


def _capped(rhythm: Rhythm, wanted: date, tried_on: date, calendar: WorkCalendar) -> date:
    if rhythm.window_until is None:
        return wanted
    last = working_day_on_or_before(rhythm.window_until, calendar)
    return max(min(wanted, last), nth_working_day_after(tried_on, 1, calendar))


def rhythm_words(rhythm: Rhythm) -> str:
    """`every working day`, `every 3 working days`, `weekly`, `to Fri, Mar 20`; "" for a plain to-do."""
    often = {
        ONCE: "",
        DAILY: "every working day",
        EVERY_N: f"every {rhythm.every_days} working days" if rhythm.every_days > 1 else "every working day",
        WEEKLY: "weekly",
        WINDOW: "",
    }[rhythm.cadence]
    last = rhythm.window_until
    if last is None or rhythm.is_once:
        return often
    return f"{often} to {last:%a}, {last:%b} {last.day}".strip()


def result_words(result: str, hold_minutes: int | None = None) -> str:
    said = _RESULT_WORDS.get(result, result)
    return f"{said} {hold_minutes} min" if result == ON_HOLD and hold_minutes else said


def attempt_words(
    count: int, result: str, hold_minutes: int | None, at: datetime | None, now: datetime, zone: ZoneInfo
) -> str:
    """`attempt 3, last: left word Tue 14:10`; the date instead of the weekday from a week on. "" before the first."""
    if not count or at is None:
        return ""
    local = at.astimezone(zone)
    days = (now.astimezone(zone).date() - local.date()).days
    day = f"{local:%a}" if days < 7 else f"{local:%b} {local.day}"
    said = f": {result_words(result, hold_minutes)}" if result else ""
    return f"attempt {count}, last{said} {day} {clock_words(local)}"


def until_words(until: str, what: str = "") -> str:
    """`until the visit report is here`; `what` names step, paper, appointment or number."""
    said = {
        "step": f"until it is verified: {what}",
        "document": f"until the {what} is here",
        "new_date": f"until there is a new date for {what}" if what else "until there is a new date",
        "read_back": f"until they read the {what} back right",
    }
    return said.get(until, "")


def held_words(until: str, what: str, held_at: datetime, zone: ZoneInfo) -> str:
    """Why a chase ended by itself, as it stands in its record."""
    local = held_at.astimezone(zone)
    said = {
        "step": f"verified: {what}",
        "document": f"{what} received",
        "new_date": f"new date known for {what}" if what else "new date known",
        "read_back": f"{what} read back right",
    }[until]
    return f"By itself: {said} {local:%b} {local.day}"[:200]


def waits_in_a_circle(start: Hashable, waits_for: Mapping[Any, Any], wanted: Hashable) -> bool:
    """Whether `start` waiting for `wanted` would make it wait, in the end, for itself."""
    seen: set[Hashable] = set()
    at: Hashable | None = wanted
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = waits_for.get(at)
    return False
