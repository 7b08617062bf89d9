"""In: where one goes on a day, in order. Out: the way as it is listed, drawn and added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseday.dayplan.rules.schematic import Drawing, Point, drawn

_BASE = "Home"


@dataclass(frozen=True, slots=True)
class Drive:
    """`miles` None: not known. `is_known` False: minutes that stand for what nobody knows."""

    leave_at: datetime
    arrive_at: datetime
    miles: float | None = None
    is_estimate: bool = True
    is_known: bool = True

    @property
    def minutes(self) -> int:
        return round((self.arrive_at - self.leave_at).total_seconds() / 60)

    @property
    def words(self) -> str:
        if not self.is_known:
            return "not known"
        return f"{self.minutes} min" + (f" · {_miles(self.miles)}" if self.miles else "")


def _miles(miles: float) -> str:
    return f"{miles:.0f} mi" if miles >= 10 else f"{miles:.1f} mi"


@dataclass(frozen=True, slots=True)
class Halt:
    """A place that one goes to; `number` counts from 1 in the order of the day."""

    number: int
    name: str
    at: datetime
    until: datetime
    place: str = ""
    client: str = ""
    point: Point | None = None
    precision: str = ""
    """How exactly it is known where that is: address, postal code, pin ... ; empty: not said."""
    drive: Drive | None = None
    navigate_to: str = ""
    appointment_id: UUID | None = None
    case_id: UUID | None = None
    office_id: UUID | None = None
    is_over: bool = False

    @property
    def is_vague(self) -> bool:
        """A pin would say more."""
        return self.point is None or self.precision in ("street", "postal code")


@dataclass(frozen=True, slots=True)
class Road:
    halts: tuple[Halt, ...]
    home: Point | None = None
    home_name: str = ""
    back: Drive | None = None

    @property
    def drives(self) -> list[Drive]:
        found = [one.drive for one in self.halts if one.drive]
        return [*found, self.back] if self.back else found

    @property
    def miles(self) -> float:
        return sum(one.miles or 0.0 for one in self.drives)

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.drives)

    @property
    def unplaced(self) -> list[Halt]:
        return [one for one in self.halts if one.point is None]

    @property
    def is_guessed(self) -> bool:
        return any(one.is_estimate for one in self.drives)


def drawing_of(road: Road) -> Drawing | None:
    """Home, the numbered places that are on the map, and the way between them; None where none is."""
    places: list[tuple[Point, str, bool]] = [(road.home, _BASE, True)] if road.home else []
    ways: list[tuple[int, int, str]] = []
    here = 0 if road.home else None
    for one in road.halts:
        if one.point is None:
            here = None
            continue
        places.append((one.point, str(one.number), False))
        there = len(places) - 1
        if here is not None:
            ways.append((here, there, one.drive.words if one.drive else ""))
        here = there
    if road.back and road.home and here:
        ways.append((here, 0, road.back.words))
    return drawn(places, ways) if any(one.point for one in road.halts) else None


def map_points(road: Road) -> list[dict[str, object]]:
    """For a map with tiles: home, the places in order, home again."""
    base: dict[str, object] = {"at": road.home, "label": _BASE, "name": road.home_name or _BASE}
    home = [base] if road.home else []
    halts: list[dict[str, object]] = [
        {"at": one.point, "label": str(one.number), "name": one.name} for one in road.halts if one.point
    ]
    return [*home, *halts, *(home if road.back else [])]
