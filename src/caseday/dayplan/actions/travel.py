"""The cache of travel times: filled by the jobs, from the map server that is set."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from caseday.dayplan.actions.trouble import note_trouble, over_trouble
from caseday.dayplan.asking import Unavailable
from caseday.dayplan.jobs import fill_in_background
from caseday.dayplan.models import TravelTime
from caseday.dayplan.queries.travel import has_rested, known_between
from caseday.dayplan.travel import ANY_HOUR, Hour, Point, RoadServer, cell_of, server_of
from caseday.dayplan.travel.matrix import pairs_missing
from caseday.dayplan.travel.port import Answer, Table
from caseday.schedule.rules import KindOfDay

_ROADS = "roads"
_FIRST_HOUR, _LAST_HOUR = 6, 20
_REST_MINUTES = 5
_MOST_PLACES = 60
_MOST_SECONDS = 20.0
_DROPPED_AFTER = timedelta(days=180)


def fill_travel(*, now: datetime, places: Sequence[Point], until: float | None = None) -> int:
    """How many drives were learned. Without a server, or with one in trouble, none; the trouble is kept and said.

    `until`, of `time.monotonic()`: then it stops, other work waits; what is still missing is asked for next time.
    """
    server = _server()
    if server is None or not has_rested(_ROADS, now=now, minutes=_REST_MINUTES):
        return 0
    learned, until = 0, time.monotonic() + _MOST_SECONDS if until is None else until
    missing = pairs_missing(known_between(places, now=now), places[:_MOST_PLACES], _hours_of(server))
    try:
        for hour, pairs in missing.items():
            learned += _learn(server, hour, pairs, now, until)
    except Unavailable as error:
        note_trouble(now=now, server=_ROADS, words=str(error))
        return learned
    if missing:
        over_trouble(server=_ROADS)
    return learned


def _server() -> RoadServer | None:
    return server_of(**settings.TRAVEL_SERVER)


def _hours_of(server: RoadServer) -> list[Hour]:
    if not server.knows_traffic:
        return [ANY_HOUR]
    return [Hour(str(kind), hour) for kind in KindOfDay for hour in range(_FIRST_HOUR, _LAST_HOUR + 1)]


def _learn(
    server: RoadServer, hour: Hour, pairs: Sequence[tuple[Point, Point]], now: datetime, until: float
) -> int:
    """One new place among known ones asks for a row and a column, not for the whole table."""
    wanted, learned = set(pairs), 0
    while wanted and time.monotonic() < until:
        origins, destinations = _widest(wanted)
        table = server.table(origins, destinations, hour)
        _store({pair: answer for pair, answer in table.items() if pair in wanted}, server, hour, now)
        learned += sum(isinstance(answer, Answer) for pair, answer in table.items() if pair in wanted)
        wanted -= {(start, end) for start in origins for end in destinations}
    return learned


def _widest(wanted: set[tuple[Point, Point]]) -> tuple[list[Point], list[Point]]:
    """A row, a column, or all: what covers the most of the missing pairs at once."""
    starts, ends = {pair[0] for pair in wanted}, {pair[1] for pair in wanted}
    if len(wanted) * 2 >= len(starts) * len(ends):
        return sorted(starts), sorted(ends)
    start = max(sorted(starts), key=lambda one: sum(pair[0] == one for pair in wanted))
    end = max(sorted(ends), key=lambda one: sum(pair[1] == one for pair in wanted))
    row, column = (
        [pair[1] for pair in wanted if pair[0] == start],
        [pair[0] for pair in wanted if pair[1] == end],
    )
    return ([start], sorted(row)) if len(row) >= len(column) else (sorted(column), [end])


def _store(table: Table, server: RoadServer, hour: Hour, now: datetime) -> None:
    rows = [
        TravelTime(
            from_place=cell_of(start),
            to_place=cell_of(end),
            kind_of_day=hour.kind,
            hour=hour.hour,
            minutes=answer.minutes if isinstance(answer, Answer) else None,
            miles=answer.miles if isinstance(answer, Answer) else None,
            source=server.source,
            refusal="" if isinstance(answer, Answer) else answer,
            asked_at=now,
        )
        for (start, end), answer in table.items()
    ]
    TravelTime.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["from_place", "to_place", "kind_of_day", "hour"],
        update_fields=["minutes", "miles", "source", "refusal", "asked_at"],
    )


def ask_for_travel(*, now: datetime, places: Sequence[Point | None]) -> bool:
    """For a page: what is not known between these places is asked for in the background. Whether anything is."""
    server, on_map = _server(), [place for place in places if place is not None]
    if server is None or not has_rested(_ROADS, now=now, minutes=_REST_MINUTES):
        return False
    if not pairs_missing(known_between(on_map, now=now), on_map, _hours_of(server)):
        return False
    transaction.on_commit(lambda: fill_in_background.enqueue([list(place) for place in on_map]))
    return True


def drop_old_travel(*, now: datetime) -> int:
    return TravelTime.objects.filter(asked_at__lt=now - _DROPPED_AFTER).delete()[0]
