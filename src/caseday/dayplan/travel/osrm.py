"""In: places. Out: the table of an OSRM server: `GET /table/v1/driving/{lon},{lat};...` (OSRM HTTP API, v1).

It knows no traffic: its answers hold for any hour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from caseday.dayplan.asking import Answered, Unavailable
from caseday.dayplan.travel.blocks import OffRoad, TooMuch, table_in_blocks
from caseday.dayplan.travel.plausible import SNAPPED_AT_MOST_MILES, judge
from caseday.dayplan.travel.port import Hour, Point, Refusal, Source, Table
from caseday.dayplan.wire import ask
from caseday.schedule.rules import great_circle_miles

_UNITS = {"minutes_a_unit": 1 / 60, "miles_a_unit": 1 / 1609.344}
_AT_ONCE = 25
_FAILURES: dict[str, Callable[[], Exception]] = {
    "NoSegment": OffRoad,
    "NoTable": partial(TooMuch, Refusal.NO_ROAD),
    "TooBig": partial(TooMuch, None),
}


class Osrm:
    source = Source.OSRM
    knows_traffic = False

    def __init__(self, url: str, *, seconds: float = 1.0) -> None:
        self._base, self._seconds = url.rstrip("/"), seconds
        self._says_distance = True

    def table(self, origins: Sequence[Point], destinations: Sequence[Point], hour: Hour) -> Table:
        return table_in_blocks(self._block, origins, destinations, rows=_AT_ONCE, columns=_AT_ONCE)

    def _block(self, origins: Sequence[Point], destinations: Sequence[Point]) -> Table:
        body = self._asked(origins, destinations)
        try:
            return _table_of(body, origins, destinations)
        except (KeyError, TypeError, IndexError, ValueError):
            raise Unavailable("answered with something else than a table") from None

    def _asked(self, origins: Sequence[Point], destinations: Sequence[Point]) -> dict[str, Any]:
        """Routers of the kind MLD have no distances in older versions, and say `NotImplemented`."""
        answered = ask(self._url(origins, destinations), seconds=self._seconds)
        code = _code_of(answered)
        if code == "NotImplemented" and self._says_distance:
            self._says_distance = False
            return self._asked(origins, destinations)
        if code in _FAILURES:
            raise _FAILURES[code]()
        if code != "Ok":
            raise Unavailable(f"refused the table ({code[:40]})")
        return dict(answered.body)

    def _url(self, origins: Sequence[Point], destinations: Sequence[Point]) -> str:
        places = [*origins, *destinations]
        coordinates = ";".join(f"{longitude:.6f},{latitude:.6f}" for latitude, longitude in places)
        sources = ";".join(str(n) for n in range(len(origins)))
        targets = ";".join(str(n) for n in range(len(origins), len(places)))
        wanted = "duration,distance" if self._says_distance else "duration"
        return (
            f"{self._base}/table/v1/driving/{coordinates}"
            f"?sources={sources}&destinations={targets}&annotations={wanted}"
        )


def _code_of(answered: Answered) -> str:
    code = answered.body.get("code") if isinstance(answered.body, dict) else None
    if not isinstance(code, str):
        raise Unavailable(f"answered with something else than a table (status {answered.status})")
    return code


def _table_of(body: dict[str, Any], origins: Sequence[Point], destinations: Sequence[Point]) -> Table:
    durations, distances = body["durations"], body.get("distances")
    far = [_far(body["sources"], origins), _far(body["destinations"], destinations)]
    if len(durations) != len(origins) or any(len(row) != len(destinations) for row in durations):
        raise ValueError("not the table that was asked for")
    table: Table = {}
    for i, start in enumerate(origins):
        for j, end in enumerate(destinations):
            if far[0][i] or far[1][j]:
                table[start, end] = Refusal.OFF_ROAD
            else:
                way = distances[i][j] if distances else None
                table[start, end] = judge(start, end, durations[i][j], way, **_UNITS)
    return table


def _far(waypoints: list[dict[str, Any]], places: Sequence[Point]) -> list[bool]:
    """Whether each place was moved further to its road than one walks."""
    return [
        great_circle_miles(place, (float(one["location"][1]), float(one["location"][0])))
        > SNAPPED_AT_MOST_MILES
        for place, one in zip(places, waypoints, strict=True)
    ]
