"""In: what the cache, the person's own drives and the estimate know. Out: drives between the places of a day, by hour.

Own drives win where there are three like it; then the map server's answer; then the estimate. Nothing here waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import TypeVar

from caseday.dayplan.rules.problem import Travel
from caseday.dayplan.travel.estimate import USUAL_PACE, own_pace
from caseday.dayplan.travel.port import ANY_HOUR, Hour, Leg, Point, Refusal, Source, cell_of, hour_of
from caseday.dayplan.travel.recorded import RecordedDrives
from caseday.schedule.rules import Drive, free_drive, rush_share

Key = tuple[str, str, Hour]
T = TypeVar("T")
_cell = lru_cache(maxsize=4096)(cell_of)


@dataclass(frozen=True, slots=True)
class Known:
    """One drive as the cache has it: `minutes` behind the wheel, or why the server's answer does not count."""

    minutes: float | None
    miles: float | None
    source: Source
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class _Road:
    source: Source
    drive: Drive
    pace: float
    has_traffic: bool
    """The server said it of that hour: nothing is added."""

    @property
    def miles(self) -> float:
        return round(self.drive.miles, 1)

    def minutes(self, share: float) -> int:
        return self.drive.minutes(0.0 if self.has_traffic else share, self.pace)


@lru_cache(maxsize=8)
def _moments(starts_at: datetime, zone_name: str, buckets: int, bucket_minutes: int) -> list[datetime]:
    """Beginning and middle of each bucket and the end of the last.

    `zone_name` for the cache: one moment is equal to itself in every zone.
    """
    begins, zone = starts_at.astimezone(UTC), starts_at.tzinfo
    halves = (begins + timedelta(minutes=n * bucket_minutes / 2) for n in range(2 * buckets + 1))
    return [at.astimezone(zone) for at in halves]


@lru_cache(maxsize=8)
def _shares(starts_at: datetime, zone_name: str, buckets: int, bucket_minutes: int) -> list[float]:
    """The most that an hour of each bucket adds; what adds more takes longer."""
    shares = [rush_share(at) for at in _moments(starts_at, zone_name, buckets, bucket_minutes)]
    return [max(_of_bucket(shares, n)) for n in range(buckets)]


def _of_bucket(halves: Sequence[T], n: int) -> Sequence[T]:
    return halves[2 * n : 2 * n + 3]


