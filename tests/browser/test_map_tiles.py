"""Maps with tiles, from a tile server of our own: the content security policy lets in its pictures and nothing else."""

import struct
import zlib
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from caseday.access.models import Coverage
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_appointment, make_case, make_person
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NORTH, SOUTH = (30.45, -97.75), (30.15, -97.75)
_LOADED = (
    "() => [...document.querySelectorAll('.leaflet-tile')].filter(one => one.naturalWidth === 256).length > 1"
)


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _tile() -> bytes:
    """256 by 256 in one light gray."""
    head = struct.pack(">IIBBBBB", 256, 256, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\xe6" * 256 for _ in range(256))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _part(b"IHDR", head)
        + _part(b"IDAT", zlib.compress(rows))
        + _part(b"IEND", b"")
    )


TILE = _tile()


class _Tiles(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Referer", "")))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(TILE)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def tiles(settings: Any) -> Iterator[list[tuple[str, str]]]:
    """What is asked of a tile server that the settings name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Tiles)
    server.asked = asked = []  # type: ignore[attr-defined]
    host = f"http://127.0.0.1:{server.server_port}"
    settings.MAP_TILES = {"url": f"{host}/{{z}}/{{x}}/{{y}}.png", "attribution": "© mapmakers"}
    policy = deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["img-src"].append(host)
    settings.CONTENT_SECURITY_POLICY = policy
    Thread(target=server.serve_forever, daemon=True).start()
    yield asked
    server.shutdown()
    server.server_close()


def _shows_tiles(page: Page, path: str, pins: int) -> None:
    answer = page.goto(path)
    assert answer is not None
    pictures = next(
        one for one in answer.headers["content-security-policy"].split("; ") if one.startswith("img-src")
    )
    assert pictures.split()[1:3] == ["'self'", "data:"] and len(pictures.split()) == 4
    page.wait_for_function(_LOADED)
    expect(page.locator(".leaflet-marker-icon")).to_have_count(pins)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© mapmakers")
    expect(page.locator("svg.schematic")).to_have_count(0)
    assert_accessible(page, targets=24)


def test_the_day_and_the_team_are_shown_on_tiles(
    cast: Cast, open_as: OpenAs, tiles: list[tuple[str, str]]
) -> None:
    Coverage.objects.update(ended_at=clock.now())
    for staff, home in ((cast.nora, NORTH), (cast.carl, SOUTH)):
        staff.home_latitude, staff.home_longitude = home
        staff.save()
    day = clock.now().replace(hour=17, minute=0, second=0, microsecond=0) + timedelta(days=3)
    for staff, (latitude, longitude) in ((cast.nora, SOUTH), (cast.carl, (30.3, -97.6))):
        make_appointment(
            make_case(staff, person=make_person(given_name="Rosa", family_name="Alvarez")), kind="home_visit",
            title="Home visit", place="1 Oak St", latitude=latitude, longitude=longitude, starts_at=day,
        )  # fmt: skip
    for width in (DESK, PHONE):
        _shows_tiles(open_as(cast.susan, width), f"/plan/team?day={day:%Y-%m-%d}", 6)
        page = open_as(cast.nora, width)
        _shows_tiles(page, f"/plan/map?day={day:%Y-%m-%d}", 3)
    lines = page.locator("path.tiled-way")
    expect(lines).to_have_count(1)
    paths = {path for path, _ in tiles}
    assert all(path.count("/") == 3 and path.endswith(".png") for path in paths)
    assert not any("plan" in referer for _, referer in tiles), "the tile server learns no page"
