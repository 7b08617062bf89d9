"""Mailboxes are watched by threads: what comes is taken in at once, trouble is said, changes are followed."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from caseday.correspondence.keeping import seal
from caseday.correspondence.mail import watching
from caseday.correspondence.mail.imap import Mailbox
from caseday.correspondence.mail.watching import pause_after, watch_all
from caseday.correspondence.models import Account, FetchPosition, Message
from tests.mail.dovecot import PASSWORD, Dovecot
from tests.mail.letters import letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]


def eventually(happens: Callable[[], object], within_seconds: float = 120.0) -> bool:
    ends = time.monotonic() + within_seconds
    while time.monotonic() < ends:
        if happens():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def watching_all(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.2)
    monkeypatch.setattr(watching, "IDLE_SECONDS", 1.0)
    ending = threading.Event()
    thread = threading.Thread(target=watch_all, args=(ending,), daemon=True)
    thread.start()
    yield
    ending.set()
    thread.join(5)
    assert eventually(lambda: not [one for one in threading.enumerate() if one.name.startswith("mail-")])


def test_what_comes_is_taken_in_at_once_and_a_wrong_password_is_said_until_it_is_mended(
    account: Account, dovecot: Dovecot, watching_all: None
) -> None:
    dovecot.deliver(account.user_name, letter(1))
    assert eventually(lambda: Message.objects.count() == 1)
    time.sleep(0.5)
    dovecot.deliver(account.user_name, letter(2))
    assert eventually(lambda: Message.objects.count() == 2)
    assert eventually(lambda: FetchPosition.objects.get().fetched_at is not None)
    Account.objects.update(sealed_secret=seal("wrong"))
    assert eventually(lambda: "Type the password again" in FetchPosition.objects.get().trouble)
    assert FetchPosition.objects.get().failing_since is not None
    dovecot.deliver(account.user_name, letter(3))
    Account.objects.update(sealed_secret=seal(PASSWORD))
    assert eventually(lambda: Message.objects.count() == 3)
    assert eventually(lambda: FetchPosition.objects.get().trouble == "")
    Account.objects.update(is_off=True)


def test_a_server_without_idle_is_asked_again_and_again(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, watching_all: None
) -> None:
    monkeypatch.setattr(Mailbox, "can_idle", False)
    dovecot.deliver(account.user_name, letter(1))
    assert eventually(lambda: Message.objects.count() == 1)
    dovecot.deliver(account.user_name, letter(2))
    assert eventually(lambda: Message.objects.count() == 2)
    Account.objects.update(is_off=True)


def test_pauses_grow_and_are_long_where_trying_soon_helps_nobody() -> None:
    assert pause_after(1, is_lasting=False) <= 15 < pause_after(3, is_lasting=False) <= 60
    assert 720 <= pause_after(50, is_lasting=False) <= 900
    assert 720 <= pause_after(1, is_lasting=True) <= 900