class Travels:
    """Drives of one person: any two places, at any hour."""

    def __init__(
        self,
        known: Mapping[Key, Known] | None = None,
        drives: RecordedDrives | None = None,
        *,
        server: bool = False,
        trouble: str = "",
    ) -> None:
        self._known = known or {}
        self._drives = drives or RecordedDrives(())
        self._pace = own_pace(self._drives)
        self._hours = {hour for _, _, hour in self._known}
        self._knows_hours = bool(self._hours - {ANY_HOUR})
        self._has_server, self._trouble = server, trouble

    def leg(self, start: Point, end: Point, leaves_at: datetime) -> Leg:
        """`leaves_at` by the wall clock of the driver."""
        road = self._road(start, end, hour_of(leaves_at))
        if road is None:
            return Leg(0, 0.0, Source.HERE)
        driven = self._drives.minutes(start, end, leaves_at)
        if driven is not None:
            return Leg(ceil(driven), road.miles, Source.RECORDED)
        return Leg(road.minutes(rush_share(leaves_at)), road.miles, road.source)

    def _road(self, start: Point, end: Point, hour: Hour) -> _Road | None:
        """None: the same place."""
        estimate = free_drive(start, end)
        if estimate is None:
            return None
        cells, miles = (_cell(start), _cell(end)), estimate.miles
        found = self._known.get((*cells, hour))
        is_of_the_hour = hour != ANY_HOUR and found is not None and found.minutes is not None
        if not is_of_the_hour:
            found = self._known.get((*cells, ANY_HOUR))
        if found is None or found.minutes is None:
            return _Road(Source.ESTIMATE, estimate, self._pace, False)
        drive = Drive(miles if found.miles is None else found.miles, found.minutes)
        return _Road(found.source, drive, USUAL_PACE, is_of_the_hour)

    def by_bucket(
        self, start: Point, end: Point, starts_at: datetime, buckets: int, bucket_minutes: int = 60
    ) -> tuple[tuple[int, ...], float]:
        """Minutes by the bucket of leaving, counted from `starts_at` (in the zone of the driver), and miles.

        Each bucket has the longest drive of its beginning, middle and end, so that a plan never counts on less.
        """
        asked = (starts_at, str(starts_at.tzinfo), buckets, bucket_minutes)
        if self._knows_hours or self._drives.has_like(start, end):
            legs = [self.leg(start, end, at) for at in _moments(*asked)]
            minutes = [leg.minutes for leg in legs]
            return tuple(max(_of_bucket(minutes, n)) for n in range(buckets)), legs[0].miles
        road = self._road(start, end, ANY_HOUR)
        if road is None:
            return (0,) * buckets, 0.0
        shares = _shares(*asked)
        by_share = {share: road.minutes(share) for share in set(shares)}
        return tuple(by_share[share] for share in shares), road.miles

    def for_problem(
        self,
        places: Mapping[str, Point | None],
        starts_at: datetime,
        minutes: int,
        bucket_minutes: int = 60,
        unknown_minutes: int = 30,
    ) -> Travel:
        """Between all places by their keys, for a day of so many minutes; a place not on the map has no entry."""
        buckets = max(1, ceil(minutes / bucket_minutes))
        on_map = {key: point for key, point in places.items() if point is not None}
        all_minutes: dict[str, dict[str, tuple[int | None, ...]]] = {}
        all_miles: dict[str, dict[str, float | None]] = {}
        for origin, start in on_map.items():
            row: dict[str, tuple[int | None, ...]] = {}
            miles: dict[str, float | None] = {}
            for key, end in on_map.items():
                if key != origin:
                    row[key], miles[key] = self.by_bucket(start, end, starts_at, buckets, bucket_minutes)
            all_minutes[origin], all_miles[origin] = row, miles
        return Travel(all_minutes, all_miles, bucket_minutes, unknown_minutes)

    def sources(self, places: Sequence[Point], leaves_at: datetime) -> dict[Source, int]:
        """How many drives between these places come from where."""
        counted: dict[Source, int] = {}
        for start in places:
            for end in places:
                source = self.leg(start, end, leaves_at).source
                if source is not Source.HERE:
                    counted[source] = counted.get(source, 0) + 1
        return counted

    def words(self, places: Sequence[Point], leaves_at: datetime) -> str:
        """What must be said about these drives; empty where none of them is estimated."""
        counted = self.sources(places, leaves_at)
        estimated, all_of_them = counted.get(Source.ESTIMATE, 0), sum(counted.values())
        if not estimated:
            return ""
        which = "Drives" if estimated == all_of_them else f"{estimated} of {all_of_them} drives"
        said = f"{which} are estimated by distance and hour."
        if self._trouble:
            return f"{said} {self._trouble}"
        if not self._has_server:
            return said
        is_asked = any(self._is_unknown(start, end) for start in places for end in places)
        return f"{said} The map server {'is being asked' if is_asked else 'has no road for them'}."

    def _is_unknown(self, start: Point, end: Point) -> bool:
        """No server was asked yet; one that refused the drive was."""
        cells = (_cell(start), _cell(end))
        asked = any((*cells, hour) in self._known for hour in self._hours)
        return free_drive(start, end) is not None and not asked

    @property
    def pace(self) -> float:
        return self._pace

    @property
    def paces_own(self) -> bool:
        """Whether the estimate has learned from the person's own drives."""
        return self._pace != USUAL_PACE


def pairs_missing(
    known: Iterable[Key], places: Sequence[Point], hours: Sequence[Hour]
) -> dict[Hour, list[tuple[Point, Point]]]:
    """Pairs of places that are apart and have no answer yet, hour by hour; each place of a cell once."""
    have = set(known)
    apart = list({_cell(place): place for place in places}.values())
    pairs = [(start, end) for start in apart for end in apart if free_drive(start, end)]
    missing = {
        hour: [(start, end) for start, end in pairs if (_cell(start), _cell(end), hour) not in have]
        for hour in hours
    }
    return {hour: pairs for hour, pairs in missing.items() if pairs}
