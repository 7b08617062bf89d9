"""Schedules of HSDS (rules of RFC 5545) as OpenStreetMap hours, which say whether it is open."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
_BYDAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Slot:
    """One schedule; `byday` as in RFC 5545: `MO,TU`, monthly `2MO,-1FR`."""

    freq: str = "WEEKLY"
    interval: int = 1
    byday: str = ""
    opens_at: time | None = None
    closes_at: time | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    has_other_days: bool = False
    """By day of the month, which hours of a week cannot say."""

    def holds_on(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    @property
    def is_sayable(self) -> bool:
        regular = self.freq.upper() in ("", "WEEKLY", "MONTHLY") and self.interval in (0, 1)
        return (
            regular and not self.has_other_days and self.opens_at is not None and self.closes_at is not None
        )


def _clock(moment: time, *, is_end: bool) -> str:
    return "24:00" if is_end and moment == time() else f"{moment:%H:%M}"


def _days(slot: Slot) -> list[str]:
    found = [(place, _DAYS[day]) for place, day in _BYDAY.findall(slot.byday.upper())]
    if not found:
        return [] if slot.freq.upper() == "MONTHLY" else list(_DAYS.values())
    return [f"{day}[{int(place)}]" if place else day for place, day in found]


def hours_of(slots: Iterable[Slot], on: date) -> str:
    """The hours that hold on this day; empty where they cannot be told by days of the week."""
    spans: dict[str, list[str]] = defaultdict(list)
    for slot in slots:
        if not slot.is_sayable or not slot.holds_on(on) or slot.opens_at is None or slot.closes_at is None:
            continue
        said = f"{_clock(slot.opens_at, is_end=False)}-{_clock(slot.closes_at, is_end=True)}"
        for day in _days(slot):
            if said not in spans[day]:
                spans[day].append(said)
    same: dict[str, list[str]] = defaultdict(list)
    for day in sorted(spans, key=_place):
        same[",".join(sorted(spans[day]))].append(day)
    return "; ".join(f"{','.join(days)} {times}" for times, days in same.items())


def _place(day: str) -> tuple[bool, int]:
    """Days of every week first: what comes later wins."""
    return "[" in day, list(_DAYS.values()).index(day[:2])
