"""What the file says against a message: consent, addresses, other clients' numbers and names, copies, papers."""

from datetime import timedelta

import pytest

from caseday.cases.models import Condition, Identifier
from caseday.correspondence.actions.opting import opt_out
from caseday.correspondence.queries.objections import every_objection, leaves_at, objections_to
from caseday.correspondence.queries.reaches import reaches_of
from caseday.correspondence.queries.senders import sender_for, senders_for
from caseday.correspondence.rules.outgoing import Addressee
from caseday.correspondence.tests.made import make_message
from caseday.correspondence.tests.outgoing_made import (
    MOBILE,
    ROSA,
    email_to_client,
    make_mailbox,
    reachable,
    text_to_client,
    texting,
    to_client,
)
from caseday.documents.models import DocumentText
from caseday.documents.tests.made import keep_pdf, make_document
from caseday.followups.models import Request
from caseday.kernel.ids import new_id
from caseday.people.models import Address, HouseholdMember
from caseday.testing.make import (
    MONDAY_8,
    make_case,
    make_contact_point,
    make_office,
    make_party,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, settings):
    make_mailbox(cast.nora, fax_domain="fax.example.net")
    settings.TEXT_GATEWAY = {"provider": "twilio", "url": "http://127.0.0.1:9", "account": "AC1", "token": "x", "number": "+15125550100"}  # fmt: skip
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Delgado"))
    Identifier.objects.create(
        case=case, kind="claim_number", value="WC-2026-104477", normalized="WC2026104477"
    )
    return case


def slugs(viewer, outgoing, now=MONDAY_8):
    return [one.slug.partition(":")[0] for one in objections_to(viewer, outgoing, now)]


@pytest.mark.parametrize(
    "consent, expected", [("granted", []), ("unknown", ["not_asked"]), ("declined", ["declined"])]
)
def test_consent_is_that_of_the_contact_point(nora, case, consent, expected):
    texting(case, text_consent=consent)
    reachable(case, email_consent=consent)
    assert slugs(nora, text_to_client(case)) == slugs(nora, email_to_client(case)) == expected


def test_the_address_is_compared_without_regard_to_case(nora, case):
    reachable(case)
    assert slugs(nora, email_to_client(case, to=(to_client(case, ROSA.upper()),))) == []


def test_a_retired_contact_point_and_an_unknown_address_are_told_apart(nora, case):
    reachable(case, is_retired=True)
    assert slugs(nora, email_to_client(case)) == ["retired", "not_asked"]
    assert slugs(nora, email_to_client(case, to=(to_client(case, "new@example.org"),))) == [
        "not_in_file",
        "not_asked",
    ]


def test_a_person_who_is_not_there_has_no_address(nora, case):
    to = (to_client(case, person_id=new_id(), role=""),)
    assert "not_in_file" in slugs(nora, email_to_client(case, to=to))


def test_stop_at_the_number_holds_whoever_it_belongs_to(nora, case, now):
    texting(case)
    opt_out(actor=nora, now=now, address=MOBILE)
    assert slugs(nora, text_to_client(case)) == ["opted_out"]


def test_somebody_who_moved_gets_no_letter_at_the_old_address(nora, case):
    home = Address.objects.create(
        person=case.person, line1="1 Oak Street", city="Austin", state="TX", postal_code="78701"
    )
    letter = email_to_client(case, channel="letter", to=(to_client(case, str(home)),))
    assert slugs(nora, letter) == []
    Address.objects.update(to_on=MONDAY_8.date())
    assert slugs(nora, letter) == ["retired"]


@pytest.mark.parametrize(
    "channel, address",
    [("email", "lee@example.com"), ("fax", "+15125550151"), ("text", "+15125550152"), ("fax", "+15125550150"),
     ("text", "+15125550153"), ("letter", "1 Main, Austin, TX")],
)  # fmt: skip
def test_professionals_are_reached_at_their_own_and_their_offices_addresses(nora, case, channel, address):
    office = make_office(
        fax="+15125550150", phone="+15125550153", line1="1 Main", city="Austin", state="TX", time_zone=""
    )
    lee = make_professional(email="Lee@example.com", fax="+15125550151", phone="+15125550152", office=office)
    make_party(case, "physician", professional=lee, name="")
    to = (Addressee(address, "Lee", "to", "physician", professional_id=lee.pk, office_id=office.pk),)
    outgoing = email_to_client(case, channel=channel, to=to, subject="" if channel == "text" else "Hi")
    assert slugs(nora, outgoing) == []
    type(lee).objects.update(retired_at=MONDAY_8)
    assert slugs(nora, outgoing) == ["retired"]


