"""What became of a queued message is written down once: by the process that has it, or by whoever comes after."""

from datetime import timedelta
from uuid import UUID

import pytest

from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case
from caseday.correspondence.actions import queue_message
from caseday.correspondence.actions.outcomes import (
    HANDING_OVER,
    Overtaken,
    claim_next,
    note_handing_over,
    note_trouble,
    put_off,
    settle_left_behind,
)
from caseday.correspondence.models import Attachment, Message, OptOut, Sending
from caseday.correspondence.queries.accounts import get_account, is_any_fetched
from caseday.correspondence.queries.inbox import waiting_count, waiting_for
from caseday.correspondence.queries.reading import conversation_of
from caseday.correspondence.queries.ways import receivers_of
from caseday.correspondence.rules.tries import CLAIM_LASTS
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.correspondence.tests.outgoing_made import email_to_client, make_mailbox, reachable, texting
from caseday.documents.models import Delivery, Document
from caseday.kernel.errors import NotFound
from caseday.kernel.keys import write_key
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_party, make_professional

pytestmark = pytest.mark.django_db
LATER = MONDAY_8 + timedelta(minutes=1)


@pytest.fixture
def nora(cast: Cast) -> Viewer:
    return viewer_for(cast.nora, now=MONDAY_8)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def claimed(nora: Viewer, case: Case) -> Sending:
    make_mailbox()
    reachable(case)
    queue_message(actor=nora, now=MONDAY_8, outgoing=email_to_client(case))
    sending = claim_next(LATER)
    assert sending is not None
    return sending


def state_of(sending: Sending) -> str:
    return Sending.objects.values_list("state", flat=True).get(pk=sending.pk)


def test_nothing_is_claimed_twice(claimed: Sending) -> None:
    assert claim_next(LATER) is None


def test_whoever_lost_the_claim_hands_nothing_over(claimed: Sending) -> None:
    note_handing_over(claimed)
    assert Sending.objects.get(pk=claimed.pk).trouble == HANDING_OVER
    Sending.objects.filter(pk=claimed.pk).update(tries=7)
    with pytest.raises(Overtaken):
        note_handing_over(claimed)


def test_what_a_receipt_has_moved_is_not_put_off(claimed: Sending) -> None:
    Sending.objects.filter(pk=claimed.pk).update(state="delivered")
    put_off(claimed, LATER, LATER + timedelta(hours=1), "slow")
    assert state_of(claimed) == "delivered"


def test_what_a_dead_process_left_is_tried_again_or_unsure(claimed: Sending) -> None:
    assert settle_left_behind(LATER) == 0
    after = LATER + CLAIM_LASTS + timedelta(minutes=1)
    assert settle_left_behind(after) == 1
    assert state_of(claimed) == "queued"
    again = claim_next(after)
    assert again is not None
    note_handing_over(again)
    assert settle_left_behind(after + CLAIM_LASTS + timedelta(minutes=1)) == 1
    assert state_of(claimed) == "unsure"
    assert Message.objects.get().state == "failed"


def test_the_last_try_fails_for_good_and_what_they_have_stays(
    claimed: Sending, nora: Viewer, case: Case
) -> None:
    assert case.assigned_to is not None
    paper = Document.objects.create(case=case, staff=case.assigned_to, title="MRI", received_at=MONDAY_8)
    message = claimed.message
    Attachment.objects.create(message=message, position=0, name="mri.pdf", document=paper)
    sent = {"document": paper, "case": case, "staff": case.assigned_to, "how": "email", "sent_at": MONDAY_8}
    under_way = Delivery.objects.create(**sent, activity_id=message.activity_id)
    seen = Delivery.objects.create(**sent, activity_id=message.activity_id, state="in_chart")
    note_trouble(claimed, LATER, "Refused: no such mailbox.", is_final=True)
    assert state_of(claimed) == "failed"
    under_way.refresh_from_db()
    seen.refresh_from_db()
    assert (under_way.state, seen.state) == ("failed", "in_chart")


def test_mailboxes_are_read_while_there_is_one() -> None:
    assert not is_any_fetched()
    account = make_account()
    assert is_any_fetched()
    account.is_off = True
    account.save()
    assert not is_any_fetched()


def test_who_works_on_no_cases_has_no_inbox(cast: Cast) -> None:
    make_message(make_account())
    adam = viewer_for(cast.adam, now=MONDAY_8)
    assert list(waiting_for(adam)) == [] and waiting_count(adam) == 0


def test_before_the_first_of_a_conversation_there_is_nothing(nora: Viewer, case: Case) -> None:
    message = make_message(make_account())
    file_on(message, case)
    found = conversation_of(nora, message, before=write_key(message.at, message.pk))
    assert list(found.messages) == []


def test_ways_to_people_with_little_known_of_them(nora: Viewer, case: Case) -> None:
    make_party(
        case, "physician", professional=make_professional(office=None, email="dr@example.com"), name=""
    )
    make_party(case, "adjuster", name="Dana", phone="+15125550177")
    texting(case)
    found = {one.role: one for one in receivers_of(nora, case, on=MONDAY_8.date())}
    assert [way.channel for way in found["physician"].ways] == ["email"]
    assert [way.channel for way in found["adjuster"].ways] == ["text"]
    assert not found["client"].by("text")[0].is_opted_out


def test_whoever_wrote_stop_is_shown_so(nora: Viewer, case: Case) -> None:
    point = texting(case)
    OptOut.objects.create(address=point.value, channel="text", said_at=MONDAY_8)
    client = receivers_of(nora, case, on=MONDAY_8.date())[0]
    assert client.by("text")[0].is_opted_out and client.by("text")[0].consent_words == "wrote STOP"


def test_no_account_is_found_by_a_strange_id() -> None:
    with pytest.raises(NotFound):
        get_account(system_viewer(), UUID(int=1))
