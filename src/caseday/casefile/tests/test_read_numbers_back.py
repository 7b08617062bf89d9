"""A number read back: kept, chased where it is wrong, with everything in which the wrong one stands."""

from datetime import timedelta

import pytest

from caseday.casefile import queries
from caseday.casefile.actions import ReadOut, record_readback_and_chase
from caseday.cases.models import Identifier, ReadBack
from caseday.cases.queries import cases_seen_by
from caseday.correspondence.models import Filing, MessageBody
from caseday.correspondence.tests.made import make_message
from caseday.documents.models import Delivery, Document, DocumentText
from caseday.followups.models import FollowUp
from caseday.journal.models import Note
from caseday.kernel.errors import NotFound
from caseday.kernel.ids import new_id
from caseday.testing.make import make_activity, make_case, make_followup, make_office, make_person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def number(case):
    return case.identifiers.get()


@pytest.fixture
def pharmacy():
    return make_office(name="Hillside Pharmacy", kind="pharmacy")


@pytest.fixture
def read(nora, now, number):
    def read_it(heard, *, later=0, id=None, **fields):
        at = now + timedelta(minutes=later)
        return record_readback_and_chase(
            actor=nora, now=at, identifier_id=number.pk, read_out=ReadOut(heard, **fields), id=id
        )

    return read_it


@pytest.fixture
def paper(cast, case, now, pharmacy):
    """A prescription with the wrong number, faxed to another pharmacy."""
    document = Document.objects.create(case=case, staff=cast.nora, title="Prescription", received_at=now)
    DocumentText.objects.create(
        document=document, text="Rx\nClaim: WC 44 11\nAgain: WC 44 11\nLeft knee and right knee"
    )
    other = make_office(name="Corner Pharmacy")
    Delivery.objects.create(
        document=document, case=case, staff=cast.nora, office=other, how="fax", sent_at=now
    )
    Delivery.objects.create(
        document=document, case=case, staff=cast.nora, office=pharmacy, how="fax", sent_at=now
    )
    Delivery.objects.create(
        document=document,
        case=case,
        staff=cast.nora,
        to_name="Pat Lee",
        how="hand",
        sent_at=now + timedelta(1),
    )
    return document


def test_who_has_it_wrong_is_chased_until_they_read_it_right(read, case, number, pharmacy) -> None:
    kept, (chase,) = read("WC-44-11", office_id=pharmacy.pk, with_name="Pat")
    assert not kept.is_same
    assert (chase.office, chase.until, chase.until_identifier, chase.cadence) == (
        pharmacy,
        "read_back",
        number,
        "daily",
    )
    assert chase.text == (
        "Have Hillside Pharmacy, Pat correct the number and read it back: Claim number WC-44-17. They have WC-44-11"
    )
    _, again = read("WC-44-11", office_id=pharmacy.pk, later=5)
    assert again == []
    same, none = read("WC-44-17", office_id=pharmacy.pk, later=10)
    assert same.is_same and none == []
    chase.refresh_from_db()
    assert chase.state == FollowUp.State.DONE


def test_a_request_sent_twice_promises_once(read, pharmacy) -> None:
    id = new_id()
    read("WC-44-11", office_id=pharmacy.pk, id=id)
    FollowUp.objects.filter(until="read_back").update(state="dropped")
    kept, chases = read("WC-44-11", office_id=pharmacy.pk, id=id)
    assert (kept.pk, chases) == (id, [])
    assert ReadBack.objects.count() == 1


def test_somebody_of_no_office_is_chased_by_name_once(read) -> None:
    _, (chase,) = read("WC-44-11", with_name="Pat Lee")
    assert (chase.office, chase.promised_to) == (None, "Pat Lee")
    assert read("WC-44-71", with_name="pat lee", later=1)[1] == []


def test_whoever_has_it_from_the_same_source_is_chased_too(read, pharmacy) -> None:
    read("WC-44-11", with_name="Kim", source_name="Dana Whitfield")
    FollowUp.objects.filter(until="read_back").update(state="dropped")
    _, chases = read("WC-44-11", office_id=pharmacy.pk, source_name="Dana Whitfield", later=1)
    assert [one.promised_to or one.office.name for one in chases] == ["Hillside Pharmacy", "Kim"]
    assert chases[1].text.endswith("Kim has it from Dana Whitfield, too")


