"""Map servers on this machine that follow the published protocols strictly: what they do not know they refuse.

OSRM `/table/v1/driving/`, Valhalla `/sources_to_targets`, Nominatim `/search`, Photon `/api`. `mode` makes one slow,
wrong or unwilling.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from caseday.schedule.rules import great_circle_miles

METERS_A_MILE = 1609.344
Place = tuple[float, float]
Answer = tuple[int, Any]


class MapServer:
    """What was asked is in `asked`; what lies in `sea` is off every road, `island` has roads that lead nowhere."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bodies: list[Any] = []
        self.agents: list[str] = []
        self.mode = ""
        self.largest = 100
        self.sea: set[Place] = set()
        self.island: set[Place] = set()
        self.snapped: dict[Place, Place] = {}
        self.change: Callable[[Any], Any] = lambda body: body
        self.mph = 30.0
        self.url = ""

    def respond(self, method: str, target: str, body: Any) -> Answer:
        raise NotImplementedError

    def minutes_and_miles(self, start: Place, end: Place) -> tuple[float, float] | None:
        if (start in self.island) != (end in self.island):
            return None
        miles = great_circle_miles(start, end) * 1.25
        return miles / self.mph * 60, miles


class OsrmServer(MapServer):
    def respond(self, method: str, target: str, body: Any) -> Answer:
        url = urlsplit(unquote(target))
        found = re.fullmatch(r"/table/v1/driving/([-\d.;,]+)", url.path)
        if method != "GET" or not found:
            return 400, {"code": "InvalidUrl", "message": "URL string malformed"}
        places = [(float(lat), float(lon)) for lon, lat in (one.split(",") for one in found[1].split(";"))]
        options = dict(parse_qsl(url.query, separator="&"))
        if set(options) - {"sources", "destinations", "annotations"}:
            return 400, {"code": "InvalidOptions", "message": "Unknown option"}
        if len(places) > self.largest:
            return 400, {"code": "TooBig", "message": "Too many table coordinates"}
        if options.get("annotations", "duration") not in ("duration", "distance", "duration,distance"):
            return 400, {"code": "InvalidValue", "message": "annotations"}
        return self._table(places, options)

    def _table(self, places: list[Place], options: dict[str, str]) -> Answer:
        if self.mode == "no distances" and "distance" in options["annotations"]:
            return 400, {"code": "NotImplemented", "message": "This algorithm does not have distances"}
        if self.sea & set(places):
            return 400, {
                "code": "NoSegment",
                "message": "Could not find a matching segment for any coordinate.",
            }
        starts = [places[int(n)] for n in options["sources"].split(";")]
        ends = [places[int(n)] for n in options["destinations"].split(";")]
        known = [[self.minutes_and_miles(a, b) for b in ends] for a in starts]
        if all(one is None for row in known for one in row):
            return 400, {"code": "NoTable", "message": "No table found"}
        answer = {
            "code": "Ok",
            "durations": [[one and round(one[0] * 60, 1) for one in row] for row in known],
            "sources": [self._waypoint(place) for place in starts],
            "destinations": [self._waypoint(place) for place in ends],
        }
        if "distance" in options["annotations"]:
            answer["distances"] = [[one and round(one[1] * METERS_A_MILE, 1) for one in row] for row in known]
        return 200, self.change(answer)

    def _waypoint(self, place: Place) -> dict[str, Any]:
        latitude, longitude = self.snapped.get(place, place)
        meters = great_circle_miles(place, (latitude, longitude)) * METERS_A_MILE
        return {"hint": "x", "name": "Road", "distance": round(meters, 2), "location": [longitude, latitude]}


def _refused(code: int, words: str) -> Answer:
    return 400, {"error_code": code, "error": words, "status_code": 400, "status": "Bad Request"}


