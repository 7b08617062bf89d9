"""The team's ways in one drawing, with a list that says the same."""

from datetime import timedelta

import pytest
from django.test import Client
from django.test.utils import override_settings

from caseday.access.models import Coverage
from caseday.dayplan.rules.team_road import Route, RouteStop, letter_of, team_drawing, team_points
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_person

NORTH, SOUTH = (30.45, -97.75), (30.15, -97.75)
TILES = {"url": "https://tiles.example.org/{z}/{x}/{y}.png", "attribution": "© mapmakers"}


def _route(
    number: int, *points: tuple[float, float] | None, home: tuple[float, float] | None = NORTH
) -> Route:
    letter = letter_of(number)
    stops = tuple(
        RouteStop(f"{letter}{n}", f"Visit {letter}{n}", MONDAY_8, MONDAY_8 + timedelta(hours=1), point=point)
        for n, point in enumerate(points, 1)
    )
    return Route(number, f"Worker {letter}", stops, home)


def test_each_way_is_its_workers_and_a_place_of_several_is_nobodys_alone() -> None:
    ann, ben = _route(0, SOUTH), _route(1, SOUTH, (30.3, -97.6), None, home=None)
    found = team_drawing([ann, ben])
    assert found is not None
    assert [(mark.label, route) for mark, route in found.marks] == [("A", ann), ("A1, B1", None), ("B2", ben)]
    assert [route for _, route in found.ways] == [ann, ann, ben]
    assert not any(way.label for way, _ in found.ways)


def test_who_goes_nowhere_is_not_drawn() -> None:
    assert team_drawing([_route(0), _route(1, None)]) is None
    assert team_points([_route(0)]) == []


def test_letters_colors_and_lines_tell_workers_apart() -> None:
    assert [letter_of(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
    styles = {(route.color, route.dash) for route in map(_route, range(64))}
    assert len(styles) == 64


def test_a_map_with_tiles_gets_every_point_with_its_words() -> None:
    (one,) = team_points([_route(2, SOUTH)])
    assert (one["color"], one["dash"], one["name"]) == (2, 2, "Worker C")
    assert one["points"] == [
        {"at": NORTH, "label": "C", "name": "Worker C: home", "base": True},
        {"at": SOUTH, "label": "C1", "name": "Worker C: Visit C1", "base": False},
        {"at": NORTH, "label": "C", "name": "Worker C: home", "base": True},
    ]


@pytest.mark.django_db
def test_the_page_shows_everybodys_way_and_says_it_in_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    Coverage.objects.update(ended_at=MONDAY_8)
    client = Client()
    client.force_login(cast.susan)
    assert "way is known" in client.get("/plan/team?day=2026-03-03").content.decode()
    cast.nora.home_latitude, cast.nora.home_longitude = NORTH
    cast.nora.save()
    rosa = make_person(given_name="Rosa", family_name="Alvarez")
    ten = MONDAY_8 + timedelta(days=1, hours=2)
    fields = {"kind": "home_visit", "title": "Home visit", "place": "1 Oak St", "starts_at": ten}
    make_appointment(make_case(cast.nora, person=rosa), latitude=SOUTH[0], longitude=SOUTH[1], **fields)
    make_appointment(make_case(cast.carl, person=rosa), **fields)
    page = client.get("/plan/team?day=2026-03-03").content.decode()
    assert page.count('class="way c') == 2 and "leaflet" not in page
    assert "A Carl Cover" in page and "B Nora Field" in page
    assert "<b>B1</b>" in page and "not on the map" in page
    with override_settings(MAP_TILES=TILES):
        page = client.get("/plan/team?day=2026-03-03").content.decode()
    assert "leaflet.js" in page and "data-team-map" in page and '"label": "B1"' in page
