"""Is the office open, until when, when will it be: for one moment, in the office's own time zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from caseday.programs.rules.holidays_kept import NATION

from .compiled import UnreadableHours, compiled

Window = tuple[dt.datetime, dt.datetime]
Status = Literal["open", "closed", "unknown"]

LOOK_AHEAD_CHANGES = 60
SOON_MINUTES = 90
CLOSING_MINUTES = 30
LONGEST_LUNCH = dt.timedelta(minutes=150)
LUNCH_BEGINS = (dt.time(10, 30), dt.time(14, 30))
MONTHS_AHEAD = dt.timedelta(days=360)


@dataclass(frozen=True)
class OpenState:
    """What can be said at one moment; all moments in the office's zone."""

    status: Status
    at: dt.datetime
    closes_at: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    back_at: dt.datetime | None = None
    is_lunch: bool = False
    reason: str = ""
    has_hours: bool = True

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def minutes_until_open(self) -> int | None:
        return _minutes(self.at, self.opens_at) if self.opens_at else None

    @property
    def minutes_until_close(self) -> int | None:
        return _minutes(self.at, self.closes_at) if self.closes_at else None


def _minutes(earlier: dt.datetime, later: dt.datetime) -> int:
    """Elapsed minutes, begun ones counted; through UTC, since subtraction within one zone ignores clock changes."""
    seconds = (later.astimezone(dt.UTC) - earlier.astimezone(dt.UTC)).total_seconds()
    return max(0, -int(-seconds // 60))


@dataclass(frozen=True)
class _Spell:
    """A stretch of one state, in naive local time; `ends` None where it never ends within sight."""

    starts: dt.datetime
    ends: dt.datetime | None
    status: Status
    reason: str


def _spell(hours: str, region: str, local: dt.datetime) -> _Spell:
    expression = compiled(hours, region, local.year)
    state, comment = expression.state(local)
    status: Status = {"open": "open", "closed": "closed"}.get(
        str(state).lower().rpartition(".")[2], "unknown"
    )  # type: ignore[assignment]
    ends = expression.next_change(local)
    if ends and ends - local > MONTHS_AHEAD:
        ends = None
    return _Spell(local, ends, status, comment)


def _next_opening(hours: str, region: str, after: dt.datetime | None) -> dt.datetime | None:
    for _ in range(LOOK_AHEAD_CHANGES):
        if after is None:
            return None
        spell = _spell(hours, region, after)
        if spell.status == "open":
            return after
        after = spell.ends
    return None


def _closing(hours: str, region: str, spell: _Spell) -> dt.datetime | None:
    """The end of being open: spells that differ only in their comment are one."""
    ends = spell.ends
    for _ in range(LOOK_AHEAD_CHANGES):
        if ends is None or _spell(hours, region, ends).status != "open":
            return ends
        ends = _spell(hours, region, ends).ends
    return None


def is_lunch(begins: dt.datetime, ends: dt.datetime) -> bool:
    """A short closing in the middle of the day (naive or aware, one zone)."""
    return (
        begins.date() == ends.date()
        and LUNCH_BEGINS[0] <= begins.time() <= LUNCH_BEGINS[1]
        and ends - begins <= LONGEST_LUNCH
    )


def _aware(local: dt.datetime | None, zone: ZoneInfo) -> dt.datetime | None:
    """A wall-clock time that the spring change skips is read as the moment the clocks jump to."""
    if local is None:
        return None
    return local.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)


def _closed_since(hours: str, region: str, local: dt.datetime) -> dt.datetime | None:
    """When today's last open stretch before now ended."""
    ended = [end for _, end in _local_windows(hours, region, local.date()) if end <= local]
    return ended[-1] if ended else None


def open_state(hours: str, at: dt.datetime, zone: ZoneInfo, region: str = NATION) -> OpenState:
    """`at` aware, `hours` OpenStreetMap text (empty: not noted), `region` a state such as TX, or US."""
    here = at.astimezone(zone)
    if not hours.strip():
        return OpenState("unknown", here, has_hours=False)
    local = here.replace(tzinfo=None, fold=0)
    try:
        spell = _spell(hours, region, local)
        if spell.status == "open":
            return _open(hours, region, spell, here, zone)
        return _not_open(hours, region, spell, here, zone)
    except UnreadableHours:
        return OpenState("unknown", here, has_hours=False)


def _open(hours: str, region: str, spell: _Spell, here: dt.datetime, zone: ZoneInfo) -> OpenState:
    closes = _closing(hours, region, spell)
    back = _next_opening(hours, region, closes)
    lunch = bool(closes and back and is_lunch(closes, back))
    return OpenState(
        "open",
        here,
        closes_at=_aware(closes, zone),
        back_at=_aware(back, zone),
        is_lunch=lunch,
        reason=spell.reason,
    )


def _not_open(hours: str, region: str, spell: _Spell, here: dt.datetime, zone: ZoneInfo) -> OpenState:
    opens = _next_opening(hours, region, spell.ends)
    since = _closed_since(hours, region, spell.starts)
    lunch = bool(spell.status == "closed" and since and opens and is_lunch(since, opens))
    return OpenState(spell.status, here, opens_at=_aware(opens, zone), is_lunch=lunch, reason=spell.reason)


def is_open(hours: str, at: dt.datetime, zone: ZoneInfo, region: str = NATION) -> bool:
    return open_state(hours, at, zone, region).is_open


def _local_windows(hours: str, region: str, day: dt.date) -> list[Window]:
    start = dt.datetime.combine(day, dt.time())
    expression = compiled(hours, region, day.year)
    windows: list[Window] = []
    for begins, ends, state, _ in expression.intervals(start, start + dt.timedelta(days=1)):
        if not str(state).lower().endswith("open"):
            continue
        if windows and windows[-1][1] == begins:
            windows[-1] = (windows[-1][0], ends)
        else:
            windows.append((begins, ends))
    return windows


def windows_on(hours: str, day: dt.date, zone: ZoneInfo, region: str = NATION) -> list[Window]:
    """Open stretches of the office's day, clipped at its midnights, as aware moments in its zone.

    Empty where hours are closed, unknown or unreadable: ask `open_state` which.
    """
    try:
        windows = _local_windows(hours, region, day) if hours.strip() else []
    except UnreadableHours:
        return []
    aware = [(_aware(begins, zone), _aware(ends, zone)) for begins, ends in windows]
    return [(begins, ends) for begins, ends in aware if begins and ends and begins < ends]
