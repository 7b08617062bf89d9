"""When offices are open, in minutes of somebody's day and of the days after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from caseday.access.viewer import Viewer
from caseday.dayplan.rules.daytime import NEVER, DayTime, daily
from caseday.dayplan.rules.problem import Window
from caseday.directory.models import Office
from caseday.directory.queries import zone_of
from caseday.directory.rules.open_state import open_state, windows_on

USUAL = (time(8), time(17))
Moments = tuple[tuple[datetime, datetime], ...]


@lru_cache(maxsize=4096)
def _open_on(hours: str, region: str, zone: ZoneInfo, day: date) -> Moments:
    return tuple(windows_on(hours, day, zone, region))


@lru_cache(maxsize=1024)
def _are_known(hours: str, region: str, zone: ZoneInfo, day: date) -> bool:
    return open_state(hours, datetime.combine(day, time(12), zone), zone, region).has_hours


@dataclass(frozen=True)
class Hours:
    """`later`: on the days after. `is_assumed`: they are not noted, usual ones stand for them."""

    today: tuple[Window, ...]
    later: tuple[Window, ...]
    words: str = ""
    is_assumed: bool = False


def hours_of(viewer: Viewer, office: Office, clock: DayTime, later: Sequence[date]) -> Hours:
    """By the clock on the office's own wall, holidays left out."""
    zone, text, region = zone_of(office, viewer.zone_name), office.full_hours, office.holiday_region
    if not _are_known(text, region, zone, clock.day):
        return usual_hours(zone, clock, later)
    today = _open_on(text, region, zone, clock.day)
    after = [span for day in later for span in _open_on(text, region, zone, day)]
    words = ", ".join(f"{_said(start)} to {_said(end)}" for start, end in today) or "closed today"
    return Hours(windows_of(clock, today), tuple(_windows(clock, after)), words)


def usual_hours(zone: ZoneInfo, clock: DayTime, later: Sequence[date]) -> Hours:
    spans = [span for day in (clock.day, *later) for span in daily(*USUAL, day, 1, zone)]
    words = "hours not noted, 8:00 to 17:00 taken for granted"
    return Hours(windows_of(clock, spans[:1]), tuple(_windows(clock, spans[1:])), words, is_assumed=True)


def awake_hours(opens: time, closes: time, zone: ZoneInfo, clock: DayTime, later: Sequence[date]) -> Hours:
    """Of a person, by their own clock."""
    spans = [span for day in (clock.day, *later) for span in daily(opens, closes, day, 1, zone)]
    return Hours(windows_of(clock, spans[:1]), tuple(_windows(clock, spans[1:])))


def windows_of(clock: DayTime, spans: Iterable[tuple[datetime, datetime]]) -> tuple[Window, ...]:
    """Never empty: without windows a thing could stand anywhere."""
    return tuple(_windows(clock, spans)) or NEVER


def _windows(clock: DayTime, spans: Iterable[tuple[datetime, datetime]]) -> Iterable[Window]:
    return (clock.window(start, end) for start, end in spans)


def _said(moment: datetime) -> str:
    return f"{moment:%-H:%M}"
