import pytest

from caseday.access.models import CaseEvent
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.people.actions import pin_address, place_address, revise_address
from caseday.people.models import Address
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
DOOR = {"latitude": 30.2747, "longitude": -97.7404}
TYPED = {"line1": "1100 Congress Ave", "city": "Austin", "state": "TX", "postal_code": "78701"}


@pytest.fixture
def home(cast):
    return Address.objects.create(person=make_case(cast.nora).person, **TYPED)


def revise(nora, home, **fields):
    return revise_address(actor=nora, now=MONDAY_8, address_id=home.id, fields={**TYPED, **fields})


def test_a_pin_is_set_by_hand_and_noted_on_the_person(nora, home):
    address = pin_address(actor=nora, now=MONDAY_8, address_id=home.id, **DOOR)
    assert (address.latitude, address.longitude, address.place_precision) == (30.2747, -97.7404, "pin")
    event = CaseEvent.objects.get(subject_id=home.id)
    assert (event.verb, event.chain_id) == ("address_pinned", home.person_id)


def test_a_find_never_overwrites_a_pin(nora, home):
    pin_address(actor=nora, now=MONDAY_8, address_id=home.id, **DOOR)
    found = place_address(
        actor=nora, now=MONDAY_8, address_id=home.id, latitude=30.3, longitude=-97.7, precision="address"
    )
    assert (found.latitude, found.place_precision) == (30.2747, "pin")


def test_a_find_is_kept_while_nothing_of_the_address_changes(nora, home):
    place_address(actor=nora, now=MONDAY_8, address_id=home.id, precision="address", **DOOR)
    kept = revise(nora, home, arrival_note="Ring twice")
    assert (kept.latitude, kept.place_precision, kept.arrival_note) == (30.2747, "address", "Ring twice")
    moved = revise(nora, home, line1="1102 Congress Ave")
    assert moved.place_precision == "postal code"


def test_a_pin_stays_while_the_postal_code_does(nora, home):
    pin_address(actor=nora, now=MONDAY_8, address_id=home.id, **DOOR)
    assert revise(nora, home, line1="1100 Congress Avenue").place_precision == "pin"
    assert revise(nora, home, postal_code="78702").place_precision == "postal code"


def test_a_slip_is_told(nora, home):
    with pytest.raises(Invalid):
        pin_address(actor=nora, now=MONDAY_8, address_id=home.id, latitude=30.27, longitude=97.74)


def test_it_hides_the_address_from_a_colleague_without_sight_and_auditors_set_no_pin(olive, audrey, home):
    with pytest.raises(NotFound):
        pin_address(actor=olive, now=MONDAY_8, address_id=home.id, **DOOR)
    with pytest.raises(Refused):
        pin_address(actor=audrey, now=MONDAY_8, address_id=home.id, **DOOR)


def test_the_page_says_how_exactly_it_is_on_the_map(nora_client, home):
    Address.objects.update(place_precision="street")
    assert "on the map by its street only" in nora_client.get(f"/people/{home.person_id}/").content.decode()
