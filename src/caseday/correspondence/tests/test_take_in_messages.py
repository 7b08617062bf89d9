"""A message comes in: kept once, waiting until it is on a case."""

from datetime import datetime, timedelta

import pytest

from caseday.access.viewer import system_viewer
from caseday.correspondence.actions import take_in
from caseday.correspondence.models import Message
from caseday.correspondence.rules.incoming import Incoming, IncomingFile, Party
from caseday.correspondence.tests.made import make_account
from caseday.documents.keeping import the_store
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db
SYSTEM = system_viewer("Mail")


def arriving(content: bytes, name: str = "report.txt") -> IncomingFile:
    path = the_store().new_arrival()
    path.write_bytes(content)
    return IncomingFile(name, "text/plain", path, len(content))


def mail(now: datetime, **values: object) -> Incoming:
    known = {
        "channel": "email",
        "sender": Party("dana@example.com", "Dana Whitfield"),
        "at": now,
        "external_id": "<one@example.com>",
        "subject": "A question",
        "text": "Could you call me?",
    }
    return Incoming(**{**known, **values})


def test_it_waits_in_the_inbox_where_nothing_is_known(cast: Cast, now: datetime) -> None:
    message = take_in(actor=SYSTEM, now=now, incoming=mail(now, raw=arriving(b"raw").path))
    assert message.state == Message.State.WAITING
    assert message.body.text == "Could you call me?"
    assert the_store().has(message.body.raw_sha256)
    assert message.thread.key.endswith("<one@example.com>")


def test_the_same_message_is_kept_once(cast: Cast, now: datetime) -> None:
    first = take_in(actor=SYSTEM, now=now, incoming=mail(now))
    again = arriving(b"again")
    second = take_in(actor=SYSTEM, now=now + timedelta(hours=1), incoming=mail(now, files=(again,)))
    assert first.pk == second.pk
    assert not again.path.exists()
    assert Message.objects.count() == 1


def test_a_message_without_an_id_is_known_by_its_place_in_its_own_mailbox(cast: Cast, now: datetime) -> None:
    here, there = make_account(), make_account(name="Second", address="second@example.com")
    place = {"external_id": "", "source": "7:12"}
    first = take_in(actor=SYSTEM, now=now, incoming=mail(now, account_id=here.pk, **place))
    assert take_in(actor=SYSTEM, now=now, incoming=mail(now, account_id=here.pk, **place)).pk == first.pk
    other = take_in(actor=SYSTEM, now=now, incoming=mail(now, account_id=there.pk, **place))
    next_one = mail(now, account_id=here.pk, external_id="", source="7:13")
    assert len({first.pk, other.pk, take_in(actor=SYSTEM, now=now, incoming=next_one).pk}) == 3


def test_an_answer_goes_into_its_conversation(cast: Cast, now: datetime) -> None:
    first = take_in(actor=SYSTEM, now=now, incoming=mail(now))
    answer = mail(now, external_id="<two@example.com>", references=("<one@example.com>",))
    second = take_in(actor=SYSTEM, now=now + timedelta(hours=1), incoming=answer)
    assert second.thread_id == first.thread_id