def test_whoever_was_sent_a_paper_with_it_is_chased_too(read, paper, pharmacy) -> None:
    _, chases = read("WC-44-11", office_id=pharmacy.pk)
    assert [one.office.name for one in chases] == ["Hillside Pharmacy", "Corner Pharmacy"]
    assert "was sent “Prescription”, which has it" in chases[1].text


def test_who_has_read_it_right_since_is_not_suspected(read, paper, pharmacy) -> None:
    corner = Delivery.objects.get(office__name="Corner Pharmacy").office
    read("WC-44-17", office_id=corner.pk)
    _, chases = read("WC-44-11", office_id=pharmacy.pk, later=1)
    assert [one.office for one in chases] == [pharmacy]


def test_every_place_of_the_wrong_number_is_listed(cast, nora, case, now, paper, olive) -> None:
    entry = make_activity(case, started_at=now, summary="Pharmacy has wc-44-11 on file")
    make_activity(case, started_at=now, summary="Not AWC-44-110", captured_line="")
    Note.objects.create(
        activity=entry,
        case=case,
        text="They read WC4411.",
        author=cast.nora,
        signed_by="N",
        signed_at=now,
        hash="0",
    )
    make_followup(case, text="Ask about WC-44-11")
    make_followup(case, text="Ask about WC-44-110")
    Note.objects.create(
        activity=entry, case=case, text="AWC4411", author=cast.nora, signed_by="N", signed_at=now, hash="1"
    )
    longer = Document.objects.create(case=case, staff=cast.nora, title="Other", received_at=now)
    DocumentText.objects.create(document=longer, text="WC-44-1100")
    make_activity(make_case(cast.nora), started_at=now, summary="wc-44-11 elsewhere")
    places = queries.places_of_number(nora, case.pk, "WC-44-11")
    assert sorted(one.kind for one in places) == ["activity", "document", "note", "to_do"]
    found = next(one for one in places if one.kind == "document")
    assert [one.office and one.office.name for one in found.receivers] == [
        "Corner Pharmacy",
        "Hillside Pharmacy",
        None,
    ]
    assert "Claim: WC 44 11" in found.excerpt
    assert queries.places_of_number(nora, case.pk, "4-1") == []
    with pytest.raises(NotFound):
        queries.places_of_number(olive, case.pk, "WC-44-11")


@pytest.mark.parametrize(
    ("is_incoming", "why"),
    [
        (True, "wrote “Rejected claim”, which has it"),
        (False, "was sent “Rejected claim”, which has it"),
    ],
)
def test_a_message_with_it_is_listed_and_its_other_side_is_chased(
    nora, read, case, now, pharmacy, is_incoming, why
) -> None:
    mill = make_office(name="Mill Pharmacy", kind="pharmacy")
    written = make_message(
        at=now,
        office=mill,
        is_incoming=is_incoming,
        subject="Rejected claim",
        text="No claim WC\u201144\u201111.",
    )
    quoting = make_message(at=now, office=make_office(name="Elm Pharmacy"), text="Thank you.")
    MessageBody.objects.filter(message=quoting).update(quoted="> claim WC-44-11")
    longer = make_message(at=now, text="WC-44-110")
    for one in (written, quoting, longer):
        Filing.objects.create(message=one, case=case, how="hand", filed_at=now)
    gone = make_message(at=now, text="WC-44-11")
    Filing.objects.create(message=gone, case=case, how="hand", filed_at=now, undone_at=now)
    places = queries.places_of_number(nora, case.pk, "WC-44-11")
    assert {(one.kind, one.id) for one in places} == {("message", written.pk), ("message", quoting.pk)}
    _, chases = read("WC-44-11", office_id=pharmacy.pk)
    assert [one.office for one in chases] == [pharmacy, mill]
    assert why in chases[1].text


def test_places_cost_the_same_however_long_the_history(
    nora, case, now, paper, django_assert_max_num_queries
) -> None:
    for minutes in range(20):
        make_activity(case, started_at=now - timedelta(minutes=minutes), summary="WC-44-11")
    with django_assert_max_num_queries(7):
        queries.places_of_number(nora, case.pk, "WC-44-11")


