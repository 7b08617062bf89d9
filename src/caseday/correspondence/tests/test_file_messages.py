"""Filing by hand: on a case, off it, aside and back; what it teaches, and what it leaves when undone."""

from datetime import datetime, timedelta

import pytest

from caseday.access.viewer import Viewer, system_viewer
from caseday.correspondence import actions
from caseday.correspondence.models import Attachment, Filing, KnownSender, Message
from caseday.correspondence.tests.made import make_account, make_message
from caseday.documents.keeping import the_store
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
SYSTEM = system_viewer("Mail")


def kept_file(message: Message, content: bytes, name: str = "report.txt", position: int = 0) -> Attachment:
    path = the_store().new_arrival()
    path.write_bytes(content)
    kept = the_store().keep(path)
    return Attachment.objects.create(
        message=message, position=position, name=name, sha256=kept.sha256, size_bytes=len(content)
    )


def test_a_message_on_a_case_is_in_its_journal_once_and_counts_as_contact(
    cast: Cast, nora: Viewer, now: datetime
) -> None:
    case, message = make_case(cast.nora), make_message()
    done = actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    message.refresh_from_db()
    case.refresh_from_db()
    entry = Activity.objects.get(case=case)
    assert message.state == "filed" and message.activity_id == entry.pk == done.new[0].pk
    assert (entry.kind, entry.is_incoming, entry.needs_note) == ("message", True, False)
    assert entry.summary == "Email: Claim" and case.last_contact_at == message.at


def test_filing_twice_on_one_case_changes_nothing(cast: Cast, nora: Viewer, now: datetime) -> None:
    case, message = make_case(cast.nora), make_message()
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    done = actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    assert done.is_late and Filing.objects.count() == 1


def test_who_is_second_in_the_inbox_sees_what_the_first_did(
    cast: Cast, nora: Viewer, susan: Viewer, now: datetime
) -> None:
    case, other, message = make_case(cast.nora), make_case(cast.nora), make_message()
    actions.file_message(actor=susan, now=now, message_id=message.pk, case_id=case.pk)
    done = actions.file_message(
        actor=nora, now=now, message_id=message.pk, case_id=other.pk, is_from_inbox=True
    )
    assert done.is_late and done.there[0].staff == cast.susan
    assert not Filing.objects.filter(case=other).exists()


def test_a_message_may_be_on_several_cases(cast: Cast, nora: Viewer, now: datetime) -> None:
    cases, message = [make_case(cast.nora), make_case(cast.nora)], make_message()
    ids = [one.pk for one in reversed(cases)]
    done = actions.file_message(actor=nora, now=now, message_id=message.pk, case_ids=ids)
    message.refresh_from_db()
    assert len(done.new) == 2 and Activity.objects.count() == 2
    assert message.activity_id == next(one.pk for one in done.new if one.case_id == ids[0])


def test_a_case_has_to_be_named_and_in_sight(cast: Cast, nora: Viewer, audrey: Viewer, now: datetime) -> None:
    message, case = make_message(), make_case(cast.olive)
    with pytest.raises(Invalid, match="Choose the case"):
        actions.file_message(actor=nora, now=now, message_id=message.pk)
    with pytest.raises(NotFound):
        actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    with pytest.raises(Refused):
        actions.file_message(actor=audrey, now=now, message_id=message.pk, case_id=case.pk)


def test_taken_off_it_waits_again_and_its_entry_is_void(cast: Cast, nora: Viewer, now: datetime) -> None:
    case, message = make_case(cast.nora), make_message()
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    actions.unfile(actor=nora, now=now, message_id=message.pk, case_id=case.pk, reason="Another Rosa")
    message.refresh_from_db()
    assert (message.state, message.activity_id) == ("waiting", None)
    assert Activity.objects.get().void_reason == "Another Rosa"
    assert Filing.objects.get().undone_at == now
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    assert Filing.objects.filter(undone_at=None).count() == 1


