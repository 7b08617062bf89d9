"""Two at one message in the same second: each is told what holds, nothing is lost, nobody waits for ever.

On PostgreSQL the second waits for the message's row and then, case after case in one order, for the ends of chains.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from caseday.access.queries import verify_chains, viewer_for
from caseday.access.viewer import system_viewer
from caseday.cases.models import Case
from caseday.correspondence import actions
from caseday.correspondence.models import Filing, KnownSender, Message
from caseday.correspondence.rules.incoming import Incoming, Party
from caseday.correspondence.tests.made import make_message
from caseday.journal.actions import Happened, record_activity
from caseday.journal.models import Activity
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_contact_point, make_office

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_viewer("Mail")


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """All begin together; what each returned. An error of one is the test's."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            together.wait(timeout=10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_second_of_two_in_the_inbox_sees_what_the_first_did(cast: Cast) -> None:
    message, cases = make_message(), [make_case(cast.nora), make_case(cast.nora)]
    viewers = [viewer_for(staff, now=MONDAY_8) for staff in (cast.nora, cast.carl)]
    done = at_once([
        lambda v=viewer, c=case: actions.file_message(
            actor=v, now=MONDAY_8, message_id=message.pk, case_id=c.pk, is_from_inbox=True
        )
        for viewer, case in zip(viewers, cases, strict=True)
    ])  # fmt: skip
    assert sorted(one.is_late for one in done) == [False, True]
    assert Filing.objects.count() == 1 and Activity.objects.count() == 1
    late = next(one for one in done if one.is_late)
    assert late.there[0].staff_id in {cast.nora.pk, cast.carl.pk}


def test_on_the_same_cases_in_two_orders(cast: Cast) -> None:
    cases = [make_case(cast.nora), make_case(cast.nora)]
    messages = [make_message(from_address=f"a{n}@example.org") for n in range(6)]
    nora, carl = (viewer_for(staff, now=MONDAY_8) for staff in (cast.nora, cast.carl))

    def file_all(viewer: object, chosen: Sequence[Message], order: Sequence[Case]) -> None:
        for message in chosen:
            actions.file_message(
                actor=viewer, now=MONDAY_8, message_id=message.pk, case_ids=[one.pk for one in order]
            )

    def call_them() -> None:
        for case in cases * 3:
            happened = Happened(kind="call", case_id=case.pk, result="reached", minutes=1)
            record_activity(actor=nora, now=MONDAY_8, happened=happened)

    at_once([
        lambda: file_all(nora, messages, cases), lambda: file_all(carl, messages[::-1], cases[::-1]), call_them,
    ])  # fmt: skip
    assert Filing.objects.count() == 12 and KnownSender.objects.count() == 12
    assert not [one for one in verify_chains().problems if one.chain_id]


def test_the_same_message_from_two_fetchers_is_kept_once(cast: Cast) -> None:
    case = make_case(cast.nora)
    make_contact_point(case.person, "+15125550101")
    incoming = Incoming(
        channel="text", sender=Party("+15125550101"), at=MONDAY_8, text="hello", external_id="SM1"
    )
    from caseday.correspondence.tests.made import make_account

    account = make_account(kind="text", address="+15125550100")
    known = Incoming(**{**vars(incoming), "account_id": account.pk})
    done = at_once([lambda: actions.take_in(actor=SYSTEM, now=MONDAY_8, incoming=known)] * 3)
    assert len({one.pk for one in done}) == 1
    assert (Message.objects.count(), Filing.objects.count(), Activity.objects.count()) == (1, 1, 1)
    case.refresh_from_db()
    assert case.last_contact_at == MONDAY_8


def test_filing_and_taking_off_and_setting_aside_end_in_one_state(cast: Cast) -> None:
    case, message = make_case(cast.nora), make_message()
    nora = viewer_for(cast.nora, now=MONDAY_8)

    def aside() -> None:
        from caseday.kernel.errors import Invalid

        try:
            actions.set_aside(actor=nora, now=MONDAY_8, message_id=message.pk)
        except Invalid:
            return

    at_once([
        lambda: actions.file_message(actor=nora, now=MONDAY_8, message_id=message.pk, case_id=case.pk), aside,
        lambda: actions.say_no_answer_needed(actor=nora, now=MONDAY_8 + timedelta(minutes=1), message_id=message.pk),
    ])  # fmt: skip
    message.refresh_from_db()
    assert message.state == "filed" and Filing.objects.filter(undone_at=None).count() == 1
    assert message.answered_how == "not_needed"


def test_a_call_that_answers_and_a_tap_that_takes_off(cast: Cast) -> None:
    """The call holds the case's chain and wants the messages, the tap holds a message and wants the chain."""
    office, case = make_office(), make_case(cast.nora)
    nora = viewer_for(cast.nora, now=MONDAY_8)
    messages = [make_message(office=office, from_address=f"a{n}@example.org") for n in range(8)]
    for message in messages:
        actions.file_message(actor=nora, now=MONDAY_8, message_id=message.pk, case_id=case.pk)

    def call_them() -> None:
        for minute in range(8):
            later = MONDAY_8 + timedelta(minutes=minute)
            happened = Happened(
                kind="call", case_id=case.pk, result="reached", minutes=1, office_id=office.pk
            )
            record_activity(actor=nora, now=later, happened=happened)

    def take_off() -> None:
        for message in messages[::2]:
            actions.unfile(actor=nora, now=MONDAY_8, message_id=message.pk, case_id=case.pk)

    def need_none() -> None:
        for message in messages[1::2]:
            actions.say_no_answer_needed(actor=nora, now=MONDAY_8, message_id=message.pk)

    at_once([call_them, take_off, need_none])
    assert not Message.objects.filter(state="filed", answered_at=None).exists()
    assert Filing.objects.filter(undone_at=None).count() == 4