def test_an_office_that_closed_and_one_that_is_not_there_get_nothing(nora, case):
    office = make_office(email="front@example.com")
    to = (Addressee("front@example.com", "Front", office_id=office.pk),)
    assert slugs(nora, email_to_client(case, to=to)) == []
    type(office).objects.update(retired_at=MONDAY_8)
    assert slugs(nora, email_to_client(case, to=to)) == ["retired"]
    for gone in ({"office_id": new_id()}, {"professional_id": new_id()}):
        assert slugs(nora, email_to_client(case, to=(Addressee("front@example.com", "Front", **gone),))) == [
            "not_in_file"
        ]


def test_who_left_the_case_is_not_written_to(nora, case):
    lee = make_professional(email="lee@example.com")
    party = make_party(
        case, "physician", professional=lee, name="", to_on=MONDAY_8.date() - timedelta(days=3)
    )
    to = (Addressee("lee@example.com", "Lee", "to", "physician", professional_id=lee.pk),)
    found = objections_to(nora, email_to_client(case, to=to), MONDAY_8)
    assert [one.slug for one in found] == ["retired:lee@example.com"] and "February 27" in found[0].words
    party.to_on = None
    party.save()
    assert slugs(nora, email_to_client(case, to=to)) == []
    office = make_office(email="o@example.com")
    make_party(case, "employer", office=office, name="", to_on=MONDAY_8.date())
    assert slugs(nora, email_to_client(case, to=(Addressee("o@example.com", "O", office_id=office.pk),))) == [
        "retired"
    ]


def test_family_who_are_on_the_case_are_persons_of_it(nora, case):
    luis = make_person(given_name="Luis")
    make_contact_point(luis, "luis@example.org", system="email", email_consent="granted")
    to = (Addressee("luis@example.org", "Luis", "to", "family", person_id=luis.pk),)
    assert slugs(nora, email_to_client(case, to=to)) == ["not_to_be_told"]
    HouseholdMember.objects.create(person=case.person, other=luis, relation="son", may_be_told=True)
    assert slugs(nora, email_to_client(case, to=to)) == []
    make_party(case, "family", person=luis, name="", to_on=MONDAY_8.date())
    assert slugs(nora, email_to_client(case, to=to)) == ["retired"]


def test_somebody_of_the_household_is_known_by_their_phone(nora, case):
    HouseholdMember.objects.create(person=case.person, name="Ann", relation="neighbor", phone="+15125550170")
    to = (Addressee("+15125550170", "Ann", "to", "family"),)
    assert slugs(nora, text_to_client(case, to=to)) == ["not_asked", "not_to_be_told"]


def test_a_party_that_is_only_a_name_is_known_by_its_address(nora, case):
    make_party(case, "adjuster", name="Dana", email="Dana@example.com", phone="+15125550160")
    known = (Addressee("dana@example.com", "Dana", "to", "adjuster"),)
    assert slugs(nora, email_to_client(case, to=known)) == []
    assert slugs(nora, text_to_client(case, to=(Addressee("+15125550160", "Dana", "to", "adjuster"),))) == []
    assert slugs(nora, email_to_client(case, to=(Addressee("x@example.com"),))) == ["not_in_file"]
    assert slugs(nora, email_to_client(case, to=known, case_id=None)) == ["not_in_file"]


