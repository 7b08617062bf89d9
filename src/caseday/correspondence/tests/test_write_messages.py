"""The page of writing: whom, which way, drawn by a template, previewed, refused with everything kept, sent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from caseday.correspondence.actions.outcomes import claim_next, fail, note_unsure
from caseday.correspondence.models import Message
from caseday.correspondence.tests.made import file_on, make_message
from caseday.correspondence.tests.outgoing_made import MOBILE, ROSA, make_mailbox, reachable, texting
from caseday.documents.tests.made import keep_pdf, make_document
from caseday.followups.models import Request
from caseday.kernel.ids import new_id
from caseday.people.models import Address, HouseholdMember
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_contact_point,
    make_office,
    make_party,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db
WRITE = reverse("correspondence:compose")
PREVIEW = reverse("correspondence:compose_preview")


@pytest.fixture
def case(cast):
    make_mailbox(cast.nora)
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Delgado"))
    reachable(case)
    return case


def option(case, channel="email", address=ROSA):
    return f"person:{case.person_id}|{channel}|{address}"


def form(case, **fields):
    given = {"case": case.pk, "to": option(case), "subject": "Hello", "text": "How are you?", "id": new_id()}
    return {**given, **fields}


def page(client, **query):
    answer = client.get(WRITE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_offers_everybody_on_the_case_by_their_ways(nora_client, case):
    texting(case, text_consent="declined", details_allowed=True, use="mobile")
    make_contact_point(case.person, "+15125550199", is_retired=True)
    Address.objects.create(person=case.person, line1="1 Oak Street", city="Austin", state="TX")
    office = make_office(
        name="Oak Clinic", email="front@example.com", fax="+15125550150", preferred_channel="fax"
    )
    lee = make_professional(name="Lee", office=office, email="LEE@example.com", preferred_channel="")
    make_party(case, "physician", professional=lee, name="")
    make_party(case, "employer", office=make_office(name="Oak Works", email="hr@example.com"), name="")
    make_party(case, "family", person=make_person(given_name="Luis"), name="")
    make_party(case, "adjuster", name="Dana", email="Dana@example.com", phone="+15125550160")
    make_party(
        case, "other", name="Gone", email="gone@example.com", to_on=MONDAY_8.date() - timedelta(days=400)
    )
    sister = make_person(given_name="Eva")
    make_contact_point(sister, "eva@example.org", system="email", email_consent="granted")
    HouseholdMember.objects.create(person=case.person, other=sister, relation="sister", may_be_told=True)
    HouseholdMember.objects.create(person=case.person, name="Neighbor Ann", relation="neighbor", may_be_told=True, phone="+15125550170")  # fmt: skip
    HouseholdMember.objects.create(
        person=case.person, name="Ex", relation="former husband", phone="+15125550171"
    )
    shown = page(nora_client, case=case.pk)
    for words in (
        "declined", "agreed", "1 Oak Street", "lee@example.com", "prefers it", "Oak Works", "dana@example.com",
        "(512) 555-0160", "eva@example.org", "Neighbor Ann",
    ):  # fmt: skip
        assert words in shown, words
    for words in ("gone@example.com", "0199", "former husband", "Luis"):
        assert words not in shown, words


def test_a_template_is_drawn_for_the_appointment_in_the_clients_language(nora_client, case):
    case.person.language = "es"
    case.person.save()
    appointment = make_appointment(case, office=make_office(name="Oak Clinic", arrival_note="Park in front."))
    shown = page(nora_client, appointment=appointment.pk, template="appointment_reminder")
    assert "Tiene una cita el lunes 2 de marzo a las 10:00 a. m." in shown
    assert "Es bueno saber: Park in front" in shown and "Su cita del lunes 2 de marzo" in shown
    assert "Reading grade" in shown


def test_what_a_request_is_about_is_drawn(nora_client, nora, case):
    office = make_office(name="Corner Pharmacy", phone="+15125550180", email="rx@example.com")
    request = Request.objects.create(
        case=case, staff=case.assigned_to, kind="prescription", title="Brace", office=office,
        professional=make_professional(name="Pat"), opened_at=MONDAY_8,
    )  # fmt: skip
    shown = page(nora_client, request=request.pk, template="medication_ready")
    assert "Corner Pharmacy says your order is ready." in shown and "(512) 555-0180" in shown
    assert "about this request" in shown
    assert "Monday to Friday 8:00 am to 12:00 pm, 1:00 pm to 5:00 pm" in shown


def test_drawing_again_keeps_what_was_typed(nora_client, case):
    draw = {"do": "draw", "template": "closing"}
    fresh = nora_client.post(WRITE, form(case, **draw, text="", subject=""))
    assert fresh.status_code == 422 and "Thank you for the time we had" in fresh.content.decode()
    typed = nora_client.post(WRITE, form(case, **draw, text="And one more thing"), HTTP_HX_REQUEST="true")
    assert typed.status_code == 200
    shown = typed.content.decode()
    assert "Thank you for the time we had" in shown and "And one more thing" in shown
    changed = nora_client.post(
        WRITE, form(case, **draw, text="Drawn, then changed", drawn="Drawn"), HTTP_HX_REQUEST="true"
    )
    assert "Drawn, then changed" in changed.content.decode()
    same = nora_client.post(WRITE, form(case, do="draw", template="", text="Drawn", drawn="Drawn"))
    assert ">Drawn<" not in same.content.decode()
    own = nora_client.post(WRITE, form(case, do="draw", template="", text="My own words"))
    assert "My own words" in own.content.decode()


def test_the_preview_says_what_speaks_against_it_beside_its_field(nora_client, case):
    texting(case, text_consent="unknown")
    answer = nora_client.post(PREVIEW, form(case, to=option(case, "text", MOBILE), text="Hi {client.x}"))
    shown = answer.content.decode()
    assert 'id="says-to"' in shown and "was not asked whether texts" in shown
    assert 'id="says-text"' in shown and "is not filled" in shown
    assert "to resolve before it leaves" in shown


def test_the_preview_shows_from_whom_when_and_with_which_papers(nora_client, case, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    paper = make_document(case, "Report")
    keep_pdf(paper)
    later = "2099-03-02T09:30"
    shown = nora_client.post(PREVIEW, form(case, documents=paper.pk, at=later)).content.decode()
    assert "nora@example.com" in shown and "Report" in shown and "9:30" in shown
    assert "I have looked: it is right" in shown
    seen = nora_client.post(
        PREVIEW, form(case, documents=paper.pk, confirmed="not_read:Report", at="whenever")
    )
    assert "Nothing speaks against it" in seen.content.decode()


def test_it_is_sent_and_leads_to_the_message(nora_client, case):
    answer = nora_client.post(WRITE, form(case))
    message = Message.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse(
        "correspondence:message", args=[message.pk]
    )
    assert nora_client.get(answer["Location"]).status_code == 200


def test_what_is_refused_keeps_everything_typed(nora_client, case):
    answer = nora_client.post(WRITE, form(case, text="Hi {client.x}", subject="My subject", reason="because"))
    shown = answer.content.decode()
    assert answer.status_code == 422 and not Message.objects.exists()
    for words in ("It has not left", "Hi {client.x}", "My subject"):
        assert words in shown


def test_without_a_receiver_it_asks_for_one(nora_client, case):
    answer = nora_client.post(WRITE, form(case, to=""))
    assert answer.status_code == 422 and "Choose who gets it" in answer.content.decode()


@pytest.mark.parametrize(
    "channel, other, address",
    [("email", " ANN@Example.com ", "ann@example.com"), ("text", "512 555 0191", "+15125550191"), ("fax", "12", "12"),
     ("letter", "1 Oak  Street", "1 Oak Street")],
)  # fmt: skip
def test_another_address_is_taken_as_it_is_kept(nora_client, case, channel, other, address):
    shown = nora_client.post(
        PREVIEW, form(case, to="other", other=other, other_channel=channel, other_name="Ann")
    )
    assert f"not_in_file:{address}" in shown.content.decode() or f"“{address}”" in shown.content.decode()


def test_copies_go_to_others_by_the_same_way(nora_client, case):
    make_party(case, "adjuster", name="Dana", email="dana@example.com")
    key = next(one for one in page(nora_client, case=case.pk).split('"') if one.startswith("party:"))
    copy = f"{key.partition('|')[0]}|dana@example.com"
    nora_client.post(WRITE, form(case, copies=copy))
    assert [(one["address"], one["as"]) for one in Message.objects.get().recipients] == [
        (ROSA, "to"), ("dana@example.com", "cc"),
    ]  # fmt: skip


def test_a_reply_goes_to_whoever_wrote(nora_client, case):
    came = make_message(subject="My claim", from_address=ROSA, state="filed")
    file_on(came, case)
    shown = page(nora_client, reply_to=came.pk)
    assert "Re: My claim" in shown and f'value="{option(case)}" selected' in shown
    stranger = make_message(subject="Re: You", from_address="x@example.org", from_name="Xaver")
    shown = page(nora_client, reply_to=stranger.pk)
    assert "Xaver" in shown and "Re: You" in shown and "Re: Re:" not in shown
    voice = make_message(channel="voicemail", from_address=MOBILE, subject="", state="filed")
    file_on(voice, case)
    assert page(nora_client, reply_to=voice.pk)


def test_a_reply_to_our_own_goes_where_that_went(nora_client, case):
    nora_client.post(WRITE, form(case))
    ours = Message.objects.get()
    assert f'value="{option(case)}" selected' in page(nora_client, reply_to=ours.pk)
    Message.objects.update(recipients=[])
    page(nora_client, reply_to=ours.pk)


def test_what_is_of_another_case_is_not_written_about_here(nora_client, case):
    appointment = make_appointment(make_case(case.assigned_to))
    assert nora_client.get(WRITE, {"case": case.pk, "appointment": appointment.pk}).status_code == 422


def test_outsiders_write_nothing_and_see_nothing(olive_client, case):
    assert olive_client.get(WRITE, {"case": case.pk}).status_code == 404
    assert olive_client.post(WRITE, form(case)).status_code == 404
    assert olive_client.get(WRITE).status_code == 200


def test_a_message_is_taken_back_tried_again_and_said_to_have_arrived(nora_client, case, now):
    nora_client.post(WRITE, form(case))
    message = Message.objects.get()

    def tap(name, **fields):
        answer = nora_client.post(reverse(f"correspondence:{name}", args=[message.pk]), fields)
        assert answer.status_code == 302
        message.refresh_from_db()
        return answer["Location"]

    far = now + timedelta(days=4000)
    fail(claim_next(far), now, "No such mailbox.")
    assert (
        "No such mailbox."
        in nora_client.get(reverse("correspondence:message", args=[message.pk])).content.decode()
    )
    assert tap("retry", next="/cases/") == "/cases/" and message.state == "queued"
    note_unsure(claim_next(far), now)
    shown = nora_client.get(reverse("correspondence:message", args=[message.pk])).content.decode()
    assert "not known whether it left" in shown and "It arrived" in shown
    tap("arrived", next="https://elsewhere.example")
    assert message.state == "sent"
    assert tap("stop") and message.state == "sent"


def test_a_letter_is_opened_as_pdf_and_mailed(nora_client, case):
    Address.objects.create(
        person=case.person, line1="1 Oak Street", city="Austin", state="TX", postal_code="78701"
    )
    letter = option(case, "letter", "1 Oak Street, Austin, TX 78701")
    nora_client.post(WRITE, form(case, to=letter, text="Dear Rosa,\n\nAll is well.\nBye"))
    message = Message.objects.get()
    pdf = nora_client.get(reverse("correspondence:letter", args=[message.pk]))
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    nora_client.post(reverse("correspondence:mailed", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "sent"
    came = make_message(state="filed")
    file_on(came, case)
    assert nora_client.get(reverse("correspondence:letter", args=[came.pk])).status_code == 404


def test_the_page_asks_a_bounded_number_of_questions(nora_client, case, django_assert_max_num_queries):
    for number in range(6):
        make_party(case, "adjuster", name=f"Dana {number}", email=f"dana{number}@example.com")
    with django_assert_max_num_queries(60):
        page(nora_client, case=case.pk, template="closing")


def test_a_template_that_needs_an_appointment_takes_the_next_one(nora_client, case, monkeypatch, now):
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: now)
    make_appointment(case, title="Follow-up", office=make_office(name="Oak Clinic"))
    shown = page(nora_client, case=case.pk, template="new_appointment_date")
    assert "When: Monday, March 2 at 10:00 am" in shown and "About Follow-up" in shown
    assert "About Follow-up" not in page(nora_client, case=case.pk, template="closing")
    assert page(nora_client, template="closing")
