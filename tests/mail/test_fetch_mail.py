"""Mail comes in from a real server: each message once, whatever happens, and nothing there is changed."""

import os
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import imap_tools
import pytest
from django.db import connections

from caseday.correspondence.keeping import seal
from caseday.correspondence.mail import fetching, helper, imap, taking
from caseday.correspondence.mail.checking import check_account
from caseday.correspondence.mail.fetching import fetch_new, position_of, server_of
from caseday.correspondence.mail.imap import opened
from caseday.correspondence.mail.troubles import Trouble
from caseday.correspondence.models import Account, Attachment, Message, MessageBody
from caseday.documents.actions import check_files
from caseday.documents.keeping import the_store
from caseday.kernel import clock
from tests.mail.broken_server import BrokenServer
from tests.mail.dovecot import PASSWORD, Dovecot
from tests.mail.letters import letter

pytestmark = [pytest.mark.django_db, pytest.mark.server]


def fetch(account: Account) -> int:
    with opened(server_of(account)) as mailbox:
        return fetch_new(account, mailbox, now=clock.now)


def subjects() -> list[str]:
    return sorted(Message.objects.values_list("subject", flat=True))


def test_each_message_comes_in_once_and_the_mailbox_stays_as_it_is(
    account: Account, dovecot: Dovecot
) -> None:
    for number in (1, 2, 3):
        dovecot.deliver(account.user_name, letter(number, files={"note.pdf": b"%PDF-1.4 not really"}))
    assert fetch(account) == 3
    assert fetch(account) == 0
    dovecot.deliver(account.user_name, letter(4))
    assert fetch(account) == 1
    assert subjects() == ["Letter 1", "Letter 2", "Letter 3", "Letter 4"]
    first = Message.objects.get(subject="Letter 1")
    assert (first.from_address, first.external_id, first.is_incoming) == (
        "dana@example.org",
        "1@example.org",
        True,
    )
    assert first.attachments.get().name == "note.pdf"
    with imap_tools.MailBoxUnencrypted("127.0.0.1", dovecot.port).login(account.user_name, PASSWORD) as box:
        found = list(box.fetch(mark_seen=False, headers_only=True))
        assert len(found) == 4 and not any("\\Seen" in one.flags for one in found)


def test_new_numbers_of_the_server_double_nothing(account: Account, dovecot: Dovecot) -> None:
    dovecot.deliver(account.user_name, letter(1))
    dovecot.deliver(account.user_name, letter(2, Message_ID=""))
    fetch(account)
    before = position_of(account).uid_validity
    dovecot.stop()
    dovecot.forget_numbers(account.user_name)
    dovecot.start()
    dovecot.deliver(account.user_name, letter(3))
    assert fetch(account) == 1
    assert position_of(account).uid_validity != before
    assert subjects() == ["Letter 1", "Letter 2", "Letter 3"]


def test_another_message_under_a_known_id_is_kept_beside_it_and_a_copy_is_not(
    account: Account, dovecot: Dovecot
) -> None:
    dovecot.deliver(account.user_name, letter(1))
    dovecot.deliver(account.user_name, letter(1, Received="by another way"))
    dovecot.deliver(account.user_name, letter(1, text="Something else.", Subject="Other"))
    assert fetch(account) == 2
    assert subjects() == ["Letter 1", "Other"]


@pytest.mark.django_db(transaction=True)
def test_killed_between_store_and_position_it_neither_loses_nor_doubles(
    account: Account, dovecot: Dovecot
) -> None:
    for number in range(6):
        dovecot.deliver(account.user_name, letter(number))
    connections.close_all()
    child = os.fork()
    if child == 0:  # as by kill -9: nothing is finished, nothing is cleaned up
        taken = []
        real = taking.take_in

        def take_three(**given: Any) -> Message:
            if len(taken) == 3:
                os._exit(9)
            taken.append(1)
            return real(**given)

        taking.take_in = take_three
        try:
            fetch(account)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert Message.objects.count() == 3
    assert position_of(account).last_uid == 0
    assert fetch(account) == 3
    assert len(subjects()) == len(set(subjects())) == 6


def test_a_large_attachment_goes_to_the_disk_and_never_all_into_memory(
    account: Account, dovecot: Dovecot
) -> None:
    data = os.urandom(25_000_000)
    dovecot.deliver(account.user_name, letter(1, files={"scan.pdf": data}))
    tracemalloc.start()
    assert fetch(account) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    kept = Attachment.objects.get()
    assert kept.size_bytes == len(data)
    assert the_store().path_of(kept.sha256).read_bytes() == data
    assert peak < 12_000_000


def test_what_is_too_large_comes_in_as_its_head_and_says_so(
    account: Account, dovecot: Dovecot, settings: Any
) -> None:
    settings.MAX_MAIL_BYTES = 1_000_000
    dovecot.deliver(account.user_name, letter(1, files={"scan.pdf": os.urandom(1_500_000)}))
    assert fetch(account) == 1
    message = Message.objects.get()
    assert message.subject == "Letter 1"
    assert "more than the 1 MB" in message.warnings[0]
    assert "more than the 1 MB" in message.attachments.get().refusal


