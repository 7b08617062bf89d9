"""In: what is configured. Out: the server of roads to ask, or none."""

from __future__ import annotations

from caseday.dayplan.travel.port import RoadServer


def server_of(kind: str, url: str, *, knows_traffic: bool = False) -> RoadServer | None:
    """Loaded by the jobs alone: httpx has no place in the memory of a web process."""
    if kind == "osrm":
        from caseday.dayplan.travel.osrm import Osrm

        return Osrm(url)
    if kind == "valhalla":
        from caseday.dayplan.travel.valhalla import Valhalla

        return Valhalla(url, knows_traffic=knows_traffic)
    return None
