from datetime import timedelta

import pytest

from caseday.access.models import CaseEvent
from caseday.dayplan import jobs
from caseday.dayplan.actions import place_some
from caseday.dayplan.asking import Unavailable
from caseday.dayplan.geocoding import (
    Found,
    Precision,
    Wanted,
    geocoder_of,
    in_the_middle,
    is_near_its_postal_code,
)
from caseday.dayplan.geocoding.port import Pacing, is_same_street
from caseday.dayplan.models import PlaceLookup
from caseday.dayplan.queries import trouble_of, unplaced
from caseday.dayplan.tests.map_servers import NominatimServer, PhotonServer, running
from caseday.people.models import Address
from caseday.testing.make import MONDAY_8, make_office, make_person

CONGRESS = Wanted("1100 Congress Ave", "Austin", "TX", "78701-1234")
STREET, HOUSE = (30.2747, -97.7404), (30.27473, -97.74035)
SERVERS = {"nominatim": NominatimServer, "photon": PhotonServer}


def nominatim(place=HOUSE, number="1100", road="Congress Avenue", category="building", kind="yes", **more):
    address = {"road": road, "city": "Austin"} | ({"house_number": number} if number else {})
    return {
        "place_id": 1, "lat": str(place[0]), "lon": str(place[1]), "category": category, "type": kind,
        "place_rank": 30, "osm_type": "way", "osm_id": 2, "address": address,
    } | more  # fmt: skip


def photon(place=HOUSE, number="1100", road="Congress Avenue", kind="house", **more):
    properties = {"osm_type": "W", "osm_key": "building", "countrycode": "US", "type": kind, "street": road}
    properties |= {"housenumber": number} if number else {}
    return {
        "type": "Feature",
        "properties": properties | more,
        "geometry": {"type": "Point", "coordinates": [place[1], place[0]]},
    }


@pytest.fixture(params=sorted(SERVERS))
def kind(request):
    return request.param


@pytest.fixture
def server(kind):
    with running(SERVERS[kind]()) as one:
        yield one


@pytest.fixture
def said(kind):
    return {"nominatim": nominatim, "photon": photon}[kind]


def found_by(kind, server, wanted=CONGRESS):
    return geocoder_of(kind, server.url, agent="Caseday/test (+https://caseday.example.org)").find(wanted)


def test_a_house_is_found_to_the_house(kind, server, said):
    server.places["1100 Congress Ave"] = [said()]
    assert found_by(kind, server) == Found(*HOUSE, Precision.ADDRESS)
    assert server.agents == ["Caseday/test (+https://caseday.example.org)"]


def test_the_house_is_taken_before_its_street(kind, server, said):
    server.places["1100 Congress Ave"] = [said(STREET, number=""), said()]
    assert found_by(kind, server).precision is Precision.ADDRESS


@pytest.mark.parametrize("number", ["", "1102"])
def test_another_house_of_the_street_is_the_street(kind, server, said, number):
    server.places["1100 Congress Ave"] = [said(STREET, number=number)]
    assert found_by(kind, server) == Found(*STREET, Precision.STREET)


def test_what_lies_far_from_its_postal_code_is_no_find(kind, server, said):
    server.places["1100 Congress Ave"] = [said((38.9, -77.03))]
    assert found_by(kind, server) is None


def test_another_street_is_no_find(kind, server, said):
    server.places["1100 Congress Ave"] = [said(road="Colorado Street")]
    assert found_by(kind, server) is None


def test_nothing_found_is_said(kind, server):
    assert found_by(kind, server) is None


def test_what_is_no_place_is_passed_over(kind, server, said):
    broken = [said((91, 0)), said((0, 0)), said(("x", "y")), {}, None, 7, [1]]
    server.places["1100 Congress Ave"] = [*broken, said()]
    assert found_by(kind, server).precision is Precision.ADDRESS
    nowhere = Wanted("1100 Congress Ave")
    server.places["1100 Congress Ave"] = broken
    assert found_by(kind, server, nowhere) is None


