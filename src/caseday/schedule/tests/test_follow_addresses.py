from datetime import timedelta

import pytest

from caseday.access.models import CaseEvent
from caseday.people.actions import pin_address, revise_address
from caseday.people.models import Address
from caseday.schedule.queries import get_appointment
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

pytestmark = pytest.mark.django_db
TYPED = {"line1": "1100 Congress Ave", "city": "Austin", "state": "TX", "postal_code": "78701"}
MIDDLE, DOOR = {"latitude": 30.27, "longitude": -97.74}, {"latitude": 30.2747, "longitude": -97.7404}
DAY = timedelta(days=1)


@pytest.fixture
def case(cast):
    return make_case(cast.nora)


@pytest.fixture
def home(case):
    return Address.objects.create(person=case.person, **TYPED, **MIDDLE, place_precision="postal code")


def visit(case, home, **fields):
    values = {"place": str(home), "kind": "home_visit", "starts_at": MONDAY_8 + DAY, **MIDDLE, **fields}
    return make_appointment(case, **values)


def test_coming_visits_go_to_the_pin(nora, case, home):
    one = visit(case, home)
    pin_address(actor=nora, now=MONDAY_8, address_id=home.id, **DOOR)
    moved = get_appointment(nora, one.id)
    assert (moved.latitude, moved.longitude, moved.version) == (30.2747, -97.7404, 2)
    assert CaseEvent.objects.get(subject_id=one.id).verb == "appointment_placed"


@pytest.mark.parametrize(
    "fields", [{"place": "The library"}, {"state": "done"}, {"starts_at": MONDAY_8 - DAY}, {"office": True}]
)
def test_other_visits_stay_where_they_are(nora, case, home, fields):
    if "office" in fields:
        fields = {"office": make_office()}
    one = visit(case, home, **fields)
    pin_address(actor=nora, now=MONDAY_8, address_id=home.id, **DOOR)
    assert get_appointment(nora, one.id).latitude == 30.27


def test_somebody_elses_visit_at_the_same_address_stays(nora, cast, home):
    one = visit(make_case(cast.nora), home)
    pin_address(actor=nora, now=MONDAY_8, address_id=home.id, **DOOR)
    assert get_appointment(nora, one.id).latitude == 30.27


def test_what_is_no_place_moves_nothing(nora, case, home):
    one = visit(case, home)
    revise_address(
        actor=nora, now=MONDAY_8, address_id=home.id, fields={**TYPED, "arrival_note": "Ring twice"}
    )
    assert get_appointment(nora, one.id).version == 1