class ValhallaServer(MapServer):
    largest_pairs = 2500

    def respond(self, method: str, target: str, body: Any) -> Answer:
        if urlsplit(target).path != "/sources_to_targets" or method != "POST":
            return 404, {"error_code": 106, "error": "Try any of: '/sources_to_targets'", "status_code": 404}
        if set(body) - {"sources", "targets", "costing", "units", "verbose", "date_time"}:
            return _refused(100, "Failed to parse json request")
        if body.get("costing") != "auto":
            return _refused(125, "No costing method found")
        starts, ends = ([(one["lat"], one["lon"]) for one in body[name]] for name in ("sources", "targets"))
        if len(starts) > self.largest or len(ends) > self.largest:
            return _refused(150, f"Exceeded max locations:{self.largest}")
        when = body.get("date_time")
        if when and len(starts) > len(ends):
            return _refused(168, "date_time.type 0/1 with more sources than targets")
        if self.sea & {*starts, *ends}:
            return _refused(171, "No suitable edges near location")
        return 200, self.change(self._matrix(starts, ends, when))

    def _matrix(self, starts: list[Place], ends: list[Place], when: Any) -> dict[str, Any]:
        slower = 2.0 if when and re.fullmatch(r"2026-03-03T17:\d\d", when["value"]) else 1.0
        rows = []
        for i, start in enumerate(starts):
            row = []
            for j, end in enumerate(ends):
                known = self.minutes_and_miles(start, end)
                time_, distance = (known[0] * 60 * slower, known[1]) if known else (None, None)
                row.append({"distance": distance, "time": time_, "to_index": j, "from_index": i})
            rows.append(row)
        return {
            "algorithm": "costmatrix", "units": "miles", "sources_to_targets": rows,
            "sources": [{"lat": a, "lon": b} for a, b in starts], "targets": [{"lat": a, "lon": b} for a, b in ends],
        }  # fmt: skip


class NominatimServer(MapServer):
    """`places`: what the server finds, street by street, as it would say it."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, list[dict[str, Any]]] = {}

    def respond(self, method: str, target: str, body: Any) -> Answer:
        url = urlsplit(target)
        options = dict(parse_qsl(url.query))
        known = {"street", "city", "state", "postalcode", "format", "addressdetails", "countrycodes", "limit"}
        if url.path != "/search" or method != "GET" or set(options) - known or options["format"] != "jsonv2":
            return 400, {"error": {"code": 400, "message": "Parameter unknown"}}
        return 200, self.change(self.places.get(options["street"], []))


class PhotonServer(NominatimServer):
    def respond(self, method: str, target: str, body: Any) -> Answer:
        url = urlsplit(target)
        options = dict(parse_qsl(url.query))
        if url.path != "/api" or set(options) - {"q", "limit", "lang"} or not options.get("q"):
            return 400, {"message": "unknown query parameter"}
        found = self.places.get(options["q"].split(",")[0], [])
        return 200, self.change({"type": "FeatureCollection", "features": found})


class _Handler(BaseHTTPRequestHandler):
    server: "_Listening"

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        ours = self.server.ours
        size = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(size)) if size else None
        ours.asked.append(self.path)
        ours.bodies.append(body)
        ours.agents.append(self.headers.get("User-Agent"))
        if ours.mode == "silent":
            self.server.stopped.wait(20)
            return
        status, said = ours.respond(method, self.path, body)
        text = ours.mode.encode() if ours.mode.startswith("<") else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if ours.mode == "dripping":
            self._drip(text)
        else:
            self.wfile.write(text)

    def _drip(self, text: bytes) -> None:
        for n in range(len(text)):
            if self.server.stopped.wait(0.05):
                return
            self.wfile.write(text[n : n + 1])
            self.wfile.flush()

    def log_message(self, *args: object) -> None:
        pass


class _Listening(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, ours: MapServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.ours, self.stopped = ours, threading.Event()

    def handle_error(self, *args: object) -> None:
        """Who asked has hung up: that is what is tested."""


@contextmanager
def running(server: Any) -> Iterator[Any]:
    """At `server.url`, on a port that is free."""
    with _Listening(server) as listening:
        server.url = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            listening.stopped.set()
            listening.shutdown()
            thread.join()
