"""In: two places on the map. Out: an estimated drive, and when to leave. A day planner replaces this file.

Great-circle distance times a road factor, divided by a speed that grows with the distance. It knows no
roads and no traffic, and says so: `is_estimate`. A duration somebody entered always wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, ceil, cos, radians, sin, sqrt
from uuid import UUID

EARTH_RADIUS_MILES = 3958.8
# Driven over straight-line distance in US metropolitan areas: about 1.2 to 1.4 (circuity studies).
ROAD_FACTOR = 1.3
# Door to door: parking, walking in, finding the suite.
AT_THE_DOOR_MINUTES = 4
_SPEED_BY_ROAD_MILES: tuple[tuple[float, float], ...] = ((4.0, 20.0), (12.0, 30.0), (30.0, 42.0))
_OPEN_ROAD_MPH = 55.0

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True)
class Travel:
    minutes: int
    miles: float | None
    is_estimate: bool


@dataclass(frozen=True)
class Stop:
    id: UUID
    starts_at: datetime
    ends_at: datetime
    point: Point | None
    arrive_early_minutes: int = 0
    travel_minutes: int | None = None
    """Entered by hand; None: to be estimated."""
    is_travelled_to: bool = True
    """False for a call: nobody drives to it, and it is no place to start from."""


@dataclass(frozen=True)
class LeaveBy:
    at: datetime
    arrive_at: datetime
    travel: Travel
    from_stop: UUID | None
    """None: from the home base."""


def great_circle_miles(start: Point, end: Point) -> float:
    lat1, lon1, lat2, lon2 = (radians(value) for value in (*start, *end))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_MILES * asin(sqrt(min(1.0, half)))


def estimated_travel(start: Point, end: Point) -> Travel:
    road_miles = great_circle_miles(start, end) * ROAD_FACTOR
    if road_miles < 0.05:
        return Travel(minutes=0, miles=0.0, is_estimate=True)
    # Speed rises in bands, each band driven at its own: a longer way is never quicker than a shorter one.
    hours, covered = 0.0, 0.0
    for band_end, mph in _SPEED_BY_ROAD_MILES:
        hours += max(0.0, min(road_miles, band_end) - covered) / mph
        covered = band_end
    hours += max(0.0, road_miles - covered) / _OPEN_ROAD_MPH
    return Travel(
        minutes=ceil(hours * 60) + AT_THE_DOOR_MINUTES, miles=round(road_miles, 1), is_estimate=True
    )


def travel_between(stop: Stop, start: Point | None) -> Travel | None:
    """None when nothing is known: no time entered, and one of the two places not on the map."""
    estimate = estimated_travel(start, stop.point) if start and stop.point else None
    if stop.travel_minutes is not None:
        return Travel(stop.travel_minutes, estimate.miles if estimate else None, is_estimate=False)
    return estimate


def leave_times(stops: Sequence[Stop], home: Point | None) -> dict[UUID, LeaveBy]:
    """When to leave for each stop of one day, from the stop before it or from the home base."""
    found: dict[UUID, LeaveBy] = {}
    here, last_stop = home, None
    for stop in sorted((s for s in stops if s.is_travelled_to), key=lambda s: (s.starts_at, s.ends_at)):
        travel = travel_between(stop, here)
        if travel is not None:
            arrive_at = stop.starts_at - timedelta(minutes=stop.arrive_early_minutes)
            found[stop.id] = LeaveBy(
                arrive_at - timedelta(minutes=travel.minutes), arrive_at, travel, last_stop
            )
        here, last_stop = stop.point, stop.id
    return found