def test_what_breaks_taking_in_comes_in_with_its_head_alone(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = taking.take_in

    def fails_on_text(**given: Any) -> Message:
        if given["incoming"].text:
            raise RuntimeError("a mistake of ours")
        return real(**given)

    monkeypatch.setattr(taking, "take_in", fails_on_text)
    dovecot.deliver(account.user_name, letter(1, files={"note.pdf": b"x"}))
    dovecot.deliver(account.user_name, letter(2))
    assert fetch(account) == 2
    first = Message.objects.get(subject="Letter 1")
    assert "original is kept" in first.warnings[0]
    assert the_store().has(MessageBody.objects.get(message=first).raw_sha256)
    assert list(the_store().arrivals()) == []


@pytest.mark.parametrize(
    ("fault", "says"),
    [("silent", "takes too long"), ("garbage", "cannot be understood"), ("die_in_body", "broke off")],
)
def test_a_server_that_misbehaves_loses_nothing(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, fault: str, says: str
) -> None:
    dovecot.deliver(account.user_name, letter(1))
    with BrokenServer(fault) as broken, pytest.raises(Trouble, match=says):
        server = replace(server_of(account), port=broken.port, timeout=0.7)
        with opened(server) as mailbox:
            fetch_new(account, mailbox, now=clock.now)
    assert Message.objects.count() == 0
    assert list(the_store().arrivals()) == []
    assert fetch(account) == 1


def test_a_server_that_dies_and_comes_back_is_read_on(account: Account, dovecot: Dovecot) -> None:
    dovecot.deliver(account.user_name, letter(1))
    with opened(server_of(account)) as mailbox:
        fetch_new(account, mailbox, now=clock.now)
        dovecot.die()
        try:
            with pytest.raises(Trouble):
                fetch_new(account, mailbox, now=clock.now)
            with pytest.raises(Trouble, match="does not answer at port"):
                fetch(account)
        finally:
            dovecot.start()
    dovecot.deliver(account.user_name, letter(2))
    assert fetch(account) == 1


@pytest.mark.parametrize(
    ("setup", "says"),
    [
        ({"sealed_secret": "wrong"}, "does not take the user name and password"),
        ({"imap_folder": "Nowhere"}, "no folder Nowhere"),
        ({"imap_host": "no-such-host.invalid", "imap_security": "tls"}, "no mail server named"),
        ({"imap_security": "tls"}, "does not speak TLS"),
        ({"imap_security": "none", "imap_host": "192.0.2.1"}, "Choose TLS"),
        ({"imap_security": "tls", "imap_port": "tls"}, "certificate"),
        ({"sign_in": "oauth2"}, "does not take tokens"),
        ({"sealed_secret": "broken"}, "key of this Caseday has changed"),
        ({"imap_host": ""}, "No mail is fetched"),
    ],
)
def test_the_test_of_a_connection_says_what_is_wrong(
    account: Account, dovecot: Dovecot, setup: dict[str, Any], says: str
) -> None:
    values = {**setup}
    if values.get("sealed_secret") == "wrong":
        values["sealed_secret"] = seal("wrong")
    if values.get("imap_port") == "tls":
        values["imap_port"] = dovecot.tls_port
    for name, value in values.items():
        setattr(account, name, value)
    account.save()
    assert says in check_account(account, now=clock.now()).words


def test_the_test_of_a_connection_says_that_it_works(
    account: Account, dovecot: Dovecot, settings: Any
) -> None:
    dovecot.deliver(account.user_name, letter(1))
    settings.MAIL_CERTIFICATES = str(dovecot.certificate)
    account.imap_host, account.imap_port, account.imap_security = "localhost", dovecot.tls_port, "tls"
    checked = check_account(account, now=clock.now())
    assert checked.is_fine and "1 message waits in INBOX" in checked.words
    assert Message.objects.count() == 0


def test_an_expired_token_is_told_apart_from_a_wrong_password(account: Account) -> None:
    with BrokenServer("refuse_token") as server:
        account.imap_port, account.sign_in = server.port, "oauth2"
        assert "token has expired" in check_account(account, now=clock.now()).words


def test_mail_of_long_ago_is_left_where_it_is(account: Account, dovecot: Dovecot) -> None:
    assert fetching.first_day(account) < clock.now().date()
    with opened(server_of(account)) as mailbox:
        dovecot.deliver(account.user_name, letter(1))
        assert mailbox.uids_after(0, None) == [1]
        assert mailbox.uids_after(0, clock.now().date().replace(year=2099)) == []
    assert imap._MONTHS[0] == "Jan"


@pytest.mark.django_db(transaction=True)
def test_a_mailbox_with_much_in_it_is_taken_in_by_two_processes(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(helper, "FROM", 10)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
    monkeypatch.setenv("CASEDAY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CASEDAY_DATABASE_URL", f"sqlite:///{connections['default'].settings_dict['NAME']}")
    for number in range(12):
        dovecot.deliver(account.user_name, letter(number, files={"note.pdf": b"%d" % number}))
    assert fetch(account) == 12
    assert len(set(subjects())) == 12
    assert check_files().problems == []
    assert fetch(account) == 0


def test_a_helper_that_dies_leaves_its_messages_to_the_next_look(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper, "FROM", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setenv("CASEDAY_NO_SUCH_KEY", "it does not even start")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
    for number in range(4):
        dovecot.deliver(account.user_name, letter(number))
    with pytest.raises((RuntimeError, OSError)):
        fetch(account)
    monkeypatch.setattr(helper, "FROM", 100)
    fetch(account)
    assert len(set(subjects())) == len(subjects()) == 4
