"""The map of a day and pins set by hand, as pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.test.utils import override_settings

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.dayplan.actions import plan_shown
from caseday.dayplan.queries.road import as_planned, plan_day_of, road_of
from caseday.directory.models import Office
from caseday.people.models import Address
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]
DAY = MONDAY_8.date().isoformat()
TILES = {"url": "https://tiles.example.org/{z}/{x}/{y}.png", "attribution": "© mapmakers"}


@pytest.fixture
def nora_client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.nora)
    return client


@pytest.fixture
def clinic(cast: Cast) -> Office:
    cast.nora.home_latitude, cast.nora.home_longitude = 30.21, -97.80
    cast.nora.navigates_with = "geo"
    cast.nora.playlist_url = "https://music.example/nora"
    cast.nora.save()
    office = make_office(name="Ridgeview Orthopedics", line1="12 Oak St", city="Austin", postal_code="78701")
    Office.objects.filter(pk=office.pk).update(
        latitude=30.35, longitude=-97.70, place_precision="postal code"
    )
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Alvarez"))
    for hours, more in (
        (2, {"office": office}),
        (5, {"place": "somewhere"}),
        (7, {"office": office, "state": "cancelled"}),
    ):
        make_appointment(case, title=f"Visit {hours}", starts_at=MONDAY_8 + timedelta(hours=hours), **more)
    return office


def _map(client: Client, query: str = "") -> str:
    return client.get(f"/plan/map?day={DAY}{query}").content.decode()


def test_stops_are_drawn_and_listed_in_order(
    nora_client: Client, clinic: Office, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(45):
        page = _map(nora_client)
    assert page.index("Visit 2") < page.index("Visit 5") and "Visit 7" not in page
    assert (
        "<svg" in page and "2 stops" in page and "not on the map" in page and "its postal code only" in page
    )
    assert 'href="geo:0,0?q=' in page and "https://music.example/nora" in page
    assert "leaflet" not in page, "without tiles nothing of it is loaded"


@override_settings(MAP_TILES=TILES)
def test_with_tiles_the_points_go_to_the_map(nora_client: Client, clinic: Office) -> None:
    page = _map(nora_client)
    assert "leaflet/leaflet" in page and TILES["url"] in page and '"at": [30.35, -97.7]' in page
    assert "<svg" in page, "and the drawing stays for who has no script"
    pin = nora_client.get(f"/plan/pin/office/{clinic.pk}").content.decode()
    assert "data-pin-map" in pin


def test_a_day_without_places_says_what_to_do(nora_client: Client, clinic: Office) -> None:
    page = nora_client.get("/plan/map?day=2031-01-06").content.decode()
    assert "Nobody to drive to" in page
    assert nora_client.get("/plan/map?day=9999-99-99").status_code == 200
    assert nora_client.get("/plan/map?day=2990-01-01").status_code == 200, "another century is today"


def test_who_leads_sees_the_day_and_others_do_not(cast: Cast, clinic: Office) -> None:
    client = Client()
    client.force_login(cast.susan)
    assert "Nora Field" in _map(client, f"&staff={cast.nora.pk}")
    client.force_login(cast.olive)
    assert client.get(f"/plan/map?day={DAY}&staff={cast.nora.pk}").status_code == 404


def test_a_pin_is_set_by_hand(nora_client: Client, clinic: Office) -> None:
    url = f"/plan/pin/office/{clinic.pk}?next=/plan/map"
    assert "30.35, -97.7" in nora_client.get(url).content.decode()
    for wrong, said in (
        ("Austin", "two numbers"),
        ("97.7, 30.2", "between -90 and 90"),
        ("30.2, 97.7", "minus"),
    ):
        answer = nora_client.post(url, {"spot": wrong})
        assert answer.status_code == 422 and said in answer.content.decode()
    answer = nora_client.post(url, {"spot": "30.2700, -97.7400"})
    assert answer.status_code == 302 and answer.url == "/plan/map"
    clinic.refresh_from_db()
    assert (clinic.latitude, clinic.longitude, clinic.place_precision) == (30.27, -97.74, "pin")


def test_a_persons_address_gets_its_pin(nora_client: Client, cast: Cast, clinic: Office) -> None:
    person = make_person()
    make_case(cast.nora, person=person)
    home = Address.objects.create(
        person=person, line1="1 Elm St", city="Austin", state="TX", postal_code="78745"
    )
    url = f"/plan/pin/address/{home.pk}"
    assert "not on the map" in nora_client.get(url).content.decode()
    assert nora_client.post(url, {"spot": "30.21 -97.80"}).status_code == 302
    home.refresh_from_db()
    assert home.place_precision == "pin"


def test_drives_are_those_of_the_plan_and_yesterday_those_of_the_calendar(
    nora_client: Client, nora: Viewer, clinic: Office
) -> None:
    """Today and the map name the same hour; what is over has no plan."""
    when = plan_day_of(nora, now=MONDAY_8)
    road = road_of(nora, when)
    planned = as_planned(road, plan_shown(nora, now=MONDAY_8))
    assert when.is_today and when.later > when.day > when.earlier
    assert planned.halts[0].drive and road.halts[0].drive and planned.back and road.back is None
    assert planned.halts[0].drive.leave_at <= road.halts[0].drive.leave_at, "time to park is kept"
    page = _map(nora_client)
    assert f"{planned.halts[0].drive.leave_at.astimezone(nora.time_zone):%-H:%M}" in page
    before = MONDAY_8 - timedelta(days=3)
    make_appointment(
        make_case(Staff.objects.get(pk=nora.staff_id)), title="Friday", starts_at=before, office=clinic
    )
    page = nora_client.get(f"/plan/map?day={before.date()}").content.decode()
    assert "Friday" in page and page.count("leave <time>") == 2, "there and back, as the calendar has it"


def test_who_has_no_home_base_starts_at_the_first_stop(nora: Viewer, cast: Cast, clinic: Office) -> None:
    cast.nora.home_latitude = None
    cast.nora.save()
    road = road_of(nora, plan_day_of(nora, now=MONDAY_8))
    assert road.home is None and road.back is None and road.halts[0].drive is None
