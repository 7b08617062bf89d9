"""Queued with everything that tells of it, exactly once; taken back, tried again, mailed."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError
from django_tasks_db.models import DBTaskResult

from caseday.access.models import CaseEvent
from caseday.access.viewer import system_viewer
from caseday.correspondence.actions import outcomes, queueing
from caseday.correspondence.actions.outcomes import (
    Overtaken,
    claim_next,
    fail,
    note_arrived,
    note_mailed,
    note_unsure,
    put_off,
    retry_message,
    stop_message,
)
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.models import Attachment, Filing, Message, Sending, TemplateVersion, Thread
from caseday.correspondence.rules.outgoing import Addressee
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.sending_jobs import ask_for_sending, send_every_minute, send_queued
from caseday.correspondence.tests.made import file_on, make_message
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
from caseday.documents.models import Delivery
from caseday.documents.tests.made import keep_pdf, make_document
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    make_mailbox(cast.nora)
    case = make_case(cast.nora)
    reachable(case)
    return case


@pytest.fixture
def paper(nora, case, now, tmp_path, settings):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    document = make_document(case, "Report")
    keep_pdf(document)
    return document


def queue(actor, now, outgoing, **fields):
    return queue_message(actor=actor, now=now, outgoing=outgoing, **fields)


def test_a_queued_message_is_on_its_case_in_the_journal_and_in_the_record(nora, case, now):
    message = queue(nora, now, email_to_client(case, template="closing:0"))
    assert (message.state, message.person_id, message.role) == ("queued", case.person_id, "client")
    assert message.body.text == "How are you?" and message.template == "closing:0"
    assert message.external_id == f"{message.sending.key.hex}@example.com"
    filing = Filing.objects.get(message=message)
    entry = Activity.objects.get(pk=message.activity_id)
    assert (filing.how, filing.case_id, filing.pk) == ("written", case.pk, entry.pk)
    assert (entry.kind, entry.needs_note, entry.is_incoming, entry.summary) == (
        "message",
        False,
        False,
        "Email: Hello",
    )
    assert CaseEvent.objects.filter(chain_id=case.pk, verb="message_queued").count() == 1


def test_the_same_id_queues_once(nora, case, now):
    id = new_id()
    first, again = (queue(nora, now, email_to_client(case), id=id) for _ in range(2))
    assert first.pk == again.pk == id
    assert Message.objects.count() == Sending.objects.count() == Activity.objects.count() == 1


def test_an_id_of_somebody_elses_message_is_refused(nora, cast, olive, case, now):
    id = new_id()
    queue(nora, now, email_to_client(case), id=id)
    with pytest.raises(Invalid, match="somebody else"):
        queue(olive, now, email_to_client(make_case(cast.olive)), id=id)
    incoming = make_message()
    with pytest.raises(Invalid, match="somebody else"):
        queue(nora, now, email_to_client(case), id=incoming.pk)


def test_what_is_objected_to_is_not_queued(nora, case, now):
    with pytest.raises(Invalid) as refused:
        queue(nora, now, email_to_client(case, "Hi {client.x} on ____", subject=""))
    assert set(refused.value.problems) == {"text", "subject"}
    assert "not filled" in refused.value.problems["text"] and "blank line" in refused.value.problems["text"]
    assert not Message.objects.exists()


def test_what_was_overruled_stands_in_the_record_with_its_reason(nora, cast, now):
    make_mailbox(cast.nora)
    case = make_case(cast.nora)
    reachable(case, email_consent="unknown")
    queue(
        nora, now, email_to_client(case, confirmed=frozenset({f"not_asked:{ROSA}"}), reason="Asked by phone")
    )
    event = CaseEvent.objects.get(chain_id=case.pk, verb="message_queued")
    assert "overruled: not asked (Asked by phone)" in event.summary


def test_a_file_objection_overruled_without_a_reason_is_named_alone(nora, case, now):
    other = "elsewhere@example.org"
    outgoing = email_to_client(case, to=(to_client(case, other),))
    asks = frozenset({f"not_in_file:{other}", f"not_asked:{other}"})
    queue(nora, now, email_to_client(case, to=outgoing.to, confirmed=asks, reason="x"))
    assert Message.objects.get().recipients[0]["address"] == other


@pytest.mark.parametrize("who", ["audrey", "adam"])
def test_who_works_on_no_cases_writes_nothing(request, who, case, now):
    with pytest.raises(Refused):
        queue(request.getfixturevalue(who), now, email_to_client(case))


def test_a_case_outside_sight_is_not_there(olive, case, now):
    with pytest.raises(NotFound):
        queue(olive, now, email_to_client(case))


def test_without_a_case_it_stands_with_whoever_wrote_it(nora, case, now):
    outgoing = email_to_client(case, to=(Addressee("ann@example.org", "Ann"),), case_id=None)
    confirmed = frozenset({"not_in_file:ann@example.org"})
    message = queue(nora, now, email_to_client(case, to=outgoing.to, case_id=None, confirmed=confirmed))
    assert message.activity_id is None and not Filing.objects.exists()
    assert CaseEvent.objects.filter(chain_kind="staff", verb="message_queued").exists()


def test_a_job_writes_for_whoever_has_the_case(cast, now):
    make_mailbox()
    case = make_case(cast.nora)
    reachable(case)
    message = queue(system_viewer(), now, email_to_client(case))
    assert message.staff_id == cast.nora.pk and message.from_name == cast.agency.name
    lone = queue(system_viewer(), now, email_to_client(
        case, to=(Addressee(ROSA),), case_id=None, confirmed=frozenset({f"not_in_file:{ROSA}"})))  # fmt: skip
    assert CaseEvent.objects.filter(chain_kind="agency", subject_id=lone.pk).exists()


def test_a_case_that_nobody_has_is_assigned_first(cast, now):
    make_mailbox()
    case = make_case(cast.nora)
    reachable(case)
    type(case).objects.filter(pk=case.pk).update(assigned_to=None)
    with pytest.raises(Invalid, match="Assign it first"):
        queue(system_viewer(), now, email_to_client(case))


def test_papers_go_along_and_are_under_way(nora, case, now, paper):
    message = queue(
        nora,
        now,
        email_to_client(case, document_ids=(paper.pk,), confirmed=frozenset({f"not_read:{paper.title}"})),
    )
    file, delivery = Attachment.objects.get(), Delivery.objects.get()
    assert (file.document_id, file.media_type, file.name) == (
        paper.pk,
        "application/pdf",
        f"{paper.title}.pdf",
    )
    assert (delivery.how, delivery.activity_id, delivery.person_id) == (
        "email",
        message.activity_id,
        case.person_id,
    )


def test_a_reply_stays_in_its_conversation_and_answers_what_came_before(nora, cast, case, now):
    came = make_message(
        make_mailbox(address="office@example.com"),
        from_address=ROSA,
        at=now - timedelta(hours=1),
        state="filed",
    )
    file_on(came, case)
    message = queue(nora, now, email_to_client(case, reply_to_id=came.pk))
    came.refresh_from_db()
    assert message.thread_id == came.thread_id
    assert (came.answered_how, came.answered_by_id) == ("message", cast.nora.pk)


def test_a_reply_by_another_way_begins_its_own_conversation(nora, case, now, text_gateway_set):
    texting(case)
    came = make_message(from_address=ROSA, state="filed")
    file_on(came, case)
    message = queue(nora, now, text_to_client(case, reply_to_id=came.pk))
    assert message.thread_id != came.thread_id and message.thread.channel == "text"


@pytest.fixture
def text_gateway_set(settings):
    settings.TEXT_GATEWAY = {
        "provider": "twilio",
        "url": "http://127.0.0.1:9",
        "account": "AC1",
        "token": "x",
        "number": "+15125550100",
    }


def test_texts_of_one_pair_of_numbers_are_one_conversation(nora, case, now, text_gateway_set):
    texting(case)
    one, two = (queue(nora, now, text_to_client(case, f"Text {n}")) for n in (1, 2))
    assert one.thread_id == two.thread_id
    assert one.account_id and Thread.objects.get(pk=one.thread_id).key == f"{one.account_id.hex} {MOBILE}"
    assert one.external_id == ""


def test_a_text_at_night_waits_for_the_morning(nora, case, now, text_gateway_set):
    texting(case)
    night = now + timedelta(hours=15)
    message = queue(nora, night, text_to_client(case))
    assert message.sending.not_before == now + timedelta(days=1)


def test_a_planned_message_waits(nora, case, now):
    message = queue(nora, now, email_to_client(case, not_before=now + timedelta(hours=3)))
    assert message.sending.not_before == now + timedelta(hours=3)
    assert claim_next(now) is None


def test_what_has_not_left_is_taken_back(nora, case, now, paper):
    message = queue(
        nora,
        now,
        email_to_client(case, document_ids=(paper.pk,), confirmed=frozenset({f"not_read:{paper.title}"})),
    )
    for _ in range(2):
        stop_message(actor=nora, now=now, message_id=message.pk)
    message.refresh_from_db()
    assert message.state == message.sending.state == "stopped"
    assert Delivery.objects.get().state == "failed"
    assert claim_next(now) is None
    with pytest.raises(Invalid):
        retry_message(actor=nora, now=now, message_id=message.pk)


def test_what_is_on_its_way_is_not_taken_back(nora, case, now):
    message = queue(nora, now, email_to_client(case))
    claim_next(now)
    with pytest.raises(Invalid, match="on its way"):
        stop_message(actor=nora, now=now, message_id=message.pk)


def test_what_failed_is_sent_once_more_with_its_papers(nora, case, now, paper):
    message = queue(
        nora,
        now,
        email_to_client(case, document_ids=(paper.pk,), confirmed=frozenset({f"not_read:{paper.title}"})),
    )
    fail(claim_next(now), now, "No such mailbox.")
    message.refresh_from_db()
    assert message.state == "failed" and Delivery.objects.get().fail_reason == "No such mailbox."
    retry_message(actor=nora, now=now, message_id=message.pk)
    message.refresh_from_db()
    assert message.state == message.sending.state == "queued"
    assert (Delivery.objects.get().state, message.sending.tries) == ("sent", 0)


@pytest.mark.parametrize("times", [1, 2])
def test_an_unsure_one_that_arrived_is_sent(nora, case, now, times):
    message = queue(nora, now, email_to_client(case))
    note_unsure(claim_next(now), now)
    message.refresh_from_db()
    assert (message.state, message.sending.state) == ("failed", "unsure")
    for _ in range(times):
        note_arrived(actor=nora, now=now, message_id=message.pk)
    message.refresh_from_db()
    assert message.state == "sent" and Sending.objects.get().trouble == ""


def test_a_letter_is_printed_and_said_to_be_mailed(nora, case, now, paper):
    to = (to_client(case, "1 Oak Street, Austin"),)
    asks = frozenset({f"not_read:{paper.title}", "not_in_file:1 Oak Street, Austin"})
    letter = queue(
        nora, now, email_to_client(case, channel="letter", to=to, document_ids=(paper.pk,), confirmed=asks)
    )
    assert claim_next(now) is None
    for _ in range(2):
        note_mailed(actor=nora, now=now, message_id=letter.pk)
    letter.refresh_from_db()
    assert letter.state == "sent" and Delivery.objects.get().proof == "Mailed by Nora Field"
    email = queue(nora, now, email_to_client(case))
    with pytest.raises(Invalid, match="Only letters"):
        note_mailed(actor=nora, now=now, message_id=email.pk)


def test_what_came_in_was_not_written_here(nora, case, now):
    came = make_message(state="filed")
    file_on(came, case)
    with pytest.raises(Invalid, match="not written here"):
        stop_message(actor=nora, now=now, message_id=came.pk)


def test_without_a_case_nothing_is_failed_or_resumed_but_the_message(nora, case, now):
    to = (Addressee("ann@example.org", "Ann"),)
    message = queue(
        nora,
        now,
        email_to_client(case, to=to, case_id=None, confirmed=frozenset({"not_in_file:ann@example.org"})),
    )
    fail(claim_next(now), now, "No.")
    retry_message(actor=nora, now=now, message_id=message.pk)
    stop_message(actor=nora, now=now, message_id=message.pk)
    assert Message.objects.get().state == "stopped" and isinstance(message.pk, UUID)
    assert not TemplateVersion.objects.exists()


def test_two_requests_with_one_id_at_once_queue_one(nora, case, now, monkeypatch):
    """The second finds nothing when it asks, and the first's row when it writes."""
    id = new_id()
    first = queue(nora, now, email_to_client(case), id=id)
    asked = []

    def blind(actor, id):
        asked.append(id)
        return None if len(asked) == 1 else first

    monkeypatch.setattr(queueing, "_queued_already", blind)
    assert queue(nora, now, email_to_client(case), id=id) == first
    assert Message.objects.count() == 1
    monkeypatch.setattr(queueing, "_queued_already", lambda actor, id: None)
    with pytest.raises(IntegrityError):
        queue(nora, now, email_to_client(case), id=id)


