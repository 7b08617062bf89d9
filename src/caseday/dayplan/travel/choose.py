"""In: what is configured. Out: the server or map of roads to ask, or none."""

from __future__ import annotations

from caseday.dayplan.travel.port import RoadServer


def server_of(kind: str, url: str, *, knows_traffic: bool = False) -> RoadServer | None:
    """`url`: of a prepared map its folder. Loaded by the jobs alone: httpx has no place in a web process's memory."""
    if kind == "osrm":
        from caseday.dayplan.travel.osrm import Osrm

        return Osrm(url)
    if kind == "valhalla":
        from caseday.dayplan.travel.valhalla import Valhalla

        return Valhalla(url, knows_traffic=knows_traffic)
    if kind == "map":
        from caseday.dayplan.travel.road_map import RoadMap

        return RoadMap(url)
    return None
