"""In: drives as they were tapped: set off, arrived. Out: what a drive like one of them takes, where there are enough.

A drive is like another between the same two places in the same traffic: a rush by its name, weekday or weekend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from caseday.dayplan.travel.plausible import FASTEST_MPH
from caseday.dayplan.travel.port import Point
from caseday.schedule.rules import estimated_travel, great_circle_miles, traffic_of

FEWEST = 3
NEAR_MILES = 0.2485
"""400 m: a parking lot further on is the same place."""
_NEAR_DEGREES = 0.0037  # of latitude: a little more than that
_LONGER_FACTOR, _LONGER_MINUTES = 3.0, 20


@dataclass(frozen=True, slots=True)
class RecordedDrive:
    start: Point
    end: Point
    minutes: float
    """Door to door."""
    set_off_at: datetime
    """By the wall clock of the driver."""

    @property
    def is_sound(self) -> bool:
        """A tap forgotten, or a stop on the way, says nothing about the road."""
        straight = great_circle_miles(self.start, self.end)
        if straight < NEAR_MILES or self.minutes < straight / FASTEST_MPH * 60:
            return False
        usual = estimated_travel(self.start, self.end, self.set_off_at).minutes
        return self.minutes <= usual * _LONGER_FACTOR + _LONGER_MINUTES


class RecordedDrives:
    """Sound drives of one person, asked by place and hour."""

    def __init__(self, drives: Sequence[RecordedDrive]) -> None:
        self.drives = [drive for drive in drives if drive.is_sound]
        self._traffic = [traffic_of(drive.set_off_at) for drive in self.drives]
        self._from: dict[Point, frozenset[int]] = {}
        self._to: dict[Point, frozenset[int]] = {}

    def minutes(self, start: Point, end: Point, at: datetime) -> float | None:
        """Median, door to door; None: driven fewer than three times in such traffic. `at` by the wall clock."""
        if not self.has_like(start, end):
            return None
        alike = self._starting(start) & self._ending(end)
        traffic = traffic_of(at)
        driven = [self.drives[n].minutes for n in alike if self._traffic[n] == traffic]
        return median(driven) if len(driven) >= FEWEST else None

    def has_like(self, start: Point, end: Point) -> bool:
        """Whether any hour may have an answer."""
        return len(self._starting(start) & self._ending(end)) >= FEWEST

    def _starting(self, place: Point) -> frozenset[int]:
        if place not in self._from:
            self._from[place] = _near(place, [drive.start for drive in self.drives])
        return self._from[place]

    def _ending(self, place: Point) -> frozenset[int]:
        if place not in self._to:
            self._to[place] = _near(place, [drive.end for drive in self.drives])
        return self._to[place]


def _near(place: Point, others: Sequence[Point]) -> frozenset[int]:
    return frozenset(
        n
        for n, other in enumerate(others)
        if abs(other[0] - place[0]) <= _NEAR_DEGREES and great_circle_miles(place, other) <= NEAR_MILES
    )
