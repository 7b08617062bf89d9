"""Pages of deliveries and packets, as a person uses them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.documents.models import Delivery, Packet
from caseday.documents.tests.made import keep_pdf, make_delivery, make_document, pages_of
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_office,
    make_party,
    make_professional,
)


class World:
    def __init__(self, cast: Cast) -> None:
        self.case = make_case(cast.nora)
        self.office = make_office(name="Ridgeview Orthopedics")
        self.doctor = make_professional(office=self.office)
        make_party(self.case, "physician", professional=self.doctor)
        self.appointment = make_appointment(self.case, office=self.office, carry="MRI")
        self.mri = keep_pdf(make_document(self.case, "MRI of the shoulder"))
        self.letter = keep_pdf(make_document(self.case, "Letter", kind="letter"))
        self.sent = make_delivery(self.mri, office=self.office, proof="page 3 of 3 ok")


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Any) -> World:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return World(cast)


def test_the_papers_of_an_appointment_and_their_printing_in_one_tap(
    world: World, nora_client: Client
) -> None:
    path = f"/papers/appointment/{world.appointment.pk}/"
    text = nora_client.get(path).content.decode()
    assert "sent, nobody saw it in the chart" in text and "Ridgeview Orthopedics" in text
    assert f'value="{world.mri.pk}" checked' in text and f'value="{world.letter.pk}" checked' not in text
    answer = nora_client.post(path, {"paper": [world.mri.pk, world.letter.pk], "id": new_id(), "print": "1"})
    packet = Packet.objects.get()
    assert answer.url == f"/papers/packet/{packet.pk}/packet.pdf"
    pdf = nora_client.get(answer.url)
    assert pdf["Content-Type"] == "application/pdf" and pdf["Content-Disposition"].startswith("inline")
    assert len(pages_of(pdf.content)) == 5
    assert nora_client.get(answer.url + "?save")["Content-Disposition"].startswith("attachment")
    assert (
        nora_client.post(path, {"paper": [world.mri.pk], "edit": "1"}).url == f"/papers/packet/{packet.pk}/"
    )
    assert nora_client.post(path, {"print": "1"}).status_code == 422


def test_a_case_without_papers_says_what_to_do(cast: Cast, nora_client: Client) -> None:
    bare, free = make_appointment(make_case(cast.nora)), make_appointment(None, staff=cast.nora)
    assert "Add a paper" in nora_client.get(f"/papers/appointment/{bare.pk}/").content.decode()
    assert "of no case" in nora_client.get(f"/papers/appointment/{free.pk}/").content.decode()
    assert "No papers" in nora_client.get(f"/papers/appointment/{bare.pk}/hand-over/").content.decode()


def test_visit_mode_hands_over_in_one_tap(world: World, nora_client: Client) -> None:
    path = f"/papers/appointment/{world.appointment.pk}/hand-over/"
    assert "Handed over</button>" in nora_client.get(path).content.decode()
    refused = nora_client.post(path, {"taken_by": "Maria"}, headers={"HX-Request": "true"})
    assert refused.status_code == 422 and 'value="Maria"' in refused.content.decode()
    assert nora_client.post(path, {}).status_code == 302
    asked = {"paper": [world.mri.pk], "taken_by": "Maria", "id": new_id()}
    answer = nora_client.post(path, asked, headers={"HX-Request": "true"})
    assert "See the packet" in answer.content.decode()
    assert Delivery.objects.filter(packet__isnull=False).get().proof == "handed to Maria"
    assert nora_client.post(path, asked).url == reverse("schedule:visit", args=[world.appointment.pk])


def test_visit_mode_shows_the_card(world: World, nora_client: Client) -> None:
    text = nora_client.get(reverse("schedule:visit", args=[world.appointment.pk])).content.decode()
    assert f"/papers/appointment/{world.appointment.pk}/hand-over/" in text
    text = nora_client.get(reverse("schedule:appointment", args=[world.appointment.pk])).content.decode()
    assert f"/papers/appointment/{world.appointment.pk}/" in text


def test_the_office_shows_what_went_there(world: World, nora_client: Client, olive_client: Client) -> None:
    path = f"/papers/office/{world.office.pk}/"
    assert path in nora_client.get(reverse("directory:office", args=[world.office.pk])).content.decode()
    assert "MRI of the shoulder" in nora_client.get(path).content.decode()
    assert "No papers of your cases" in olive_client.get(path).content.decode()


def test_a_packet_of_any_purpose_is_made_ordered_and_handed_over(world: World, nora_client: Client) -> None:
    path = f"/papers/case/{world.case.pk}/packet/"
    assert "Ridgeview Orthopedics" in nora_client.get(path).content.decode()
    order = [str(world.mri.pk), str(world.letter.pk)]
    given = {
        "to": f"office:{world.office.pk}", "dated_on": "2026-03-02", "ask": "Please file.", "order": order,
        "paper": order, "id": str(new_id()),
    }  # fmt: skip
    later = nora_client.post(path, {**given, "up": order[1]})
    text = later.content.decode()
    assert later.status_code == 200 and "Please file." in text
    assert text.index(f'name="order" value="{order[1]}"') < text.index(f'name="order" value="{order[0]}"')
    assert nora_client.post(path, {**given, "to": ""}).status_code == 422
    assert nora_client.post(path, {**given, "paper": []}).status_code == 422
    target = nora_client.post(path, {**given, "paper": order[::-1]}).url
    one = Packet.objects.get()
    assert target == f"/papers/packet/{one.pk}/"
    assert [item.document.title for item in one.items.all()] == ["Letter", "MRI of the shoulder"]
    page = nora_client.get(target).content.decode()
    assert "Please file." in page and "Handed over now" in page
    down = nora_client.post(target, {**given, "down": order[0]}).content.decode()
    assert down.index(order[1]) < down.rindex(order[0])
    assert nora_client.post(target, {**given, "ask": "Call us."}).status_code == 302
    assert nora_client.post(target, {**given, "paper": []}).status_code == 422
    assert nora_client.post(f"{target}hand-over/", {"taken_by": "Ann"}).status_code == 302
    assert "What was handed over" in nora_client.get(target).content.decode()
    late = nora_client.post(target, given)
    assert late.status_code == 422 and "stays as it was" in late.content.decode()
    assert Delivery.objects.filter(packet=one).count() == 2


def test_a_packet_that_cannot_be_drawn_says_which_paper(
    world: World, nora_client: Client, cast: Cast
) -> None:
    bare = make_document(world.case, "Bare letter")
    target = nora_client.post(
        f"/papers/case/{world.case.pk}/packet/",
        {"to_name": "Court", "dated_on": "2026-03-02", "paper": [bare.pk]},
    ).url
    answer = nora_client.get(f"{target}packet.pdf")
    assert answer.status_code == 422 and "“Bare letter” has no pages" in answer.content.decode()


def test_the_paper_shows_where_it_went(world: World, nora_client: Client) -> None:
    text = nora_client.get(f"/papers/{world.mri.pk}/deliveries/").content.decode()
    assert "page 3 of 3 ok" in text and "They don't have it" in text
    assert "nowhere yet" in nora_client.get(f"/papers/{world.letter.pk}/deliveries/").content.decode()


def test_they_say_that_they_dont_have_it_in_one_tap_with_the_proof_at_hand(
    world: World, nora_client: Client
) -> None:
    path = f"/papers/delivery/{world.sent.pk}/"
    answer = nora_client.post(f"{path}denied/", {"seen": "sent"}, follow=True)
    text = answer.content.decode()
    assert "Nora Field faxed “MRI of the shoulder” on Monday, March 2, 2026 at 8:00 to Ridgeview" in text
    assert "Proof: page 3 of 3 ok." in text and "Send it again" in text
    assert f"/papers/{world.mri.pk}/send/?again={world.sent.pk}" in text


def test_the_taps_of_a_sending(world: World, nora_client: Client) -> None:
    path = f"/papers/delivery/{world.sent.pk}/"
    assert "The proof" in nora_client.get(path).content.decode()
    assert nora_client.post(f"{path}received/", {"seen": "sent", "by": ""}).status_code == 422
    assert nora_client.post(f"{path}received/", {"seen": "sent", "by": "Ann"}).status_code == 302
    wrong = nora_client.post(f"{path}in-chart/", {"seen": "sent", "how": "portal"})
    assert wrong.status_code == 422 and 'value="portal"' in wrong.content.decode()
    assert nora_client.post(f"{path}in-chart/", {"seen": "received", "how": "portal"}).status_code == 302
    other = make_delivery(world.mri, to_name="Court", state="sent")
    assert (
        nora_client.post(
            f"/papers/delivery/{other.pk}/failed/", {"seen": "sent", "reason": "busy"}
        ).status_code
        == 302
    )
    assert "did not go through" in nora_client.get(path).content.decode()


def test_a_sending_is_written_down_and_again_to_the_same(world: World, nora_client: Client) -> None:
    path = f"/papers/{world.mri.pk}/send/"
    assert "Amina Farouk" in nora_client.get(path).content.decode()
    again = nora_client.get(f"{path}?again={world.sent.pk}").content.decode()
    assert f'value="office:{world.office.pk}" selected' in again
    given = {
        "to": f"professional:{world.doctor.pk}", "how": "fax", "sent_at": "2026-03-01T09:00", "proof": "ok",
        "id": str(new_id()),
    }  # fmt: skip
    assert nora_client.post(path, given).url == f"/papers/{world.mri.pk}/"
    one = Delivery.objects.get(professional=world.doctor)
    assert one.office == world.office and one.sent_at < MONDAY_8 + timedelta(days=1)
    assert nora_client.post(path, {**given, "id": str(new_id()), "to": ""}).status_code == 422
    client_too = nora_client.post(
        path, {**given, "id": str(new_id()), "to": f"person:{world.case.person_id}"}
    )
    assert client_too.status_code == 302 and Delivery.objects.filter(person=world.case.person).exists()


def test_an_unfiled_paper_is_filed_first(cast: Cast, nora_client: Client) -> None:
    case = make_case(cast.nora)
    loose = make_document(case, "Loose")
    loose.case = None
    loose.save()
    assert "on no case yet" in nora_client.get(f"/papers/{loose.pk}/send/").content.decode()


def test_an_auditor_reads_a_packet_and_changes_nothing(world: World, nora_client: Client, cast: Cast) -> None:
    auditor = Client()
    auditor.force_login(cast.audrey)
    path = f"/papers/appointment/{world.appointment.pk}/"
    nora_client.post(path, {"paper": [world.mri.pk], "print": "1"})
    one = Packet.objects.get()
    assert "MRI of the shoulder" in auditor.get(f"/papers/packet/{one.pk}/").content.decode()
    assert auditor.post(f"/papers/packet/{one.pk}/", {}).status_code == 403
    assert "Handed over</button>" not in auditor.get(f"{path}hand-over/").content.decode()
    assert auditor.post(f"{path}hand-over/", {"paper": [world.mri.pk]}).status_code == 403


def test_a_colleague_handed_it_over_in_the_meantime(world: World, nora_client: Client, cast: Cast) -> None:
    carl = Client()
    carl.force_login(cast.carl)
    path = f"/papers/appointment/{world.appointment.pk}/"
    nora_client.post(path, {"paper": [world.mri.pk], "print": "1"})
    one = f"/papers/packet/{Packet.objects.get().pk}/hand-over/"
    assert nora_client.post(one).status_code == 302
    late = carl.post(one)
    assert late.status_code == 422 and "Nora Field handed it over already" in late.content.decode()


def test_a_packet_for_the_client_goes_by_name(world: World, nora_client: Client) -> None:
    nora_client.post(
        f"/papers/case/{world.case.pk}/packet/",
        {"to": f"person:{world.case.person_id}", "dated_on": "2026-03-02", "paper": [world.mri.pk]},
    )
    assert Packet.objects.get().to_name == world.case.person.full_name
