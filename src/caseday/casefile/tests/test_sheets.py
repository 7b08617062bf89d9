"""Sheets are drawn from the file."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from caseday.casefile import queries
from caseday.cases.queries import parties_of
from caseday.testing.make import make_activity, make_appointment, make_case

pytestmark = pytest.mark.django_db


def _party(case, role):
    return next(one for one in parties_of(case) if one.role == role)


def test_a_call_sheet_is_about_whom_one_calls(case, nora, now):
    adjuster = queries.call_sheet(nora, case.pk, now=now, party_id=_party(case, "adjuster").pk)
    assert adjuster.last_contact.summary == "Goals agreed."
    assert [one.text for one in adjuster.promises] == ["Send the update", "Check the pharmacy"]
    physician = queries.call_sheet(nora, case.pk, now=now, party_id=_party(case, "physician").pk)
    assert physician.last_contact is None
    assert [one.text for one in physician.promises] == ["Check the pharmacy"]


def test_a_contact_is_known_by_professional_or_office(case, nora, now, office):
    physician = _party(case, "physician")
    make_activity(case, professional=physician.professional, summary="Spoke to the doctor.")
    sheet = queries.call_sheet(nora, case.pk, now=now, party_id=physician.pk)
    assert sheet.last_contact.summary == "Spoke to the doctor."
    make_activity(case, office=office, started_at=now + timedelta(hours=1), summary="Front desk.")
    again = queries.call_sheet(nora, case.pk, now=now, party_id=physician.pk)
    assert again.last_contact.summary == "Front desk."


def test_a_call_sheet_without_a_party_is_for_the_client(case, nora, now):
    sheet = queries.call_sheet(nora, case.pk, now=now)
    assert sheet.whom is None
    assert sheet.questions[:2] == ["Ask about therapy", "Work status until when?"]


def test_a_visit_sheet_says_what_to_ask_and_to_carry(case, nora, now):
    sheet = queries.visit_sheet(nora, case.pk, now=now)
    assert sheet.carry == ["MRI report"]
    assert sheet.appointment.title == "Orthopedic follow-up"
    assert "Who is the employer?" in sheet.questions


def test_a_visit_sheet_is_for_the_appointment_asked_for(case, nora, now):
    past = make_appointment(case, starts_at=now - timedelta(days=9), title="First visit")
    assert queries.visit_sheet(nora, case.pk, now=now, appointment_id=past.pk).appointment == past
    other = make_appointment(make_case(case.assigned_to))
    assert queries.visit_sheet(nora, case.pk, now=now, appointment_id=other.pk).appointment is None


def test_a_bare_case_asks_for_everything(cast, nora, now):
    sheet = queries.visit_sheet(nora, make_case(cast.nora).pk, now=now)
    assert sheet.appointment is None
    for asked in ("Claim number?", "Date of injury?", "Date of birth?"):
        assert asked in sheet.questions
    assert any("goals" in one for one in sheet.questions)


def test_a_hand_off_sheet_holds_what_is_open(case, nora, now):
    sheet = queries.handoff_sheet(nora, case.pk, now=now)
    kinds = {one.kind for one in sheet.open_items}
    assert kinds == {"goal", "first_contact", "followup", "appointment", "activity"}
    assert [one.staff_id for one in sheet.workers] == [nora.staff_id]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("call_sheet", ("Call sheet", "WC-44-17", "(512) 555-0140", "Goals agreed.", "Send the update")),
        (
            "visit_sheet",
            (
                "Visit sheet",
                "MRI report",
                "Ask about therapy",
                "Ada Okafor",
                "may be told",
                "Dog in the yard",
            ),
        ),
        ("handoff_sheet", ("Hand-off sheet", "Still open", "Return to modified duty", "Nora Field, RN, CCM")),
    ],
)
def test_sheets_are_pages_to_print(case, nora_client, name, shown):
    page = nora_client.get(reverse(f"casefile:{name}", args=[case.pk])).content.decode()
    for text in shown:
        assert text in page
    assert "data-prints" in page


def test_sheets_take_what_they_are_for_from_the_address(case, nora_client):
    party = _party(case, "adjuster")
    page = nora_client.get(
        reverse("casefile:call_sheet", args=[case.pk]), {"party": str(party.pk)}
    ).content.decode()
    assert "Call sheet: Dana Whitfield" in page
    for query in ({"party": "x"}, {"appointment": "\0"}):
        assert nora_client.get(reverse("casefile:visit_sheet", args=[case.pk]), query).status_code == 200


def test_what_is_known_is_not_asked_again(case, nora, now):
    case.person.birth_date = date(1980, 3, 4)
    case.person.save()
    assert "Date of birth?" not in queries.call_sheet(nora, case.pk, now=now).questions
