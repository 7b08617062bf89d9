"""In: driving.toml. Out: speeds by distance, and how much longer a drive takes by the hour and the kind of day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("driving.toml")
_SATURDAY = 5


class KindOfDay(StrEnum):
    WEEKDAY = "weekday"
    WEEKEND = "weekend"


@dataclass(frozen=True)
class Rush:
    """Minutes of the day, by the clock of the place."""

    name: str
    begins: int
    full_from: int
    full_until: int
    is_over: int
    times_as_long: float

    def share_at(self, minute: float) -> float:
        """0 outside, 1 while it is full; grows and fades evenly."""
        if not self.begins < minute < self.is_over:
            return 0.0
        if minute < self.full_from:
            return (minute - self.begins) / (self.full_from - self.begins)
        if minute > self.full_until:
            return (self.is_over - minute) / (self.is_over - self.full_until)
        return 1.0


@dataclass(frozen=True)
class Figures:
    road_over_straight_line: float
    at_the_door_minutes: int
    bands: tuple[tuple[float, float], ...]
    """Up to how many miles, at how many miles an hour."""
    rush_reaches_miles: float
    rushes: tuple[Rush, ...]

    def minutes_of(self, road_miles: float) -> float:
        """Driving alone, on a free road, without the door."""
        hours, covered = 0.0, 0.0
        for band_end, mph in self.bands:
            hours += max(0.0, min(road_miles, band_end) - covered) / mph
            covered = band_end
        return hours * 60


@lru_cache(maxsize=1)
def figures() -> Figures:
    read = tomllib.loads(_FILE.read_text("utf-8"))
    return Figures(
        road_over_straight_line=read["road_over_straight_line"],
        at_the_door_minutes=read["at_the_door_minutes"],
        bands=tuple((float(one["up_to_miles"]), float(one["miles_an_hour"])) for one in read["speed"]),
        rush_reaches_miles=read["rush_reaches"]["miles"],
        rushes=tuple(_rush(one) for one in read["rush"]),
    )


def _rush(one: dict[str, Any]) -> Rush:
    times = {name: _minute(one[name]) for name in ("begins", "full_from", "full_until", "is_over")}
    return Rush(name=one["name"], times_as_long=one["times_as_long"], **times)


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def kind_of_day(at: datetime) -> KindOfDay:
    """By the wall clock of `at`: give it in the zone of the place."""
    return KindOfDay.WEEKEND if at.weekday() >= _SATURDAY else KindOfDay.WEEKDAY


def rush_at(at: datetime) -> Rush | None:
    """By the wall clock of `at`; None while the roads are free."""
    if kind_of_day(at) is KindOfDay.WEEKEND:
        return None
    minute = _minute_of(at)
    return next((rush for rush in figures().rushes if rush.share_at(minute) > 0), None)


def traffic_of(at: datetime) -> str:
    """What drives are compared within: a rush by its name, weekday or weekend."""
    rush = rush_at(at)
    return rush.name if rush else str(kind_of_day(at))


def rush_share(at: datetime) -> float:
    """How much longer the slowed miles take at this hour: 0 on free roads, 0.4 for 1.4 times as long."""
    rush = rush_at(at)
    return (rush.times_as_long - 1) * rush.share_at(_minute_of(at)) if rush else 0.0


@dataclass(frozen=True, slots=True)
class Drive:
    """One drive on free roads; what it takes at an hour follows."""

    miles: float
    free_minutes: float
    """Behind the wheel."""

    @property
    def slowed_minutes(self) -> float:
        """Those of `free_minutes` that rush hours slow."""
        known = figures()
        reached = min(self.miles, known.rush_reaches_miles)
        return (
            self.free_minutes * known.minutes_of(reached) / known.minutes_of(self.miles)
            if self.miles
            else 0.0
        )

    def minutes(self, share: float, pace: float = 1.0) -> int:
        """Door to door, in whole minutes. `share` is `rush_share` of the hour of leaving."""
        driving = self.free_minutes + (self.slowed_minutes * share if share else 0.0)
        return ceil(driving * pace) + figures().at_the_door_minutes


def _minute_of(at: datetime) -> float:
    return at.hour * 60 + at.minute + at.second / 60
