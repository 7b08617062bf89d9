"""Rows of papers and of what others say over HTTP: what is stored, and what is open afterwards."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from caseday.access.queries import verify_chains, viewer_for
from caseday.cases.models import ReadBack
from caseday.documents.models import Delivery, Document, Packet
from caseday.documents.queries import draw
from caseday.followups.models import FollowUp, Request, StepClaim
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.looseends.queries import loose_ends_for
from tests.day import TheDay
from tests.journeys.conftest import DayAt

MEDICATION = "Medication after surgery, five days"


def _titles(day: TheDay) -> list[str]:
    now = clock.now()
    return [end.title for end in loose_ends_for(viewer_for(day.staff(), now=now), now=now).ends]


def _page(maya: Client, name: str, *args: object, query: str = "") -> str:
    answer = maya.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, name
    return unescape(answer.content.decode())


def _post(maya: Client, address: str, *args: object, **values: object) -> None:
    answer = maya.post(reverse(address, args=args), values)
    assert answer.status_code in (200, 302), answer.content.decode()[:2000]


def test_the_packet_of_the_visit_is_the_same_file_again(day_at: DayAt) -> None:
    day, maya = day_at("08:10")
    visit = day.appointment("Orthopedic follow-up", "Bell")
    page = _page(maya, "documents:appointment_papers", visit.pk)
    for words in ("Fax", "Tasha Greene", "never sent"):
        assert words in page
    chosen = re.findall(r'name="paper" value="([0-9a-f-]+)" checked', page)
    for _ in range(2):
        _post(maya, "documents:appointment_papers", visit.pk, paper=chosen, id=new_id(), print="1")
    packet = Packet.objects.get(appointment=visit)
    viewer = viewer_for(day.staff(), now=clock.now())
    assert draw(viewer, packet.pk).pdf == draw(viewer, packet.pk).pdf


def test_what_is_handed_over_is_sent_and_not_yet_in_the_chart(day_at: DayAt) -> None:
    day, maya = day_at("11:03")
    visit = day.appointment("Orthopedic follow-up", "Bell")
    papers = Document.objects.filter(case=visit.case, kind__in=("imaging_report", "non_certification"))
    key = new_id()
    for _ in range(2):
        _post(
            maya, "documents:hand_over", visit.pk, id=key, taken_by="Helen Marchetti, MD",
            paper=[one.pk for one in papers],
        )  # fmt: skip
    handed = Delivery.objects.filter(case=visit.case, how="hand")
    assert {(one.document_id, one.state) for one in handed} == {(one.pk, "sent") for one in papers}


def test_both_sides_of_a_contradiction_are_kept(day_at: DayAt) -> None:
    """ "Definitely put in today" against "nothing here"."""
    day, maya = day_at("11:40")
    care = Request.objects.get(kind="transfer_of_care")
    _post(
        maya, "followups:deny_step", care.pk, "sent", id=new_id(), speaker="client", name="New office",
        channel="phone", at="2026-03-02T11:40", reason="Nothing here",
    )  # fmt: skip
    assert StepClaim.objects.filter(request=care, step="sent").count() == 2
    assert any("Transfer of care" in title for title in _titles(day))
    page = _page(maya, "followups:request", care.pk)
    assert "Definitely put in today" in page
    assert "Nothing here" in page


def test_a_report_that_comes_ends_its_chase(day_at: DayAt) -> None:
    day, maya = day_at("13:40")
    chase = FollowUp.objects.get(text__startswith="Ask for the dictated report")
    assert "Not here: Report of the visit six weeks ago" in _titles(day)
    other = Document.objects.get(title="Therapy discharge report")
    Document.objects.filter(pk=other.pk).update(received_at=clock.now(), appointment=chase.until_appointment)
    assert chase.text not in _titles(day)


def test_the_number_read_back_right_ends_the_correction_of_that_office_alone(day_at: DayAt) -> None:
    day, maya = day_at("14:37")
    elena = day.case_of("Vasquez")
    number = elena.identifiers.get(kind="claim_number")
    wrong = ReadBack.objects.get(case=elena).heard
    assert wrong != number.value
    party = elena.parties.get(role="pharmacy")
    for heard in (wrong, number.value):
        _post(maya, "casefile:read_back", elena.pk, number.pk, id=new_id(), heard=heard, who=party.pk,
              with_name="Quentin Moss", source="Balcones Shoulder and Sports")  # fmt: skip
    titles = _titles(day)
    assert not any("Barton Springs Pharmacy" in one and "wrong there" in one for one in titles)
    assert any("Capitol Medical Equipment" in one for one in titles)


def test_what_is_blocked_stands_first(day_at: DayAt) -> None:
    """After words that may mean harm, which are read first."""
    day, _ = day_at("13:55")
    first, second = _titles(day)[:2]
    assert first.startswith("Read now:") and second == f"Blocked: {MEDICATION}"
    assert verify_chains().holds
