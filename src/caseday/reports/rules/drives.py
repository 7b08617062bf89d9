"""In: one worker's day: visits as tapped, entries of the journal. Out: its drives, each once, in order.

A drive begins where the one before ended, the first of a day at the home base. What the journal says of a tapped
drive belongs to that drive and is not counted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid5

from caseday.schedule.rules import Point, free_drive

_NEAR = timedelta(minutes=15)


class Source(StrEnum):
    VISIT = "visit"
    HOME = "home"
    ENTRY = "entry"


@dataclass(frozen=True)
class Place:
    words: str
    point: Point | None = None


@dataclass(frozen=True)
class Entry:
    """Travel, waits, or anything with miles, as the journal has it."""

    id: UUID
    case_id: UUID | None
    kind: str
    started_at: datetime
    minutes: int | None = None
    miles: Decimal | None = None
    place: str = ""
    words: str = ""
    appointment_id: UUID | None = None


@dataclass(frozen=True)
class Visit:
    """An appointment that its worker went to."""

    id: UUID
    case_id: UUID | None
    words: str
    place: Place
    starts_at: datetime
    ends_at: datetime
    set_off_at: datetime | None = None
    arrived_at: datetime | None = None
    done_at: datetime | None = None
    waited_minutes: int = 0
    is_called_off: bool = False

    @property
    def begun_at(self) -> datetime:
        return self.set_off_at or self.arrived_at or self.starts_at

    @property
    def left_at(self) -> datetime:
        if self.is_called_off:
            return self.arrived_at or self.begun_at
        return self.done_at or max(self.ends_at, self.arrived_at or self.ends_at)


@dataclass(frozen=True)
class Served:
    """A case that a drive serves: where it took one, and how long one waited there."""

    case_id: UUID | None
    place: Place
    waited_minutes: int = 0
    is_called_off: bool = False


@dataclass(frozen=True)
class Drive:
    id: UUID
    """Of the appointment or the entry; of the way home it follows from worker and day."""
    source: Source
    on: date
    set_off_at: datetime
    start: Place
    end: Place
    words: str
    served: tuple[Served, ...]
    driven_minutes: int | None = None
    """As tapped or entered; None: to be estimated."""
    entered_miles: Decimal | None = None

    @property
    def is_called_off(self) -> bool:
        """Nothing that one drove there for took place."""
        return bool(self.served) and all(one.is_called_off for one in self.served)

    @property
    def case_ids(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(one.case_id for one in self.served if one.case_id))


@dataclass
class _Day:
    on: date
    home: Place | None
    visits: Sequence[Visit]
    entries: Sequence[Entry]
    used: set[UUID] = field(default_factory=set)


def drives_of_day(
    staff_id: UUID,
    on: date,
    visits: Iterable[Visit],
    entries: Iterable[Entry],
    *,
    home: Place | None,
    is_over: bool,
) -> list[Drive]:
    """`home`: where the day begins and ends, if that is known. `is_over`: nobody is gone to any more on that day."""
    day = _Day(on, home, sorted(visits, key=lambda one: (one.begun_at, one.id)), list(entries))
    driven = _to_visits(day)
    if driven and home is not None and is_over:
        driven.append(_way_home(staff_id, day, driven[-1]))
    driven += [_of_entry(one, on) for one in day.entries if _is_drive(one) and one.id not in day.used]
    return sorted(driven, key=lambda one: (one.set_off_at, one.source == Source.HOME, one.id))


def _to_visits(day: _Day) -> list[Drive]:
    driven: list[Drive] = []
    for visit in day.visits:
        own = _entries_of(visit, day)
        day.used |= {one.id for one in own}
        if driven and _is_same_place(driven[-1].end, visit.place):
            driven[-1] = _joined(driven[-1], visit, own)
        else:
            start = driven[-1].end if driven else day.home or Place("")
            driven.append(_drive_to(visit, start, own, day.on))
    return driven


def _drive_to(visit: Visit, start: Place, own: Sequence[Entry], on: date) -> Drive:
    return Drive(
        id=visit.id,
        source=Source.VISIT,
        on=on,
        set_off_at=visit.begun_at,
        start=start,
        end=visit.place,
        words=visit.words,
        served=(_served(visit, own),),
        driven_minutes=_driven(visit, own),
        entered_miles=_miles(own),
    )


def _joined(drive: Drive, visit: Visit, own: Sequence[Entry]) -> Drive:
    """A second visit at the same place: one drive served both."""
    miles, more = drive.entered_miles, _miles(own)
    return replace(
        drive,
        words=drive.words if visit.words == drive.words else f"{drive.words}; {visit.words}",
        served=(*drive.served, _served(visit, own)),
        entered_miles=more if miles is None else miles + (more or 0),
    )


def _served(visit: Visit, own: Sequence[Entry]) -> Served:
    """What the journal says of a wait has been read over by a person, so it wins over the clock's."""
    waits = [one.minutes or 0 for one in own if one.kind == "wait"]
    waited = sum(waits) if waits else visit.waited_minutes
    return Served(visit.case_id, visit.place, waited, visit.is_called_off)


