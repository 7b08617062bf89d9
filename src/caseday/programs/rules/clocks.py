"""In: a moment, an amount and a calendar. Out: when it is due.

A working day ends when the office closes; "within 1 working day" of Monday 15:45 is Tuesday at closing.
Working hours are real elapsed hours while the office is open, so that a clock change inside them is counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from caseday.programs.rules.holidays_kept import NATION, holidays_in

Unit = Literal["working_hours", "working_days", "hours", "days"]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """When an office works; `subdivision` is the state whose holidays count besides the federal ones."""

    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(5))
    opens: time = time(8)
    closes: time = time(17)
    subdivision: str = ""
    has_holidays: bool = True
    not_observed: frozenset[str] = frozenset()

    def is_working_day(self, on: date) -> bool:
        return on.weekday() in self.weekdays and not self.holiday_on(on)

    def holiday_on(self, on: date) -> str:
        """The name of the holiday that this calendar keeps on a date, or ""."""
        if not self.has_holidays:
            return ""
        names = holidays_in(self.subdivision or NATION, on.year).get(on, "").split("; ")
        return "; ".join(name for name in names if name and name not in self.not_observed)

    def opening(self, on: date) -> datetime:
        return datetime.combine(on, self.opens, self.zone).astimezone(UTC)

    def closing(self, on: date) -> datetime:
        return datetime.combine(on, self.closes, self.zone).astimezone(UTC)

    def working_days_from(self, on: date) -> Iterator[date]:
        """Working days from `on` (itself included) on; ends after two years without one."""
        idle = 0
        while idle < 731:
            if self.is_working_day(on):
                idle = 0
                yield on
            else:
                idle += 1
            on += _DAY


def add_working_days(start: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Closing time of the `days`-th working day after `start`'s local day."""
    after = start.astimezone(calendar.zone).date() + _DAY
    for count, day in enumerate(calendar.working_days_from(after), start=1):
        if count == days:
            return calendar.closing(day)
    raise ValueError("this calendar has no working days")


def add_working_time(start: datetime, amount: timedelta, calendar: WorkCalendar) -> datetime:
    """The moment at which `amount` of open time has passed since `start`."""
    left = amount
    for day in calendar.working_days_from(start.astimezone(calendar.zone).date()):
        begins = max(start.astimezone(UTC), calendar.opening(day))
        open_time = calendar.closing(day) - begins
        if open_time >= left and open_time > timedelta(0):
            return begins + left
        left -= max(open_time, timedelta(0))
    raise ValueError("this calendar has no working days")


def due_at(start: datetime, within: int, unit: Unit, calendar: WorkCalendar) -> datetime:
    """When something asked for `within` so many units of `start` is due (UTC)."""
    if unit == "working_days":
        return add_working_days(start, within, calendar)
    if unit == "working_hours":
        return add_working_time(start, timedelta(hours=within), calendar)
    if unit == "hours":
        return start.astimezone(UTC) + timedelta(hours=within)
    return calendar.closing(start.astimezone(calendar.zone).date() + timedelta(days=within))


def in_words(within: int, unit: Unit) -> str:
    """ "1 working day", "4 working hours" """
    words = unit.replace("_", " ")
    return f"{within} {words.removesuffix('s') if within == 1 else words}"


def working_days_between(first: date, last: date, calendar: WorkCalendar) -> int:
    """Working days after `first`, up to and with `last`; negative where `last` is earlier."""
    if last < first:
        return -working_days_between(last, first, calendar)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(1 for day in days if calendar.is_working_day(day))
