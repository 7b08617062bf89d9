"""A case of Nora's with something in every part of its file."""

from datetime import date, timedelta

import pytest

from caseday.cases import actions
from caseday.cases.actions import NewCase, NewParty
from caseday.kernel import clock
from caseday.people.models import HouseholdMember, SafetyNote
from caseday.testing.make import (
    make_activity,
    make_appointment,
    make_contact_point,
    make_followup,
    make_office,
    make_person,
    make_professional,
)


@pytest.fixture
def office(cast):
    return make_office(name="Ridgeview Orthopedics", phone="+15125550123")


@pytest.fixture
def case(cast, nora, now, office):
    person = make_person(
        given_name="Daniel", family_name="Okafor", preferred_name="Danny", needs_interpreter=True
    )
    make_contact_point(person, "+15125550140", use="mobile")
    doctor = make_professional(office=office)
    new = NewCase(
        person_id=person.pk,
        program="workers_compensation",
        referred_at=now - timedelta(days=3),
        referred_by="Dana Whitfield",
        onset_on=date(2026, 1, 5),
        identifiers=[("claim_number", "WC-44-17")],
        parties=[
            NewParty("adjuster", name="Dana Whitfield", phone="+15125550130"),
            NewParty("physician", professional_id=doctor.pk, office_id=office.pk),
        ],
        goals=["Return to modified duty"],
        goals_agreed_with="Dana Whitfield",
        conditions=[("", "Torn meniscus, left knee")],
        key_dates=[("injury", date(2026, 1, 5))],
    )
    case = actions.open_case(actor=nora, now=now - timedelta(days=2), new=new, assign_to_id=cast.nora.pk)
    SafetyNote.objects.create(person=person, text="Dog in the yard", noted_at=now)
    SafetyNote.objects.create(person=person, text="Threatened a caller", audience="restricted", noted_at=now)
    HouseholdMember.objects.create(person=person, name="Ada Okafor", relation="wife", may_be_told=True)
    make_appointment(
        case,
        starts_at=now + timedelta(days=1),
        office=office,
        agenda="Ask about therapy\n\nWork status until when?",
        carry="MRI report",
    )
    make_followup(case, promised_to="Dana Whitfield", text="Send the update")
    make_followup(case, text="Check the pharmacy", due_on=None)
    make_activity(case, started_at=now - timedelta(hours=2), with_role="adjuster", summary="Goals agreed.")
    make_activity(case, started_at=now - timedelta(hours=1), result="no_answer", with_role="physician")
    return case


@pytest.fixture(autouse=True)
def _the_clock_stands_on_monday(now):
    """Pages read the clock; what is ahead of them is what the case has ahead on that Monday."""
    clock.shift_to(now)
    yield
    clock.shift_by(timedelta(0))
