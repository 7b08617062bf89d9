import pytest

from caseday.access.models import CaseEvent
from caseday.directory.actions import pin_office, place_office, revise_office
from caseday.directory.rules.places import pin_problems
from caseday.kernel.errors import Invalid, Refused
from caseday.testing.make import MONDAY_8, make_office

pytestmark = pytest.mark.django_db
DOOR = {"latitude": 30.2747, "longitude": -97.7404}


def austin(**fields):
    return make_office(line1="1100 Congress Ave", city="Austin", postal_code="78701", **fields)


def test_a_pin_is_set_by_hand_and_noted(nora):
    office = pin_office(actor=nora, now=MONDAY_8, office_id=austin().id, **DOOR)
    assert (office.latitude, office.longitude, office.place_precision) == (30.2747, -97.7404, "pin")
    event = CaseEvent.objects.get(subject_id=office.id)
    assert (event.verb, event.actor_name) == ("office_pinned", "Nora Field")


def test_a_find_never_overwrites_a_pin(nora):
    office = austin(place_precision="pin", latitude=1.0, longitude=2.0)
    found = place_office(actor=nora, now=MONDAY_8, office_id=office.id, precision="address", **DOOR)
    assert (found.latitude, found.place_precision) == (1.0, "pin")
    assert not CaseEvent.objects.exists()


def test_a_find_is_kept_with_its_precision(nora):
    found = place_office(actor=nora, now=MONDAY_8, office_id=austin().id, precision="street", **DOOR)
    assert (found.latitude, found.place_precision) == (30.2747, "street")


def test_auditors_set_no_pin(audrey):
    with pytest.raises(Refused):
        pin_office(actor=audrey, now=MONDAY_8, office_id=austin().id, **DOOR)


@pytest.mark.parametrize(
    ("place", "field", "said"),
    [
        ((91, 0), "latitude", "between -90 and 90"),
        ((30, 181), "longitude", "between -180 and 180"),
        ((30.27, 97.74), "latitude", "begin with a minus"),
        ((-97.74, 30.27), "latitude", "between -90 and 90"),
        ((float("nan"), 1), "latitude", "between"),
    ],
)
def test_a_slip_is_told(nora, place, field, said):
    with pytest.raises(Invalid) as raised:
        pin_office(actor=nora, now=MONDAY_8, office_id=austin().id, latitude=place[0], longitude=place[1])
    assert said in raised.value.problems[field]


def test_without_a_postal_code_any_place_of_the_earth_may_be_it():
    assert pin_problems(10.0, 10.0, "") == {}


def test_another_street_moves_a_find_back_to_its_postal_code(nora):
    office = austin(place_precision="address", latitude=30.2747, longitude=-97.7404)
    same = revise_office(actor=nora, now=MONDAY_8, office_id=office.id, fields={"note": "Ring twice"})
    assert same.place_precision == "address"
    moved = revise_office(actor=nora, now=MONDAY_8, office_id=office.id, fields={"line1": "1 Oak St"})
    assert (moved.place_precision, moved.latitude != 30.2747) == ("postal code", True)


@pytest.mark.parametrize(
    ("precision", "words"),
    [("pin", "pin set by hand"), ("street", "its street only"), ("postal code", "postal code only")],
)
def test_the_page_says_how_exactly_it_is_on_the_map(nora_client, precision, words):
    office = austin(place_precision=precision)
    assert words in nora_client.get(f"/directory/{office.id}/").content.decode()
    office.place_precision = "address"
    assert office.place_words == ""