def test_another_clients_claim_number_blocks_in_text_subject_and_papers(nora, cast, case, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    reachable(case)
    other = make_case(cast.nora)
    Identifier.objects.create(
        case=other, kind="claim_number", value="WC-2026-999001", normalized="WC2026999001"
    )
    paper = make_document(case, "Report")
    keep_pdf(paper)
    DocumentText.objects.create(document=paper, text="Patient of claim WC-2026-999001")
    assert slugs(nora, email_to_client(case, "About WC-2026-999001")) == ["foreign"]
    assert slugs(nora, email_to_client(case, subject="WC 2026 999001")) == ["foreign"]
    found = objections_to(nora, email_to_client(case, document_ids=(paper.pk,)), MONDAY_8)
    assert [(one.slug.partition(":")[0], one.field) for one in found] == [("foreign", "documents")]
    assert "“Report”" in found[0].words


def test_the_same_clients_other_claim_and_a_near_miss_are_pointed_at(nora, cast, case):
    reachable(case)
    same = make_case(cast.nora, person=case.person)
    Identifier.objects.create(
        case=same, kind="claim_number", value="WC-2020-555001", normalized="WC2020555001"
    )
    assert slugs(nora, email_to_client(case, "Old claim WC-2020-555001")) == ["near"]
    found = objections_to(nora, email_to_client(case, "Claim WC-2026-104478"), MONDAY_8)
    assert found[0].slug.startswith("near") and found[0].may_overrule


def test_the_other_side_of_the_body_is_pointed_at(nora, case):
    reachable(case)
    Condition.objects.create(case=case, description="Tear of meniscus", body_part="knee", side="left")
    assert slugs(nora, email_to_client(case, "Your right knee")) == ["side"]


def test_another_clients_name_is_pointed_at_the_receivers_is_not(nora, cast, case):
    reachable(case)
    make_case(cast.nora, person=make_person(given_name="Ana", preferred_name="Annie", family_name="Diaz"))
    assert slugs(nora, email_to_client(case, "Dear Rosa Delgado, as for Ana Diaz")) == ["other_client"]
    to = (Addressee("dana@example.com", "Ana Diaz", "to", "adjuster"),)
    make_party(case, "adjuster", name="Ana Diaz", email="dana@example.com")
    assert slugs(nora, email_to_client(case, "Dear Ana Diaz", to=to)) == []


def test_health_is_no_matter_for_texts_unless_agreed(nora, case):
    point = texting(case)
    Condition.objects.create(case=case, description="Enthesopathy", body_part="knee")
    Request.objects.create(
        case=case, staff=case.assigned_to, kind="prescription", title="Zolpidem", opened_at=MONDAY_8
    )
    for words in ("About the enthesopathy", "Zolpidem is there", "your MRI"):
        assert slugs(nora, text_to_client(case, words)) == ["details"]
    assert slugs(nora, text_to_client(case, "All well", template="visit_summary:0")) == ["details"]
    assert slugs(nora, text_to_client(case, "All well", template="closing:0")) == []
    point.details_allowed = True
    point.save()
    assert slugs(nora, text_to_client(case, "your MRI")) == []
    assert "details" in slugs(nora, text_to_client(case, "your MRI", case_id=None, to=(Addressee(MOBILE),)))


@pytest.mark.parametrize(
    "channel, expected", [("email", "Add them as a copy"), ("fax", "No address is known")]
)
def test_opposed_attorneys_get_the_same_at_the_same_time(nora, case, channel, expected):
    defense = make_professional(name="Dee", email="dee@example.com", fax="+15125550161")
    worker = make_professional(name="Will", email="will@example.com")
    make_party(case, "defense_attorney", professional=defense, name="")
    make_party(case, "applicant_attorney", professional=worker, name="")
    address = "dee@example.com" if channel == "email" else "+15125550161"
    one = Addressee(address, "Dee", "to", "defense_attorney", professional_id=defense.pk)
    found = objections_to(nora, email_to_client(case, channel=channel, to=(one,)), MONDAY_8)
    assert [note.slug.partition(":")[0] for note in found] == ["copy"] and expected in found[0].words
    both = (one, Addressee("will@example.com", "Will", "cc", "applicant_attorney", professional_id=worker.pk))
    assert slugs(nora, email_to_client(case, to=both)) == [] if channel == "email" else True


def test_in_california_an_evaluator_is_written_to_in_sight_of_both_sides(nora, cast):
    make_mailbox(cast.nora)
    case = make_case(cast.nora, jurisdiction="CA")
    evaluator = make_professional(name="Eve", email="eve@example.com")
    make_party(case, "evaluator", professional=evaluator, name="")
    office = make_office(email="law@example.com")
    make_party(case, "applicant_attorney", office=office, name="")
    make_party(case, "defense_attorney", name="Dee", email="dee@example.com")
    to = (Addressee("eve@example.com", "Eve", "to", "evaluator", professional_id=evaluator.pk),)
    found = objections_to(nora, email_to_client(case, to=to), MONDAY_8)
    assert len(found) == 2 and all("4062.3" in one.words for one in found)
    type(case).objects.update(jurisdiction="TX")
    assert slugs(nora, email_to_client(case, to=to)) == []


def test_a_paper_must_be_there_unvoided_filed_here_and_on_the_disk(nora, cast, case, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    reachable(case)
    elsewhere = make_case(cast.nora)
    papers = [
        (make_document(case, voided_at=MONDAY_8), "voided"), (make_document(case, is_thing=True), "thing in hand"),
        (make_document(elsewhere), "another case"), (make_document(case), "missing"),
        (make_document(case, title="Unfiled"), "on no case"),
    ]  # fmt: skip
    type(papers[0][0]).objects.filter(title="Unfiled").update(case=None)
    for paper, words in papers:
        found = objections_to(nora, email_to_client(case, document_ids=(paper.pk,)), MONDAY_8)
        assert [one.field for one in found] == ["documents"] and words in found[0].words, words
    assert (
        "not there" in objections_to(nora, email_to_client(case, document_ids=(new_id(),)), MONDAY_8)[0].words
    )
    lost = make_document(case)
    keep_pdf(lost)
    settings.DOCUMENTS_DIR = tmp_path / "gone"
    assert "missing" in objections_to(nora, email_to_client(case, document_ids=(lost.pk,)), MONDAY_8)[0].words


def test_what_is_overruled_stays_visible_to_the_form(nora, case):
    outgoing = email_to_client(
        case, to=(Addressee("x@example.com", "X"),), confirmed=frozenset({"not_in_file:x@example.com"})
    )
    assert objections_to(nora, outgoing, MONDAY_8) == []
    assert len(every_objection(nora, outgoing, MONDAY_8)) == 1


def test_without_mailbox_and_gateway_nothing_is_promised(nora, cast, settings):
    settings.TEXT_GATEWAY = {**settings.TEXT_GATEWAY, "provider": ""}
    settings.MAIL_OUT = {**settings.MAIL_OUT, "host": "", "provider": ""}
    case = make_case(cast.nora)
    reachable(case)
    texting(case)
    assert slugs(nora, email_to_client(case)) == slugs(nora, text_to_client(case)) == ["no_account"]


def test_one_writes_from_ones_own_mailbox_before_the_agencys(nora, cast, case, settings):
    agency = make_mailbox(address="office@example.com")
    make_mailbox(cast.olive, address="olive@example.com")
    make_mailbox(address="broken@example.com", smtp_host="")
    assert [one.address for one in senders_for(nora, "email")] == ["nora@example.com", "office@example.com"]
    assert [one.address for one in senders_for(nora, "fax")] == ["nora@example.com"]
    assert sender_for(nora, "email", agency.pk).address == "office@example.com"
    assert sender_for(nora, "text").words == "Nora Field, +15125550100"
    assert sender_for(nora, "email").words == "Nora Field <nora@example.com>"
    texts = make_mailbox(kind="text", address="+15125550111", name="Texts")
    assert sender_for(nora, "text").account == texts
    settings.MAIL_OUT = {**settings.MAIL_OUT, "provider": "postmark", "from": "all@example.com"}
    assert senders_for(nora, "email")[-1].address == "all@example.com"


def test_a_text_waits_by_the_clock_of_where_they_live(nora, case):
    texting(case)
    Address.objects.create(person=case.person, state="HI", line1="1 Beach")
    outgoing = text_to_client(case)
    reaches = reaches_of(outgoing, case, MONDAY_8)
    assert reaches[0].zone.key == "Pacific/Honolulu"
    assert leaves_at(outgoing, reaches, MONDAY_8) == MONDAY_8 + timedelta(hours=4)
    make_message(channel="text", from_address=MOBILE, at=MONDAY_8 - timedelta(minutes=5))
    assert leaves_at(outgoing, reaches_of(outgoing, case, MONDAY_8), MONDAY_8) == MONDAY_8
    case.person.time_zone = "America/New_York"
    case.person.save()
    assert reaches_of(outgoing, case, MONDAY_8)[0].zone.key == "America/New_York"