def test_what_another_has_moved_stays_as_it_is(nora, case, now, monkeypatch):
    message = queue(nora, now, email_to_client(case))
    claimed = claim_next(now)
    Sending.objects.update(state="delivered")
    put_off(claimed, now, now, "later")
    with pytest.raises(Overtaken):
        fail(claimed, now, "No.")
    Sending.objects.update(state="unsure")
    monkeypatch.setattr(outcomes, "_lock", lambda sending, state: False)
    note_arrived(actor=nora, now=now, message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.sending.state) == ("queued", "unsure")


def test_a_text_that_comes_into_the_night_waits_for_the_morning(nora, case, now, text_gateway_set):
    texting(case)
    message = queue(nora, now, text_to_client(case))
    assert send_due(now + timedelta(hours=15)) == 1
    message.refresh_from_db()
    assert (message.sending.state, message.sending.not_before) == ("queued", now + timedelta(days=1))


def test_a_text_waits_where_the_gateway_was_taken_away(nora, case, now, text_gateway_set, settings):
    texting(case)
    message = queue(nora, now, text_to_client(case))
    settings.TEXT_GATEWAY = {**settings.TEXT_GATEWAY, "provider": ""}
    send_due(now)
    message.refresh_from_db()
    assert message.sending.state == "queued" and "No text gateway" in message.sending.trouble


def test_the_job_takes_turns_and_begins_at_once_for_what_is_due(nora, case, now, monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _ in range(2):
        ask_for_sending()
    turns = DBTaskResult.objects.filter(task_path=send_every_minute.module_path)
    assert turns.count() == 1
    queue(nora, now, email_to_client(case))
    queue(nora, now, email_to_client(case, not_before=now + timedelta(days=1)))
    assert DBTaskResult.objects.filter(task_path=send_queued.module_path).count() == 1
    sent = []
    monkeypatch.setattr("caseday.correspondence.sending.loop.send_due", sent.append)
    turns.delete()
    send_every_minute.call()
    send_every_minute.call()
    assert len(sent) == 2 and turns.count() == 1
