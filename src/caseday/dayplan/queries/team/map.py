"""Where everybody of the team goes on the day, as it is planned now."""

from __future__ import annotations

from datetime import datetime

from caseday.dayplan.queries.team.day import TeamDay
from caseday.dayplan.rules.problem import Place
from caseday.dayplan.rules.schematic import Point
from caseday.dayplan.rules.team import Tour, as_today, tours_of
from caseday.dayplan.rules.team_road import Route, RouteStop, letter_of


def routes_of(found: TeamDay) -> tuple[Route, ...]:
    """In the order of the workers, those who stay at home as well. No query."""
    tours = tours_of(found.problem, as_today(found.problem))
    places = {place.key: place for place in found.problem.places}
    return tuple(
        Route(
            n,
            worker.name,
            tuple(_stops(found, tours[worker.key], n, places)),
            home=_point(places.get(worker.start_place or "")),
            leaves_at=_at(found, tours[worker.key].leave),
            back_at=_at(found, tours[worker.key].back),
            miles=round(tours[worker.key].miles, 1),
            is_away=worker.is_away,
        )
        for n, worker in enumerate(found.problem.workers)
    )


def _stops(found: TeamDay, tour: Tour, number: int, places: dict[str, Place]) -> list[RouteStop]:
    visits = {visit.key: visit for visit in found.problem.visits}
    stops = []
    for n, stop in enumerate(tour.stops, 1):
        place = places.get(visits[stop.key].place or "")
        stops.append(
            RouteStop(
                f"{letter_of(number)}{n}",
                visits[stop.key].name,
                found.moment(stop.start),
                found.moment(stop.end),
                place.name if place else "",
                _point(place),
            )
        )
    return stops


def _at(found: TeamDay, minute: int | None) -> datetime | None:
    return None if minute is None else found.moment(minute)


def _point(place: Place | None) -> Point | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude
