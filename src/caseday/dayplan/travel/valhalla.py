"""In: places and an hour. Out: the matrix of a Valhalla server: `POST /sources_to_targets` (Valhalla matrix API).

With historical speeds in its tiles it knows the traffic of the hour, and is asked for each; else once for all hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from caseday.dayplan.asking import Answered, Unavailable
from caseday.dayplan.travel.blocks import OffRoad, TooMuch, table_in_blocks
from caseday.dayplan.travel.plausible import SNAPPED_AT_MOST_MILES, judge
from caseday.dayplan.travel.port import ANY_HOUR, Hour, Point, Refusal, Source, Table
from caseday.dayplan.wire import ask
from caseday.schedule.rules import KindOfDay

# Ten and ten are within the 20 locations that a server answers for unless told otherwise.
AT_ONCE = 10
_CUTOFF_METERS = round(SNAPPED_AT_MOST_MILES * 1609.344)
# Historical speeds are those of a week: any day of the kind will do.
_DAYS = {KindOfDay.WEEKDAY: "2026-03-03", KindOfDay.WEEKEND: "2026-03-07"}
_FAILURES: dict[int, Callable[[], Exception]] = {
    150: partial(TooMuch, None),  # exceeded max locations
    154: partial(TooMuch, Refusal.NO_ROAD),  # path distance exceeds the max distance limit
    170: partial(TooMuch, Refusal.NO_ROAD),  # locations are in unconnected regions
    171: OffRoad,  # no suitable edges near location
    442: partial(TooMuch, Refusal.NO_ROAD),  # no path could be found for input
}
_MILES_A_UNIT = {"miles": 1.0, "mi": 1.0, "kilometers": 0.621371, "km": 0.621371}


class Valhalla:
    source = Source.VALHALLA

    def __init__(self, url: str, *, knows_traffic: bool = False, seconds: float = 1.0) -> None:
        self._url, self._seconds = f"{url.rstrip('/')}/sources_to_targets", seconds
        self.knows_traffic = knows_traffic

    def table(self, origins: Sequence[Point], destinations: Sequence[Point], hour: Hour) -> Table:
        def block(starts: Sequence[Point], ends: Sequence[Point]) -> Table:
            return self._block(starts, ends, hour)

        # A departure is answered for only where there are no more sources than targets.
        rows = AT_ONCE if hour == ANY_HOUR else 1
        return table_in_blocks(block, origins, destinations, rows=rows, columns=AT_ONCE)

    def _block(self, origins: Sequence[Point], destinations: Sequence[Point], hour: Hour) -> Table:
        answered = ask(self._url, seconds=self._seconds, body=request_for(origins, destinations, hour))
        return table_from(answered, origins, destinations)


def request_for(origins: Sequence[Point], destinations: Sequence[Point], hour: Hour) -> dict[str, Any]:
    request: dict[str, Any] = {
        "sources": [_location(place) for place in origins],
        "targets": [_location(place) for place in destinations],
        "costing": "auto",
        "units": "miles",
        "verbose": True,
    }
    if hour != ANY_HOUR:
        request["date_time"] = {"type": 1, "value": f"{_DAYS[KindOfDay(hour.kind)]}T{hour.hour:02}:30"}
    return request


def table_from(answered: Answered, origins: Sequence[Point], destinations: Sequence[Point]) -> Table:
    body = _body_of(answered)
    try:
        return _table_of(body, origins, destinations)
    except (KeyError, TypeError, IndexError, ValueError):
        raise Unavailable("answered with something else than a table") from None


def _location(place: Point) -> dict[str, float]:
    latitude, longitude = place
    return {"lat": round(latitude, 6), "lon": round(longitude, 6), "search_cutoff": _CUTOFF_METERS}


def _body_of(answered: Answered) -> dict[str, Any]:
    body = answered.body
    if not isinstance(body, dict):
        raise Unavailable(f"answered with something else than a table (status {answered.status})")
    code = body.get("error_code")
    if code in _FAILURES:
        raise _FAILURES[code]()
    if code is not None or answered.status != 200:
        raise Unavailable(f"refused the table (status {answered.status}, code {code})")
    return body


def _table_of(body: dict[str, Any], origins: Sequence[Point], destinations: Sequence[Point]) -> Table:
    per_unit, rows = _MILES_A_UNIT[body["units"]], body["sources_to_targets"]
    if len(rows) != len(origins) or any(len(row) != len(destinations) for row in rows):
        raise ValueError("not the table that was asked for")
    table: Table = {}
    for i, row in enumerate(rows):
        for j, one in enumerate(row):
            if (one["from_index"], one["to_index"]) != (i, j):
                raise ValueError("not in the order of rows")
            start, end = origins[i], destinations[j]
            table[start, end] = judge(
                start, end, one["time"], one["distance"], minutes_a_unit=1 / 60, miles_a_unit=per_unit
            )
    return table