def test_taken_off_one_of_two_cases_it_stays_on_the_other(cast: Cast, nora: Viewer, now: datetime) -> None:
    first, second, message = make_case(cast.nora), make_case(cast.nora), make_message()
    done = actions.file_message(actor=nora, now=now, message_id=message.pk, case_ids=[first.pk, second.pk])
    actions.unfile(actor=nora, now=now, message_id=message.pk, case_id=first.pk)
    message.refresh_from_db()
    assert message.state == "filed"
    assert message.activity_id == next(one.pk for one in done.new if one.case_id == second.pk)
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=first.pk)
    actions.unfile(actor=nora, now=now, message_id=message.pk, case_id=first.pk)
    with pytest.raises(NotFound):
        actions.unfile(actor=nora, now=now, message_id=message.pk, case_id=first.pk)


def test_a_supporter_takes_off_what_stands_in_another_journal(
    cast: Cast, carl: Viewer, now: datetime
) -> None:
    from caseday.cases.models import Assignment

    case, message = make_case(cast.olive), make_message()
    Assignment.objects.create(case=case, staff=cast.carl, kind="support", from_at=now)
    actions.file_message(actor=carl, now=now, message_id=message.pk, case_id=case.pk)
    assert Activity.objects.get().staff == cast.olive
    actions.unfile(actor=carl, now=now, message_id=message.pk, case_id=case.pk)
    assert Activity.objects.get().voided_at == now


def test_set_aside_and_back(cast: Cast, nora: Viewer, now: datetime) -> None:
    message = make_message()
    actions.set_aside(actor=nora, now=now, message_id=message.pk, reason="Newsletter")
    actions.set_aside(actor=nora, now=now, message_id=message.pk, reason="again")
    message.refresh_from_db()
    assert (message.state, message.set_aside_reason) == ("set_aside", "Newsletter")
    actions.take_back(actor=nora, now=now, message_id=message.pk)
    actions.take_back(actor=nora, now=now, message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.set_aside_reason) == ("waiting", "")


def test_what_is_on_a_case_is_not_set_aside(cast: Cast, nora: Viewer, now: datetime) -> None:
    case, message = make_case(cast.nora), make_message()
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    with pytest.raises(Invalid, match="Take it off"):
        actions.set_aside(actor=nora, now=now, message_id=message.pk)


def test_an_outgoing_message_on_a_second_case_keeps_its_state(
    cast: Cast, nora: Viewer, now: datetime
) -> None:
    first, second = make_case(cast.nora), make_case(cast.nora)
    message = make_message(state="sent", is_incoming=False, staff=cast.nora)
    Filing.objects.create(message=message, case=first, how="written", filed_at=now)
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=second.pk)
    message.refresh_from_db()
    assert message.state == "sent" and not Activity.objects.exists()
    actions.unfile(actor=nora, now=now, message_id=message.pk, case_id=second.pk)
    message.refresh_from_db()
    assert message.state == "sent"


def test_who_has_a_case_gets_its_entry_and_else_who_files(cast: Cast, nora: Viewer, now: datetime) -> None:
    case, message = make_case(cast.nora), make_message()
    case.assigned_to = None
    case.save()
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    assert Activity.objects.get().staff == cast.nora


def test_by_hand_is_learned_and_counted(cast: Cast, nora: Viewer, now: datetime) -> None:
    case = make_case(cast.nora)
    for _ in range(2):
        actions.file_message(actor=nora, now=now, message_id=make_message().pk, case_id=case.pk)
    known = KnownSender.objects.get()
    assert (known.address, known.case_id, known.times) == ("dana@example.org", case.pk, 2)
    last = Message.objects.order_by("pk").last()
    assert last is not None
    actions.unfile(actor=nora, now=now, message_id=last.pk, case_id=case.pk)
    known.refresh_from_db()
    assert (known.times, known.is_wrong) == (1, False)
    actions.forget_sender(actor=nora, now=now, known_sender_id=known.pk)
    known.refresh_from_db()
    assert known.is_wrong
    actions.file_message(actor=nora, now=now, message_id=last.pk, case_id=case.pk)
    known.refresh_from_db()
    assert (known.times, known.is_wrong) == (1, False)