@pytest.mark.parametrize("answer", [{"error": "no"}, 7, None])
def test_a_geocoder_that_answers_something_else_is_no_use(kind, server, answer):
    server.change = lambda _: answer
    with pytest.raises(Unavailable):
        found_by(kind, server)


def test_a_number_interpolated_by_nominatim_is_good_for_the_street():
    with running(NominatimServer()) as server:
        server.places["1100 Congress Ave"] = [nominatim(category="place", kind="house", osm_type="way")]
        assert found_by("nominatim", server).precision is Precision.STREET
        server.places["1100 Congress Ave"] = [nominatim(category="place", kind="house", osm_type="node")]
        assert found_by("nominatim", server).precision is Precision.ADDRESS


def test_a_town_found_by_nominatim_is_no_find():
    town = nominatim(number="", road="", category="place", kind="city", place_rank=16)
    with running(NominatimServer()) as server:
        server.places["1100 Congress Ave"] = [town]
        assert found_by("nominatim", server) is None
        street = nominatim(STREET, number="", category="highway", kind="primary", place_rank=26)
        server.places["1100 Congress Ave"] = [town, street]
        assert found_by("nominatim", server) == Found(*STREET, Precision.STREET)


def test_towns_and_other_countries_found_by_photon_are_no_find():
    with running(PhotonServer()) as server:
        server.places["1100 Congress Ave"] = [
            photon(number="", road="", kind="city", name="Austin"),
            photon(countrycode="CA"),
        ]
        assert found_by("photon", server) is None
        server.places["1100 Congress Ave"] = [
            photon(STREET, number="", road="", kind="street", osm_key="highway", name="Congress Avenue")
        ]
        assert found_by("photon", server) == Found(*STREET, Precision.STREET)


def test_the_address_is_asked_for_and_nothing_else(kind, server):
    found_by(kind, server)
    asked = server.asked[0]
    assert "78701" in asked and "1234" not in asked.replace("78701-1234", "")
    assert "Austin" in asked and "TX" in asked


def test_no_more_than_one_request_a_second():
    now, slept = [100.0], []

    def sleep(seconds):
        slept.append(round(seconds, 3))
        now[0] += seconds

    pacing = Pacing(1.0, clock=lambda: now[0], sleep=sleep)
    pacing.wait()
    now[0] += 0.4
    pacing.wait()
    now[0] += 3
    pacing.wait()
    assert slept == [0.6]


@pytest.mark.parametrize(
    ("street", "name", "is_same"),
    [
        ("12 Oak St", "Oak Street", True),
        ("12 Oak St", "Elm Street", False),
        ("12 N 5th St", "West 5th Street", True),
        ("12A Oak St", "Oak", True),
        ("12 Oak St", "", True),
        ("12 North St", "South Avenue", True),
    ],
)
def test_streets_are_compared_by_the_words_that_tell(street, name, is_same):
    assert is_same_street(Wanted(street), name) is is_same


def test_wordings_are_one_but_for_case_and_spaces():
    assert Wanted("1 Oak St", "Austin").wording == Wanted(" 1  oak st", "AUSTIN").wording
    assert Wanted("1 Oak St", "Austin").wording != Wanted("2 Oak St", "Austin").wording


def test_the_middle_of_a_postal_code_is_what_there_is_without_a_geocoder():
    middle = in_the_middle(CONGRESS)
    assert middle.precision is Precision.POSTAL_CODE
    assert is_near_its_postal_code(middle, CONGRESS)
    assert in_the_middle(Wanted("1 Oak St")) is None
    assert is_near_its_postal_code(middle, Wanted("1 Oak St"))
    assert not is_near_its_postal_code(Found(0.0, 0.0, Precision.ADDRESS), Wanted("1 Oak St"))
    assert geocoder_of("", "", agent="") is None
    assert Precision.POSTAL_CODE.words == "by its postal code only"


