"""In: a day in a time zone. Out: its minutes, whatever the clocks do on it, and windows in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from caseday.dayplan.rules.problem import Window

NEVER = (Window(0, 0),)
"""Nothing fits: an item without windows could stand anywhere."""


@dataclass(frozen=True, slots=True)
class DayTime:
    """Minutes since local midnight as they pass: 8:00 is minute 420 or 540 where the clocks change before it."""

    day: date
    zone: ZoneInfo

    @property
    def midnight(self) -> datetime:
        return datetime.combine(self.day, time(), self.zone)

    def minute(self, moment: datetime) -> int:
        """Begun minutes do not count."""
        return int((moment.astimezone(UTC) - self.midnight.astimezone(UTC)).total_seconds() // 60)

    def at(self, clock: time, day: date | None = None) -> int:
        """A wall-clock time that the spring change skips is the moment the clocks jump to."""
        return self.minute(datetime.combine(day or self.day, clock, self.zone))

    def between(self, start: time, end: time, day: date | None = None) -> Window:
        return Window(self.at(start, day), self.at(end, day))

    def window(self, start: datetime, end: datetime) -> Window:
        return Window(self.minute(start), self.minute(end))

    @property
    def length(self) -> int:
        """1380, 1440 or 1500."""
        return self.minute(datetime.combine(self.day + timedelta(days=1), time(), self.zone))


def less(windows: Iterable[Window], taken: Iterable[Window]) -> tuple[Window, ...]:
    """What is left of windows without what is taken."""
    left = list(windows)
    for busy in taken:
        left = [piece for window in left for piece in _without(window, busy)]
    return tuple(sorted(left))


def _without(window: Window, busy: Window) -> Iterable[Window]:
    pieces = (
        Window(window.start, min(window.end, busy.start)),
        Window(max(window.start, busy.end), window.end),
    )
    return [piece for piece in pieces if piece.start < piece.end]


def daily(start: time, end: time, first: date, days: int, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The same hours of some days of a person's clock; hours across midnight end on the next day."""
    found = []
    for n in range(days):
        day = first + timedelta(days=n)
        last = day if start < end else day + timedelta(days=1)
        found.append((datetime.combine(day, start, zone), datetime.combine(last, end, zone)))
    return found