def test_a_wrong_automatic_filing_unlearns(cast: Cast, nora: Viewer, now: datetime) -> None:
    case, message = make_case(cast.nora), make_message()
    KnownSender.objects.create(address="dana@example.org", case=case, times=4, learned_at=now)
    Filing.objects.create(message=message, case=case, how="matched", filed_at=now)
    Message.objects.filter(pk=message.pk).update(state="filed")
    actions.unfile(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    assert KnownSender.objects.get().is_wrong


@pytest.mark.parametrize(
    "address", ["noreply@example.org", "nora.field@example.com", "office@example.com", ""]
)
def test_nothing_is_learned_of_machines_colleagues_and_ourselves(
    cast: Cast, nora: Viewer, now: datetime, address: str
) -> None:
    make_account()
    case, message = make_case(cast.nora), make_message(from_address=address)
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    assert not KnownSender.objects.exists()


def test_what_was_learned_is_seen_with_its_case(
    cast: Cast, nora: Viewer, olive: Viewer, now: datetime
) -> None:
    known = KnownSender.objects.create(address="a@example.org", case=make_case(cast.nora), learned_at=now)
    general = KnownSender.objects.create(address="b@example.org", learned_at=now)
    with pytest.raises(NotFound):
        actions.forget_sender(actor=olive, now=now, known_sender_id=known.pk)
    actions.forget_sender(actor=olive, now=now, known_sender_id=general.pk)
    actions.forget_sender(actor=SYSTEM, now=now, known_sender_id=known.pk)


def test_files_become_papers_of_the_case_and_go_with_it(cast: Cast, nora: Viewer, now: datetime) -> None:
    case, message = make_case(cast.nora), make_message()
    good, bad = (
        kept_file(message, b"Off work until Friday."),
        kept_file(message, b"MZ\x00\x01\x02", "a.exe", 1),
    )
    assert actions.put_papers(actor=SYSTEM, now=now, message_id=message.pk) == []
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    (paper,) = actions.put_papers(actor=SYSTEM, now=now, message_id=message.pk)
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.document == paper and paper.case == case and paper.received_how == "email"
    assert paper.staff == cast.nora and paper.looked_at is None and bad.document is None and bad.refusal
    assert actions.put_papers(actor=SYSTEM, now=now, message_id=message.pk) == []
    actions.unfile(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    paper.refresh_from_db()
    good.refresh_from_db()
    assert paper.voided_at and good.document is None
    other = make_case(cast.nora)
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=other.pk)
    (again,) = actions.put_papers(actor=SYSTEM, now=now, message_id=message.pk)
    assert again.case == other


def test_a_paper_that_is_there_already_is_linked_and_stays(cast: Cast, nora: Viewer, now: datetime) -> None:
    case = make_case(cast.nora)
    messages = [make_message(at=now - timedelta(hours=hours)) for hours in (2, 1)]
    for message in messages:
        kept_file(message, b"The same report.")
        actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    papers = [actions.put_papers(actor=SYSTEM, now=now, message_id=one.pk)[0] for one in messages]
    assert papers[0] == papers[1]
    actions.unfile(actor=nora, now=now, message_id=messages[1].pk, case_id=case.pk)
    papers[0].refresh_from_db()
    assert papers[0].voided_at is None


def test_a_paper_waits_for_somebody_who_has_the_case_and_for_its_file(
    cast: Cast, nora: Viewer, now: datetime
) -> None:
    case, message = make_case(cast.nora), make_message()
    lost = Attachment.objects.create(message=message, position=0, name="lost.pdf", sha256="a" * 64)
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_id=case.pk)
    assert actions.put_papers(actor=SYSTEM, now=now, message_id=message.pk) == []
    lost.refresh_from_db()
    assert "send it again" in lost.refusal
    case.assigned_to = None
    case.save()
    nobodys = make_message()
    one = kept_file(nobodys, b"Somebody's report.")
    Filing.objects.create(message=nobodys, case=case, how="matched", filed_at=now)
    actions.put_papers(actor=SYSTEM, now=now, message_id=nobodys.pk)
    one.refresh_from_db()
    assert "Nobody has this case" in one.refusal