@pytest.fixture
def photon_server(settings, monkeypatch):
    monkeypatch.setattr("caseday.dayplan.geocoding.port.Pacing.wait", lambda self: None)
    with running(PhotonServer()) as server:
        settings.GEOCODER = {"kind": "photon", "url": server.url}
        yield server


def vague(**fields):
    place = {"line1": "1100 Congress Ave", "city": "Austin", "state": "TX", "postal_code": "78701"}
    return {**place, "latitude": 30.27, "longitude": -97.74, "place_precision": "postal code", **fields}


@pytest.mark.django_db
class TestTurns:
    def test_offices_and_homes_are_placed_and_history_says_by_whom(self, photon_server, cast):
        photon_server.places["1100 Congress Ave"] = [photon()]
        office, home = make_office(**vague()), Address.objects.create(person=make_person(), **vague())
        assert place_some(now=MONDAY_8) == 2
        for one in (office, home):
            one.refresh_from_db()
            assert (one.latitude, one.longitude, one.place_precision) == (*HOUSE, "address")
        events = CaseEvent.objects.filter(subject_id__in=[office.id, home.id])
        assert {(one.verb, one.actor_name) for one in events} == {
            ("office_placed", "Geocoder"), ("address_placed", "Geocoder"),
        }  # fmt: skip
        assert str(PlaceLookup.objects.first()) == "address"

    @pytest.mark.parametrize(
        "fields", [{"place_precision": "pin"}, {"place_precision": "address"}, {"line1": ""}]
    )
    def test_what_is_better_known_or_has_no_street_is_not_asked_for(self, photon_server, cast, fields):
        office = make_office(**vague(**fields))
        Address.objects.create(person=make_person(), **vague(to_on=MONDAY_8.date()))
        assert place_some(now=MONDAY_8) == 0
        assert photon_server.asked == []
        office.refresh_from_db()
        assert office.latitude == 30.27

    def test_what_is_not_found_is_asked_for_once_for_each_wording(self, photon_server, cast):
        office = make_office(**vague())
        for n in range(3):
            assert place_some(now=MONDAY_8 + timedelta(days=n)) == 0
        assert len(photon_server.asked) == 1
        assert str(PlaceLookup.objects.get()) == "not found"
        office.line1 = "1102 Congress Ave"
        office.save()
        photon_server.places["1102 Congress Ave"] = [photon(number="1102")]
        assert place_some(now=MONDAY_8 + timedelta(days=4)) == 1

    def test_a_geocoder_in_trouble_is_said_to_be_and_left_alone_for_a_while(self, photon_server, cast):
        make_office(**vague())
        photon_server.mode = "<html>"
        assert place_some(now=MONDAY_8) == 0
        assert trouble_of("addresses") == "The geocoder answered with something else than data (status 200)."
        photon_server.mode, photon_server.places["1100 Congress Ave"] = "", [photon()]
        assert place_some(now=MONDAY_8 + timedelta(minutes=5)) == 0
        assert place_some(now=MONDAY_8 + timedelta(minutes=15)) == 1
        assert trouble_of("addresses") == ""

    def test_without_a_geocoder_nothing_is_asked(self, cast):
        make_office(**vague())
        assert place_some(now=MONDAY_8) == 0

    def test_a_turn_asks_for_some_and_offices_come_first(self, cast):
        from caseday.access.viewer import system_viewer

        Address.objects.create(person=make_person(), **vague())
        offices = [make_office(**vague()) for _ in range(2)]
        first = unplaced(system_viewer(), now=MONDAY_8, most=2)
        assert {one.id for one in first} == {office.id for office in offices}
        assert len(unplaced(system_viewer(), now=MONDAY_8, most=9)) == 3

    def test_the_job_asks_for_its_next_turn(self, photon_server, cast, monkeypatch):
        turns = []
        monkeypatch.setattr(jobs, "ask_again", lambda task, after: turns.append((task, after)))
        jobs.find_places.call()
        assert turns == [(jobs.find_places, timedelta(minutes=15))]
