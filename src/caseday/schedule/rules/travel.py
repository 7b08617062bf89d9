"""In: two places on the map and the hour. Out: an estimated drive, and when to leave.

Great-circle distance times a road factor, divided by a speed that grows with the distance and sinks in rush hours
(driving.toml). It knows no roads, and says so: `is_estimate`. A duration somebody entered always wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from caseday.schedule.rules.driving import Drive, figures, rush_share

EARTH_RADIUS_MILES = 3958.8
_SAME_PLACE_MILES = 0.05
_MINUTE = timedelta(minutes=1)

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


def free_drive(start: Point, end: Point) -> Drive | None:
    """As estimated, on free roads. None: it is the same place."""
    known = figures()
    road_miles = great_circle_miles(start, end) * known.road_over_straight_line
    return Drive(road_miles, known.minutes_of(road_miles)) if road_miles >= _SAME_PLACE_MILES else None


def estimated_travel(
    start: Point, end: Point, leaves_at: datetime | None = None, *, pace: float = 1.0
) -> Travel:
    """`leaves_at` by the wall clock of the place; None: on free roads. `pace`: a driver's own, over 1 is slower."""
    drive = free_drive(start, end)
    if drive is None:
        return Travel(minutes=0, miles=0.0, is_estimate=True)
    share = rush_share(leaves_at) if leaves_at is not None else 0.0
    return Travel(minutes=drive.minutes(share, pace), miles=round(drive.miles, 1), is_estimate=True)


def travel_to_be_there(start: Point, end: Point, arrive_at: datetime) -> Travel:
    """The estimate for who leaves as late as they may. `arrive_at` by the wall clock of the place."""
    travel = estimated_travel(start, end)
    leave_at = arrive_at - timedelta(minutes=travel.minutes)
    while (
        leave_at + timedelta(minutes=(travel := estimated_travel(start, end, leave_at)).minutes) > arrive_at
    ):
        leave_at -= _MINUTE
    # Where it fades while one drives, a minute earlier may already fit with time to spare.
    return Travel(round((arrive_at - leave_at) / _MINUTE), travel.miles, is_estimate=True)


def travel_between(stop: Stop, start: Point | None, zone: tzinfo | None = None) -> Travel | None:
    """None when nothing is known: no time entered, and one of the two places not on the map.

    `zone`: whose clock tells the rush hours; None: as on free roads.
    """
    estimate = None
    if start and stop.point:
        there_at = stop.starts_at - timedelta(minutes=stop.arrive_early_minutes)
        estimate = (
            travel_to_be_there(start, stop.point, there_at.astimezone(zone))
            if zone
            else estimated_travel(start, stop.point)
        )
    if stop.travel_minutes is not None:
        return Travel(stop.travel_minutes, estimate.miles if estimate else None, is_estimate=False)
    return estimate


def leave_times(stops: Sequence[Stop], home: Point | None, zone: tzinfo | None = None) -> dict[UUID, LeaveBy]:
    """When to leave for each stop of one day, from the stop before it or from the home base."""
    found: dict[UUID, LeaveBy] = {}
    here, last_stop = home, None
    for stop in sorted((s for s in stops if s.is_travelled_to), key=lambda s: (s.starts_at, s.ends_at)):
        travel = travel_between(stop, here, zone)
        if travel is not None:
            arrive_at = stop.starts_at - timedelta(minutes=stop.arrive_early_minutes)
            found[stop.id] = LeaveBy(
                arrive_at - timedelta(minutes=travel.minutes), arrive_at, travel, last_stop
            )
        here, last_stop = stop.point, stop.id
    return found
