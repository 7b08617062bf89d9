"""A message comes in and finds its case: with everything that the file knows, at a bounded price."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case, FirstContact, Identifier
from caseday.cases.rules import normalize_identifier
from caseday.correspondence import actions
from caseday.correspondence.actions import taking_in
from caseday.correspondence.actions.papers import match_again
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.queries.matching import match
from caseday.correspondence.queries.ties import phone_spellings
from caseday.correspondence.rules.incoming import Incoming, IncomingFile, Invitation, Party
from caseday.correspondence.tests.made import make_account, make_message
from caseday.documents.keeping import the_store
from caseday.documents.queries.kept import words_of_kept
from caseday.journal.actions import Happened, record_message
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid
from caseday.people.actions.persons import keys_of_name
from caseday.people.models import HouseholdMember, Person
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    make_appointment,
    make_case,
    make_contact_point,
    make_office,
    make_party,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_viewer("Mail")


def client(given: str = "Rosa", family: str = "Delgado", **fields: object) -> Person:
    person = make_person(given_name=given, family_name=family, **fields)
    Person.objects.filter(pk=person.pk).update(**keys_of_name(person))
    return person


def numbered(case: Case, value: str = "WC-2025-118402") -> Case:
    Identifier.objects.create(
        case=case, kind="claim_number", value=value, normalized=normalize_identifier(value)
    )
    return case


def mail(now: datetime, text: str = "", sender: str = "x@office.example", **values: object) -> Incoming:
    known = {
        "channel": "email",
        "sender": Party(sender),
        "at": now,
        "text": text,
        "external_id": f"<{text}{sender}>",
    }
    return Incoming(**{**known, **values})


@pytest.fixture
def rosa(cast: Cast) -> Case:
    return numbered(make_case(cast.nora, person=client(), number="26-00101"))


def test_a_certain_message_is_filed_with_its_sender_and_counts_as_first_contact(
    cast: Cast, rosa: Case, now: datetime
) -> None:
    office = make_office(email="claims@insurer.example")
    dana = make_professional(name="Dana Brook", office=office, email="dana@insurer.example")
    make_party(rosa, "adjuster", professional=dana, office=office, name="")
    due = FirstContact.objects.create(case=rosa, role="adjuster", due_at=now)
    message = actions.take_in(
        actor=SYSTEM, now=now, incoming=mail(now, "Rosa Delgado WC-2025-118402", "dana@insurer.example")
    )
    entry = Activity.objects.get(case=rosa)
    due.refresh_from_db()
    assert message.state == "filed" and message.activity_id == entry.pk and message.confidence == 99
    assert (message.professional, message.role, entry.with_role) == (dana, "adjuster", "adjuster")
    assert Filing.objects.get().how == "matched" and entry.staff == cast.nora
    assert due.met_at is not None


def test_an_automatic_answer_is_on_its_case_and_is_no_contact(cast: Cast, rosa: Case, now: datetime) -> None:
    incoming = mail(now, "Out of office. WC-2025-118402", is_automatic=True)
    assert actions.take_in(actor=SYSTEM, now=now, incoming=incoming).state == "filed"
    rosa.refresh_from_db()
    assert rosa.last_contact_at is None


def test_a_date_in_the_future_or_long_ago_is_the_one_of_its_coming(
    cast: Cast, rosa: Case, now: datetime
) -> None:
    for at in (now + timedelta(days=90), datetime(1970, 1, 1, tzinfo=UTC)):
        actions.take_in(actor=SYSTEM, now=now, incoming=mail(at, f"WC-2025-118402 {at:%Y}"))
    assert set(Activity.objects.values_list("started_at", flat=True)) == {now}


def test_from_the_clients_own_phone(cast: Cast, rosa: Case, now: datetime) -> None:
    make_contact_point(rosa.person, "+15125550101")
    incoming = mail(now, "can't come", "+15125550101", channel="text")
    message = actions.take_in(actor=SYSTEM, now=now, incoming=incoming)
    assert (message.state, message.person_id, message.role) == ("filed", rosa.person_id, "client")
    again = mail(now, "tomorrow", "+15125550101", channel="text")
    assert actions.take_in(actor=SYSTEM, now=now, incoming=again).thread_id == message.thread_id


def test_who_waits_is_not_named_to_those_who_may_not_know(cast: Cast, rosa: Case, now: datetime) -> None:
    second = make_case(cast.nora, person=rosa.person)
    make_contact_point(rosa.person, "+15125550101")
    message = actions.take_in(
        actor=SYSTEM, now=now, incoming=mail(now, "hello", "+15125550101", channel="text")
    )
    assert message.state == "waiting" and message.person_id is None
    assert {one["case"] for one in message.suggestions} == {str(rosa.pk), str(second.pk)}


def test_family_by_phone_by_record_and_as_party(cast: Cast, rosa: Case, now: datetime) -> None:
    luis = make_person(given_name="Luis")
    HouseholdMember.objects.create(
        person=rosa.person, name="Luis", relation="Husband", phone="(512) 555-0102"
    )
    HouseholdMember.objects.create(person=rosa.person, other=luis, name="Luis", relation="Husband")
    make_contact_point(luis, "+15125550103")
    for number in ("+15125550102", "+15125550103"):
        assert match(mail(now, "hello", number, channel="text")).certain[0].case_id == rosa.pk
    mother = make_person(given_name="Ana")
    make_contact_point(mother, "+15125550104")
    make_party(rosa, "family", person=mother, name="")
    found = match(mail(now, "hello", "+15125550104", channel="text"))
    assert found.certain[0].case_id == rosa.pk and found.sender.role == "family"


def test_by_a_party_without_a_record_an_office_its_fax_and_its_domain(
    cast: Cast, rosa: Case, now: datetime
) -> None:
    make_party(rosa, "attorney", name="Jo Law", email="jo@law.example", phone="512-555-0188")
    office = make_office(email="desk@ortho.example", fax="+15125550161", phone="+15125550160")
    make_party(rosa, "treating_physician", office=office, name="")
    for sender in ("jo@law.example", "+15125550188", "desk@ortho.example", "+15125550161", "+15125550160"):
        (one,) = match(mail(now, "Rosa Delgado", sender)).certain
        assert one.case_id == rosa.pk, sender
    near = match(mail(now, "Rosa Delgado", "new@ortho.example"))
    assert near.matches[0].confidence > 46 and near.sender.office_id == office.pk
    make_professional(name="Kim", office=make_office(), email="kim@ortho.example")
    for _ in range(3):
        make_office(email="x@ortho.example")
    assert match(mail(now, "Rosa Delgado", "new@ortho.example")).matches[0].confidence == 46


def test_names_are_found_without_any_tie_whatever_their_spelling(
    cast: Cast, rosa: Case, now: datetime
) -> None:
    robert = make_case(cast.olive, person=client("Robert", "Miller"))
    assert match(mail(now, "Bob Miller says hi")).matches[0].case_id == robert.pk
    assert match(mail(now, "Roza Delgado says hi")).matches[0].case_id == rosa.pk
    born = make_case(cast.olive, person=client("Ivan", "Koslov", birth_date=date(1966, 10, 10)))
    assert match(mail(now, "the patient, DOB 10/10/1966")).matches[0].case_id == born.pk


def test_our_own_case_number_names_the_case(cast: Cast, rosa: Case, now: datetime) -> None:
    assert match(mail(now, "your file 26-00101, Rosa Delgado")).certain[0].case_id == rosa.pk


def test_in_ones_own_mailbox_ones_own_clients_are_meant(cast: Cast, rosa: Case, now: datetime) -> None:
    account = make_account(staff=cast.nora)
    agency = make_account(address="agency@example.com")
    text = "the Delgado file"
    assert match(mail(now, text, account_id=account.pk)).matches[0].case_id == rosa.pk
    assert not match(mail(now, text, account_id=agency.pk)).matches


def test_the_day_of_an_appointment_tells_clients_of_an_office_apart(
    cast: Cast, rosa: Case, now: datetime
) -> None:
    office = make_office(email="desk@ortho.example")
    other = make_case(cast.nora, person=client("Will", "Young"))
    for case in (rosa, other):
        make_party(case, "treating_physician", office=office, name="")
    make_appointment(rosa, starts_at=datetime(2026, 3, 11, 1, 0, tzinfo=UTC))
    invitation = Invitation(
        "1", "REQUEST", "Delgado", datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)
    )
    (one,) = match(mail(now, "", "desk@ortho.example", invitations=(invitation,))).certain
    assert one.case_id == rosa.pk and "it names the day of an appointment" in one.why


def test_an_answer_to_what_is_on_a_case_goes_there(cast: Cast, rosa: Case, now: datetime) -> None:
    ours = make_message(is_incoming=False, external_id="ours@example.com", state="sent")
    Filing.objects.create(message=ours, case=rosa, how="written", filed_at=now)
    message = actions.take_in(
        actor=SYSTEM, now=now, incoming=mail(now, "thanks", references=("ours@example.com",))
    )
    assert message.thread_id == ours.thread_id and Filing.objects.get(message=message).how == "thread"


def test_a_text_in_a_talk_that_is_on_a_case(cast: Cast, nora: Viewer, rosa: Case, now: datetime) -> None:
    first = actions.take_in(actor=SYSTEM, now=now, incoming=mail(now, "hi", "+17375550101", channel="text"))
    actions.file_message(actor=nora, now=now, message_id=first.pk, case_id=rosa.pk)
    again = mail(now + timedelta(days=1), "and?", "+17375550101", channel="text")
    found = actions.take_in(actor=SYSTEM, now=now + timedelta(days=1), incoming=again)
    assert found.state == "filed" and Filing.objects.get(message=found).how in ("matched", "thread")
    actions.unfile(actor=nora, now=now, message_id=first.pk, case_id=rosa.pk)
    actions.unfile(actor=nora, now=now, message_id=found.pk, case_id=rosa.pk)
    last = mail(now + timedelta(days=2), "well?", "+17375550101", channel="text")
    assert actions.take_in(actor=SYSTEM, now=now + timedelta(days=2), incoming=last).state == "waiting"


def test_what_was_filed_by_hand_once_is_certain_for_ones_own_address_alone(
    cast: Cast, nora: Viewer, rosa: Case, now: datetime
) -> None:
    for sender, state in (("helper@example.com", "filed"), ("para@firm.example", "waiting")):
        first = actions.take_in(actor=SYSTEM, now=now, incoming=mail(now, "hello", sender))
        actions.file_message(actor=nora, now=now, message_id=first.pk, case_id=rosa.pk)
        second = actions.take_in(actor=SYSTEM, now=now, incoming=mail(now, "hello again", sender))
        assert (second.state, second.suggestions[0]["case"]) == (state, str(rosa.pk))


def test_learned_with_who_it_is(cast: Cast, nora: Viewer, rosa: Case, now: datetime) -> None:
    office = make_office()
    first = make_message(from_address="desk@new.example", office=office)
    actions.file_message(actor=nora, now=now, message_id=first.pk, case_id=rosa.pk)
    assert match(mail(now, "hello", "desk@new.example")).sender.office_id == office.pk


def test_a_colleague_passes_on_and_who_wrote_first_counts(cast: Cast, rosa: Case, now: datetime) -> None:
    make_contact_point(rosa.person, "rosa@example.com", system="email")
    quoted = "From: Rosa <rosa@example.com>\n\nI cannot come."
    assert match(mail(now, "", "carl.cover@example.com", quoted=quoted)).certain[0].case_id == rosa.pk
    make_account(address="box@example.com")
    assert match(mail(now, "", "box@example.com", quoted=quoted)).certain[0].case_id == rosa.pk


def test_a_client_among_those_it_goes_to_is_a_hint(cast: Cast, rosa: Case, now: datetime) -> None:
    make_contact_point(rosa.person, "rosa@example.com", system="email")
    cc = (Party("rosa@example.com", "", "cc"), Party("nobody@example.com", "", "cc"))
    (one,) = match(mail(now, "the check is on its way", recipients=cc)).matches
    assert one.case_id == rosa.pk and not one.is_certain
    assert not match(mail(now, "hello", recipients=cc[1:])).matches


def test_what_its_files_say_is_read_in_the_background(
    cast: Cast, nora: Viewer, rosa: Case, now: datetime
) -> None:
    def come(text: str) -> Message:
        path = the_store().new_arrival()
        path.write_bytes(text.encode())
        file = IncomingFile("fax.txt", "text/plain", path, len(text))
        return actions.take_in(actor=SYSTEM, now=now, incoming=mail(now, text[:4], files=(file,)))

    told, untold = come("Claim WC-2025-118402 Patient: Rosa Delgado"), come("Patient: nobody we know")
    assert told.state == untold.state == "waiting"
    (paper,) = actions.settle_files(actor=SYSTEM, now=now, message_id=told.pk)
    assert actions.settle_files(actor=SYSTEM, now=now, message_id=untold.pk) == []
    told.refresh_from_db()
    untold.refresh_from_db()
    assert (told.state, untold.state, paper.case_id) == ("filed", "waiting", rosa.pk)
    assert actions.settle_files(actor=SYSTEM, now=now, message_id=rosa.pk) == []


def test_the_job_does_it(cast: Cast, rosa: Case, now: datetime) -> None:
    from caseday.correspondence.paper_jobs import put_papers_in

    message = make_message(subject="Rosa Delgado WC-2025-118402")
    put_papers_in.call(str(message.pk))
    message.refresh_from_db()
    assert message.state == "filed"


def test_a_number_as_people_write_it() -> None:
    assert "(512) 555-0123" in phone_spellings("+15125550123")
    assert phone_spellings("a@b.example") == [] == phone_spellings("911")
    assert phone_spellings("+5555123") == ["+5555123"]


def test_it_costs_the_same_with_more_history(
    cast: Cast, rosa: Case, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = make_office(email="desk@ortho.example")
    for _ in range(12):
        case = numbered(make_case(cast.olive, person=client()), f"WC-2025-{_:06d}")
        make_party(case, "treating_physician", office=office, name="")
        make_message(from_address="desk@ortho.example")
    with django_assert_max_num_queries(19):
        match(
            mail(now, "Rosa Delgado WC-2025-118402, DOB 4/12/1981", "desk@ortho.example", references=("a",))
        )
    incoming = mail(now, "WC-2025-118402 Rosa Delgado", "desk@ortho.example")
    with django_assert_max_num_queries(60):
        actions.take_in(actor=SYSTEM, now=now, incoming=incoming)


def test_files_of_what_is_filed_already_are_not_matched_again(
    cast: Cast, nora: Viewer, rosa: Case, now: datetime
) -> None:
    message = make_message()
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=rosa.pk)
    assert actions.settle_files(actor=SYSTEM, now=now, message_id=message.pk) == []
    assert not CaseEvent.objects.filter(verb="message_matched").exists()
    match_again(actor=SYSTEM, now=now, message=message)
    assert not CaseEvent.objects.filter(verb="message_matched").exists()


def test_a_file_that_cannot_be_read_says_nothing(cast: Cast) -> None:
    path = the_store().new_arrival()
    path.write_bytes(b"MZ\x00\x01")
    assert words_of_kept(the_store().keep(path).sha256, "a.exe") == "" == words_of_kept("0" * 64, "gone.pdf")


def test_a_refused_file_is_kept_with_its_reason(cast: Cast, now: datetime) -> None:
    refused = IncomingFile("virus.zip", "application/zip", None, refusal="Archives are not opened.")
    message = actions.take_in(actor=SYSTEM, now=now, incoming=mail(now, "hello", files=(refused,)))
    assert message.attachments.get().refusal == "Archives are not opened."


def test_another_trouble_of_the_database_is_not_taken_for_a_double(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: object) -> None:
        raise IntegrityError("another one")

    monkeypatch.setattr(taking_in, "_write_down", fails)
    with pytest.raises(IntegrityError):
        actions.take_in(actor=SYSTEM, now=now, incoming=mail(now, "hello"))


def test_without_an_id_its_place_in_the_mailbox_tells_it_apart(cast: Cast, now: datetime) -> None:
    placed = mail(now, "hello", external_id="", source="7:1")
    first = actions.take_in(actor=SYSTEM, now=now, incoming=placed)
    assert actions.take_in(actor=SYSTEM, now=now, incoming=placed) == first
    nameless = mail(now, "hello", external_id="")
    assert actions.take_in(actor=SYSTEM, now=now, incoming=nameless) != first


def test_an_entry_of_a_message_says_when_it_came(cast: Cast, nora: Viewer, rosa: Case, now: datetime) -> None:
    with pytest.raises(Invalid, match="Say when"):
        record_message(actor=nora, now=now, case_id=rosa.pk, happened=Happened(), staff_id=cast.nora.pk)


def test_merged_records_take_their_messages_along(
    cast: Cast, nora: Viewer, rosa: Case, now: datetime
) -> None:
    from caseday.people.actions import merge_people

    double = make_person(given_name="Rosa", family_name="Delgado", entered_by=cast.nora, entered_at=now)
    make_case(cast.nora, person=double)
    filed, waiting = make_message(person=double), make_message(person=double)
    actions.file_message(actor=nora, now=now, message_id=filed.pk, case_id=rosa.pk)
    merge_people(actor=nora, now=now, keep_id=rosa.person_id, merge_id=double.pk)
    waiting.refresh_from_db()
    assert waiting.person_id == rosa.person_id
    chains = set(CaseEvent.objects.filter(verb="person_merged").values_list("chain_kind", flat=True))
    assert {"case", "agency"} <= chains


def test_a_name_where_an_address_should_be_is_nobodys(cast: Cast, rosa: Case, now: datetime) -> None:
    office = make_office(name="Meridian Claims")
    make_party(rosa, role="adjuster", office=office, professional=make_professional(office=office), name="")
    message = actions.take_in(actor=SYSTEM, now=now, incoming=mail(now, sender="orders"))
    assert message.suggestions == [] and message.professional is None
