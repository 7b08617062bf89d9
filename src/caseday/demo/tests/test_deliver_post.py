"""What lies ahead comes in at its hour, over the real interfaces, once, whatever dies in between."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caseday.correspondence.mail.fetching import fetch_new, server_of
from caseday.correspondence.mail.imap import opened
from caseday.correspondence.models import Account, Message
from caseday.correspondence.queries.text_accounts import text_access
from caseday.correspondence.tests.texting import gateway_of, local_gateway
from caseday.correspondence.texts.local import LocalGateway
from caseday.correspondence.texts.port import Access
from caseday.demo.actions import SMALL, build_agency, point_mailbox
from caseday.demo.post import Bag, Coming, Mailbox, deliver_due
from caseday.demo.post_office import HOST, Ports, mails_of, post_office
from caseday.demo.typical_day.messages import OFFICE_MAIL

AUSTIN = ZoneInfo("America/Chicago")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date(2026, 3, 3), time(hour, minute), AUSTIN)


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[Ports]:
    with post_office(tmp_path / "post", owner=OFFICE_MAIL) as ports:
        yield ports


@pytest.fixture
def mailbox(ports: Ports) -> Mailbox:
    return Mailbox(HOST, ports.smtp, OFFICE_MAIL)


@pytest.fixture
def gateway(live_server: Any, settings: Any) -> Iterator[LocalGateway]:
    settings.PUBLIC_URL = live_server.url
    with local_gateway(hook_url=f"{live_server.url}/messages/hooks/twilio/incoming/") as gateway:
        settings.TEXT_GATEWAY = gateway_of(gateway.base_url)
        yield gateway


def fetch(now: datetime) -> int:
    account = Account.objects.get(address=OFFICE_MAIL)
    with opened(server_of(account)) as box:
        assert box.can_idle, "said once one is signed in"
        return fetch_new(account, box, now=lambda: now)


@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_the_afternoon_comes_in_at_its_hours_and_lands_on_its_cases(
    tmp_path: Path, ports: Ports, mailbox: Mailbox, gateway: LocalGateway
) -> None:
    world = build_agency(now=at(8), size=SMALL, ports=ports)
    came = Message.objects.filter(is_incoming=True)
    before = came.count()
    assert fetch(at(8)) == 0
    bag = Bag.pack(tmp_path / "bag.json", world.to_come)
    assert len(bag) == 11
    access = text_access()
    assert deliver_due(bag, at(8, 1), mailbox=mailbox, texts=access) == 0
    assert deliver_due(bag, at(11, 26), mailbox=mailbox, texts=access) == 3
    assert deliver_due(Bag(bag.path), at(11, 26), mailbox=mailbox, texts=access) == 0, "restarted"
    assert deliver_due(Bag(bag.path), at(12), mailbox=mailbox, texts=access) == 4
    assert fetch(at(12)) == 4 and fetch(at(12)) == 0
    assert came.count() == before + 7
    elena = came.filter(filings__case__person__given_name="Elena").distinct()
    assert {"text", "email", "voicemail"} == set(elena.values_list("channel", flat=True))
    sound = elena.get(channel="voicemail")
    assert sound.attachments.get().media_type.startswith("audio/")
    attached = came.get(subject__startswith="Pre-op")
    assert attached.attachments.get().size_bytes > 1_000
    assert deliver_due(Bag(bag.path), at(23), mailbox=mailbox, texts=access) == 4


@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_what_arrived_before_the_process_died_comes_no_second_time(
    tmp_path: Path, ports: Ports, mailbox: Mailbox, gateway: LocalGateway
) -> None:
    world = build_agency(now=at(8), size=SMALL, ports=ports)
    for _ in range(2):  # the second time it does not know what it did
        bag = Bag.pack(tmp_path / "bag.json", world.to_come)
        assert deliver_due(bag, at(18), mailbox=mailbox, texts=text_access()) == 11
    fetch(at(18))
    for one in world.to_come:
        said = one.text.split("\n")[0]
        assert Message.objects.filter(is_incoming=True, body__text__startswith=said).count() == 1, said


def _coming(channel: str, minute: int) -> Coming:
    from caseday.correspondence.rules.incoming import Party

    return Coming(
        at(9, minute), channel, Party(f"{channel}@mail.example", "Elena"), "Hello", f"{channel} {minute}"
    )


@pytest.mark.django_db
def test_what_nobody_takes_waits_in_its_order(tmp_path: Path, ports: Ports, mailbox: Mailbox) -> None:
    bag = Bag.pack(tmp_path / "bag.json", [_coming("email", 2), _coming("text", 1), _coming("text", 0)])
    nobody = replace(mailbox, smtp_port=1)
    away = Access("twilio", "http://127.0.0.1:1", "AC", "token", "")
    assert deliver_due(bag, at(10), mailbox=nobody, texts=away) == 0
    assert deliver_due(bag, at(10), mailbox=None, texts=None) == 0
    assert [one.text for one in bag.due(at(10))] == ["text 0", "text 1", "email 2"]
    assert deliver_due(bag, at(10), mailbox=mailbox, texts=away) == 1
    assert [mail["Message-ID"] for mail in mails_of(ports, OFFICE_MAIL)] == [
        f"<{_coming('email', 2).external_id}>"
    ]
    assert len(Bag(bag.path)) == 2


def test_mailboxes_outlive_the_post_office_and_bad_addresses_have_none(tmp_path: Path) -> None:
    import smtplib

    with post_office(tmp_path) as ports, smtplib.SMTP(HOST, ports.smtp) as smtp:
        smtp.sendmail("a@b.example", ["Dana@granite.example"], b"Subject: One\r\n\r\nText\r\n")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.sendmail("a@b.example", ["../dana@granite.example"], b"Subject: Two\r\n\r\n")
    with post_office(tmp_path) as ports:
        assert [mail["Subject"] for mail in mails_of(ports, "dana@granite.example")] == ["One"]
        assert mails_of(ports, "nobody@granite.example") == []


@pytest.mark.django_db
def test_the_mailbox_is_told_where_the_post_office_opens(ports: Ports) -> None:
    build_agency(now=at(8), size=SMALL)
    account = Account.objects.get(address=OFFICE_MAIL)
    Account.objects.update(imap_port=ports.imap, smtp_port=ports.smtp)  # taken
    now = at(8) + timedelta(minutes=1)
    moved = point_mailbox(now=now)
    account.refresh_from_db()
    assert moved != ports and moved.are_free
    assert (account.imap_port, account.smtp_port) == (moved.imap, moved.smtp)
    assert point_mailbox(now=now) == moved
