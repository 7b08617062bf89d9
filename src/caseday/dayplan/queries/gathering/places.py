"""Where a day leads to: places with their keys, the drives between them, and where one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from caseday.dayplan.queries.gathering.read import Read
from caseday.dayplan.queries.travel import travels_of
from caseday.dayplan.rules.problem import Place, Travel
from caseday.dayplan.rules.stopping import StopFacts, is_presumed_over, is_presumed_there
from caseday.dayplan.rules.whereabouts import Here, Left, morning_start, whereabouts
from caseday.schedule.models import Appointment
from caseday.schedule.queries import place_of, stop_of
from caseday.schedule.rules import CALLED_OFF, OPEN

HOME = "home"
_A_DAY_AND_TWO_HOURS = 26 * 60
Point = tuple[float, float]


@dataclass(frozen=True)
class Places:
    places: tuple[Place, ...]
    travel: Travel
    start: str
    end: str
    words: str = ""
    """What must be said about the drives."""


def key_of(one: Appointment) -> str:
    if one.office_id and not one.place:
        return f"office:{one.office_id}"
    point = stop_of(one).point
    return f"at:{point[0]:.4f},{point[1]:.4f}" if point else f"place:{one.pk}"


def places_of(read: Read, gone_to: list[Appointment]) -> Places:
    """Two queries, three where the map server fails."""
    asking = read.asking
    bases = _bases(read)
    found: dict[str, Place] = dict(bases)
    for one in gone_to:
        key = key_of(one)
        point = stop_of(one).point or (None, None)
        found.setdefault(key, Place(key, place_of(one).split(",")[0], *point))
    points = {key: _point(place) for key, place in found.items()}
    midnight = asking.clock.midnight
    travels = travels_of(asking.viewer, asking.staff, points.values(), now=asking.now)
    travel = travels.for_problem(points, midnight, _A_DAY_AND_TWO_HOURS)
    on_map = [point for point in points.values() if point is not None]
    start = _base_key(read, at_office=read.wishes.starts_at_office)
    end = _base_key(read, at_office=read.wishes.ends_at_office)
    words = travels.words(on_map, asking.now.astimezone(asking.clock.zone)) if len(on_map) > 1 else ""
    return Places(tuple(found.values()), with_known(travel, found, gone_to), start, end, words)


def _point(place: Place) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _base_key(read: Read, *, at_office: bool) -> str:
    office = read.base.office if read.base else None
    return f"office:{office.pk}" if at_office and office else HOME


def _bases(read: Read) -> dict[str, Place]:
    """Where the person's desks are, as far as the day begins or ends there."""
    staff, found = read.asking.staff, {}
    keys = {
        _base_key(read, at_office=read.wishes.starts_at_office),
        _base_key(read, at_office=read.wishes.ends_at_office),
    }
    if HOME in keys:
        found[HOME] = Place(HOME, "home", staff.home_latitude, staff.home_longitude, True, True)
    office = read.base.office if read.base else None
    if office and keys != {HOME}:
        key = f"office:{office.pk}"
        found[key] = Place(key, office.name, office.latitude, office.longitude, True, True)
    return found


def with_known(travel: Travel, places: Mapping[str, Place], gone_to: list[Appointment]) -> Travel:
    """A drive that somebody entered by hand for an appointment counts from everywhere."""
    known = {key_of(one): one.travel_minutes for one in gone_to if one.travel_minutes is not None}
    if not known:
        return travel
    minutes = {origin: dict(travel.minutes.get(origin, {})) for origin in places}
    for origin, row in minutes.items():
        row.update({key: (there,) for key, there in known.items() if key != origin})
    return replace(travel, minutes=minutes)


def here_of(read: Read, places: Places, stops: Mapping[str, tuple[Appointment, StopFacts]]) -> Here:
    """By taps; where there are none, by what was planned."""
    clock, now = read.asking.clock, read.asking.minute
    facts = [stop for _, stop in stops.values()]
    first = [(one.start, one.early, _drive(places, one) + one.parking) for one in facts if one.place]
    morning = morning_start(clock.at(read.wishes.day_from), first)
    if not read.asking.is_today:
        return Here(places.start, morning)
    left = [
        Left(one.window.end if one.window else one.end, one.place)
        for one in facts
        if one.place and is_presumed_over(one, now)
    ]
    driving = [
        (stop, clock.minute(one.set_off_at))
        for one, stop in stops.values()
        if one.set_off_at and one.state in OPEN and stop.place
    ]
    legs_home = [leg for leg in read.kept.solution.legs if leg.to is None] if read.kept else []
    return whereabouts(
        places.start,
        now=now,
        morning=morning,
        under_way=[one for one in facts if one.is_under_way or is_presumed_there(one, now)],
        driving_to=max(driving, key=lambda pair: pair[1], default=None),
        left=[*left, *_left_by_taps(read)],
        legs_home=legs_home,
        travel=places.travel,
    )


def _drive(places: Places, one: StopFacts) -> int:
    return places.travel.drive(places.start, one.place, max(0, one.start - 60)).minutes


def _left_by_taps(read: Read) -> list[Left]:
    """Where one has been today: done there, or told at the door that it is off."""
    clock, found = read.asking.clock, []
    for one in read.here:
        left_at = one.done_at or (one.cancelled_at or one.arrived_at if one.state in CALLED_OFF else None)
        if left_at and one.arrived_at:
            found.append(Left(clock.minute(left_at), key_of(one)))
    return found