def test_the_page_compares_keeps_and_shows(nora_client, case, number, pharmacy, paper, office) -> None:
    url = f"/case/{case.pk}/numbers/{number.pk}"
    page = nora_client.get(f"{url}?office={office.pk}").content.decode()
    assert "Whiskey Charlie dash four four dash one seven" in page and "Nobody has read it back yet" in page
    assert "checked" in page
    compared = nora_client.post(f"{url}/compare", {"heard": "WC-44-l7"}, headers=HTMX).content.decode()
    assert "they have L (letter), ours is 1 (digit)" in compared and "looks alike" in compared
    assert (
        "Identical" in nora_client.post(f"{url}/compare", {"heard": "wc4417"}, headers=HTMX).content.decode()
    )
    assert (
        "another number" in nora_client.post(f"{url}/compare", {"heard": "99"}, headers=HTMX).content.decode()
    )
    assert "Type or paste" in nora_client.post(f"{url}/compare", {}, headers=HTMX).content.decode()
    refused = nora_client.post(url, {"heard": "WC-44-11"})
    assert refused.status_code == 422 and "Say who read it" in refused.content.decode()
    sent = {"heard": "WC-44-11", "with_name": "Hillside Pharmacy", "source": "Dana Whitfield"}
    page = nora_client.post(url, sent, follow=True).content.decode()
    for words in ("has WC-44-11", "they say", "Where WC-44-11 stands", "To be corrected", "Corner Pharmacy"):
        assert words in page
    assert "Hillside Pharmacy has WC-44-11" in nora_client.get(f"/case/{case.pk}/").content.decode()
    assert (
        "Hillside Pharmacy has WC-44-11"
        in nora_client.get(f"/cases/{case.pk}/identifiers", headers=HTMX).content.decode()
    )
    again = nora_client.post(url, sent, follow=True).content.decode()
    assert "followed up already" in again
    right = nora_client.post(url, {**sent, "heard": "WC-44-17"}, follow=True).content.decode()
    assert "has it right" in right


def test_a_party_is_chosen_with_one_tap(nora_client, case, number) -> None:
    url = f"/case/{case.pk}/numbers/{number.pk}"
    adjuster = case.parties.get(role="adjuster")
    physician = case.parties.get(role="physician")
    nora_client.post(url, {"heard": "WC-44-17", "who": str(adjuster.pk)})
    nora_client.post(
        url,
        {"heard": "WC-44-17", "who": str(physician.pk), "with_name": "Lee", "source": physician.office.name},
    )
    first, second = ReadBack.objects.order_by("pk")
    assert (first.with_name, first.office) == ("Dana Whitfield", None)
    assert (second.office, second.professional, second.with_name) == (
        physician.office,
        physician.professional,
        "Lee",
    )
    assert second.source_office == physician.office


def test_a_call_leads_to_the_claim_number_or_to_the_card(nora_client, case, number) -> None:
    Identifier.objects.create(case=case, kind="employee_number", value="4711", normalized="4711")
    answer = nora_client.get(f"/case/{case.pk}/numbers?office=x")
    assert answer.url == f"/case/{case.pk}/numbers/{number.pk}?office=x"
    assert nora_client.get(f"/case/{case.pk}/numbers").url == f"/case/{case.pk}/numbers/{number.pk}"
    case.identifiers.update(is_retired=True)
    assert nora_client.get(f"/case/{case.pk}/numbers").url.endswith("#part-identifiers")


def test_a_number_of_another_case_is_not_found_here(cast, nora_client, case, number) -> None:
    other = make_case(cast.nora, person=make_person())
    assert nora_client.get(f"/case/{other.pk}/numbers/{number.pk}").status_code == 404
    assert cases_seen_by(cast.viewer("nora")).count() == 2


def test_texts_are_checked_where_they_stand(cast, nora, nora_client, case, now, paper) -> None:
    entry = make_activity(
        case, started_at=now, summary="They have WC-44-71.", captured_line="They have WC-44-71."
    )
    shown = nora_client.get(f"/case/flags?activity={entry.pk}").content.decode()
    assert shown.count("WC-44-71</span>") == 1 or shown.count("check</span> WC-44-71") == 1
    checked = nora_client.get(f"/case/flags?document={paper.pk}").content.decode()
    assert checked.count("differs from the claim number") == 1
    assert "check WC-44-71 differs" in nora_client.get(f"/case/{case.pk}/").content.decode()
    assert nora_client.get("/case/flags").status_code == 404
    plain = make_activity(None, started_at=now, staff=cast.nora, summary="WC-44-71")
    assert nora_client.get(f"/case/flags?activity={plain.pk}").content.decode().strip() == ""
    Document.objects.filter(pk=paper.pk).update(case=None)
    assert queries.flags_of_document(nora, paper.pk) == (None, [])
