"""What the file says for each field, and only what it knows."""

from datetime import date

import pytest

from caseday.access.viewer import system_viewer
from caseday.cases.models import Identifier, WorkStatus
from caseday.correspondence.queries.drawing import About, values_for
from caseday.correspondence.queries.ways import Receiver, receivers_of
from caseday.documents.tests.made import make_document
from caseday.followups.models import Request, StepClaim
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_office,
    make_party,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    person = make_person(
        given_name="Rosa", preferred_name="Rosie", family_name="Delgado", birth_date=date(1980, 3, 5)
    )
    case = make_case(cast.nora, person=person, onset_on=date(2026, 1, 6))
    Identifier.objects.create(case=case, kind="claim_number", value="WC-1", normalized="WC1")
    return case


def drawn(viewer, about, language="en"):
    return values_for(viewer, about, now=MONDAY_8, language=language)


def test_the_case_its_people_and_its_numbers(nora, cast, case):
    make_party(case, "adjuster", name="Dana")
    make_party(case, "physician", professional=make_professional(name="Lee", credentials="MD"), name="")
    make_party(case, "employer", name="Left", to_on=MONDAY_8.date())
    WorkStatus.objects.create(
        case=case, kind="modified", from_on=date(2026, 3, 1), recorded_at=MONDAY_8, staff=cast.nora,
        restrictions=[{"kind": "drive", "amount": 1, "unit": "hours a day", "note": ""}],
    )  # fmt: skip
    found = drawn(nora, About(case))
    assert found["client.first_name"] == "Rosie" and found["client.full_name"] == "Rosa Delgado"
    assert found["client.birth_date"] == "March 5, 1980" and found["injury_on"] == "January 6, 2026"
    assert (found["claim_number"], found["adjuster.name"], found["physician.name"]) == (
        "WC-1",
        "Dana",
        "Lee, MD",
    )
    assert "employer.name" not in found
    assert found["work_status"].startswith("Modified duty; Drive")
    assert (
        found["case_manager.signature"] == "Nora Field, RN, CCM" and found["agency.name"] == cast.agency.name
    )


def test_without_a_case_there_is_only_who_writes_and_when(nora):
    assert set(drawn(nora, About())) == {
        "agency.name", "case_manager.name", "case_manager.signature", "case_manager.email", "today",
    }  # fmt: skip


def test_a_job_signs_as_the_agency(cast, case):
    found = drawn(system_viewer(), About(case))
    assert found["case_manager.name"] == cast.agency.name and "case_manager.email" not in found


def test_an_appointment_at_an_office_and_elsewhere(nora, case):
    office = make_office(name="Oak Clinic", phone="+15125550150", line1="1 Oak", city="Austin", state="TX")
    there = make_appointment(case, office=office, early_minutes=15)
    found = drawn(nora, About(case, there))
    assert (
        found["appointment.when"] == "Monday, March 2 at 10:00 am"
        and found["appointment.be_there_at"] == "9:45 am"
    )
    assert found["appointment.place"] == found["office.name"] == "Oak Clinic"
    assert (
        found["appointment.phone"] == "(512) 555-0150" and found["appointment.address"] == "1 Oak, Austin, TX"
    )
    home = make_appointment(case, place="7 Elm Street", is_all_day=True, early_minutes=0)
    found = drawn(nora, About(case, home), "es")
    assert found["appointment.when"] == "lunes 2 de marzo" and found["appointment.address"] == "7 Elm Street"
    assert not {"appointment.time", "appointment.be_there_at", "office.name"} & set(found)


def test_a_request_says_how_far_it_stands(nora, cast, case):
    request = Request.objects.create(
        case=case, staff=cast.nora, kind="prescription", title="Brace", opened_at=MONDAY_8, reference="R-1"
    )
    found = drawn(nora, About(case, None, request.pk))
    assert (found["request.title"], found["request.days"], found["request.reference"]) == (
        "Brace",
        "0",
        "R-1",
    )
    assert "request.stands" not in found
    StepClaim.objects.create(
        request=request, step="received", said_at=MONDAY_8, staff=cast.nora, said_by="Ann"
    )
    assert drawn(nora, About(case, None, request.pk))["request.stands"]


def test_the_receiver_and_their_office(nora, case):
    office = make_office(name="Oak Clinic")
    found = drawn(nora, About(case, receiver=Receiver("office:1", "Oak Clinic", "", "", office_id=office.pk)))
    assert found["receiver.name"] == found["receiver.first_name"] == found["office.name"] == "Oak Clinic"
    client = receivers_of(nora, case, on=MONDAY_8.date())[0]
    assert drawn(nora, About(case, receiver=client))["receiver.first_name"] == "Rosa"


def test_papers_are_listed(nora, case):
    ids = [make_document(case, title).pk for title in ("A", "B", "C")]
    assert drawn(nora, About(case, document_ids=ids))["documents"] == "A, B and C"
    assert drawn(nora, About(case, document_ids=ids[:2]), "es")["documents"] == "A y B"
    assert drawn(nora, About(case, document_ids=ids[:1]))["documents"] == "A"
