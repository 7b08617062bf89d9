"""In: a moment or a day, an amount, a unit. Out: moments and stretches, by the clock of one place."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from caseday.programs.rules.clocks import Unit, WorkCalendar, due_at

_DAY = timedelta(days=1)
Stretch = tuple[datetime, datetime]


def add_months(on: date, months: int) -> date:
    """The same day of a later month, or its last: January 31 and one month is February 28 or 29."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def first_of_month(on: date) -> date:
    return on.replace(day=1)


def midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)


def end_of(on: date, zone: ZoneInfo) -> datetime:
    """The moment at which the day is over."""
    return midnight(on + _DAY, zone)


def after(start: datetime, amount: int, unit: str, calendar: WorkCalendar) -> datetime:
    """When something is due that is asked for within so many units; days, weeks and months end with their last day."""
    local = start.astimezone(calendar.zone).date()
    if unit in ("hours", "working_hours", "working_days"):
        return due_at(start, amount, cast(Unit, unit), calendar)
    if unit == "months":
        return end_of(add_months(local, amount), calendar.zone)
    return end_of(local + timedelta(days=amount * (7 if unit == "weeks" else 1)), calendar.zone)


def months_between(first: date, last: date, every: int, zone: ZoneInfo) -> Iterator[Stretch]:
    """Blocks of so many calendar months, from the first whole one on; the last begins on or before `last`."""
    begins = first if first.day == 1 else add_months(first_of_month(first), 1)
    while begins <= last:
        ends = add_months(begins, every)
        yield midnight(begins, zone), midnight(ends, zone)
        begins = ends