def _driven(visit: Visit, own: Sequence[Entry]) -> int | None:
    written = [one.minutes for one in own if one.kind == "travel" and one.minutes]
    if written:
        return sum(written)
    if visit.set_off_at is None or visit.arrived_at is None:
        return None
    return max(0, round((visit.arrived_at - visit.set_off_at).total_seconds() / 60))


def _miles(own: Sequence[Entry]) -> Decimal | None:
    """Those of the travel where it has any; else what was written with the visit."""
    travel = [one.miles for one in own if one.kind == "travel" and one.miles]
    other = [one.miles for one in own if one.kind != "travel" and one.miles]
    return sum(travel, Decimal(0)) if travel else max(other) if other else None


def _entries_of(visit: Visit, day: _Day) -> list[Entry]:
    return [one for one in day.entries if one.id not in day.used and _is_of(one, visit)]


def _is_of(entry: Entry, visit: Visit) -> bool:
    if entry.appointment_id is not None:
        return entry.appointment_id == visit.id
    if entry.kind != "travel" or entry.case_id != visit.case_id:
        return False
    until = visit.arrived_at or visit.starts_at
    return visit.begun_at - _NEAR <= entry.started_at <= max(until, visit.begun_at) + _NEAR


def _is_drive(entry: Entry) -> bool:
    return entry.kind == "travel" or bool(entry.miles)


def _is_same_place(one: Place, other: Place) -> bool:
    if one.point is None or other.point is None:
        return bool(one.words) and one.words == other.words
    return free_drive(one.point, other.point) is None


def _of_entry(entry: Entry, on: date) -> Drive:
    place = Place(entry.place)
    return Drive(
        id=entry.id,
        source=Source.ENTRY,
        on=on,
        set_off_at=entry.started_at,
        start=Place(""),
        end=place,
        words=entry.words,
        served=(Served(entry.case_id, place),),
        driven_minutes=entry.minutes if entry.kind == "travel" else None,
        entered_miles=entry.miles,
    )


def way_home_id(staff_id: UUID, on: date) -> UUID:
    return uuid5(staff_id, f"way home {on.isoformat()}")


def _way_home(staff_id: UUID, day: _Day, last: Drive) -> Drive:
    """It serves every case of the day, each at the place where one was last for it."""
    assert day.home is not None
    places = {visit.case_id: visit.place for visit in day.visits}
    return Drive(
        id=way_home_id(staff_id, day.on),
        source=Source.HOME,
        on=day.on,
        set_off_at=max(visit.left_at for visit in day.visits),
        start=last.end,
        end=day.home,
        words="Way home",
        served=tuple(Served(case_id, place) for case_id, place in places.items()),
    )
