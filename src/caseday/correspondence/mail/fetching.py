"""In: an account. Out: its new messages, taken in; how far it was read, written after them.

A message is fetched until it is taken in: what dies in between is fetched again, and known by its Message-ID.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error as DatabaseError

from caseday.access.queries import get_agency
from caseday.access.viewer import Viewer, system_viewer
from caseday.correspondence.actions.positions import note_read, note_restart
from caseday.correspondence.actions.taking_in import take_in
from caseday.correspondence.keeping import SealBroken, unseal
from caseday.correspondence.mail.imap import AT_ONCE, SMALL, Known, Mailbox, Server
from caseday.correspondence.mail.parsing import UNREADABLE, Where, parse, too_large, unread
from caseday.correspondence.mail.troubles import Trouble
from caseday.correspondence.models import Account, FetchPosition, Message
from caseday.correspondence.rules.incoming import Incoming
from caseday.documents.files.store import Store, digest_of
from caseday.documents.keeping import the_store

log = logging.getLogger("caseday.mail")

FIRST_DAYS = 30
"""Of a new account, mail of so many days is taken in first; what is older stays where it is."""
_KNOWN_AT_ONCE = 500

Now = Callable[[], datetime]


def server_of(account: Account) -> Server:
    """Raises Trouble where the secret cannot be opened."""
    try:
        secret = unseal(account.sealed_secret) if account.sealed_secret else ""
    except SealBroken as problem:
        raise Trouble(str(problem), is_lasting=True) from None
    return Server(
        host=account.imap_host,
        port=account.imap_port,
        security=account.imap_security,
        folder=account.imap_folder,
        user=account.user_name or account.address,
        secret=secret,
        is_oauth2=account.sign_in == Account.SignIn.OAUTH2,
        certificates=settings.MAIL_CERTIFICATES,
    )


@dataclass(frozen=True)
class _Fetch:
    """What every message of one look has in common."""

    account: Account
    mailbox: Mailbox
    actor: Viewer
    zone: ZoneInfo
    store: Store
    most: int
    now: Now

    def where(self, known: Known) -> Where:
        source = f"{self.mailbox.uid_validity}:{known.uid}"
        return Where(min(known.received_at, self.now()), self.zone, self.account.id, source)


def fetch_new(
    account: Account, mailbox: Mailbox, *, now: Now, is_ending: Callable[[], bool] = lambda: False
) -> int:
    """How many messages were taken in. Raises Trouble; what was taken in before stays taken in."""
    position = position_of(account)
    if position.uid_validity != mailbox.uid_validity:
        position = note_restart(position, uid_validity=mailbox.uid_validity)
    fetch = _Fetch(
        account, mailbox, system_viewer("Mail"), ZoneInfo(get_agency().time_zone), the_store(),
        settings.MAX_MAIL_BYTES, now,
    )  # fmt: skip
    since = None if position.last_uid else first_day(account)
    uids, taken = mailbox.uids_after(position.last_uid, since), 0
    for start in range(0, len(uids), _KNOWN_AT_ONCE):
        for group in _grouped(mailbox.known(uids[start : start + _KNOWN_AT_ONCE]), fetch.most):
            taken += _take_group(fetch, group)
            note_read(position, last_uid=group[-1].uid)
            if is_ending():
                return taken
    return taken


def position_of(account: Account) -> FetchPosition:
    return FetchPosition.objects.get_or_create(account=account)[0]


def first_day(account: Account) -> date:
    """UUIDv7 knows when it was made; never later than now, whatever hour a demonstration lives at."""
    made_at = datetime.fromtimestamp((account.id.int >> 80) / 1000, UTC)
    return (min(made_at, datetime.now(UTC)) - timedelta(days=FIRST_DAYS)).date()


def _grouped(known: Sequence[Known], most: int) -> Iterator[list[Known]]:
    """Small ones together, up to so many bytes; each large one alone."""
    group: list[Known] = []
    for one in known:
        if group and (one.size > SMALL or sum(each.size for each in group) + one.size > AT_ONCE):
            yield group
            group = []
        group.append(one)
        if one.size > SMALL:
            yield group
            group = []
    if group:
        yield group


def _take_group(fetch: _Fetch, group: list[Known]) -> int:
    if len(group) == 1 and group[0].size > SMALL:
        return _take_large(fetch, group[0])
    bodies = fetch.mailbox.small([one.uid for one in group])
    taken = 0
    for known in group:
        data = bodies.pop(known.uid, None)
        if data is not None:  # else it was deleted there in the meantime
            raw = fetch.store.new_arrival()
            raw.write_bytes(data)
            taken += _take(fetch, known, raw)
    return taken


def _take_large(fetch: _Fetch, known: Known) -> int:
    raw = fetch.store.new_arrival()
    if known.size > fetch.most:
        raw.write_bytes(fetch.mailbox.head(known.uid))
        return _keep(fetch, known, too_large(raw, fetch.where(known), known.size, fetch.most))
    try:
        fetch.mailbox.write(known.uid, raw, fetch.most)
    except BaseException:
        raw.unlink(missing_ok=True)
        raise
    return _take(fetch, known, raw)


def _take(fetch: _Fetch, known: Known, raw: Path) -> int:
    return _keep(fetch, known, parse(raw, fetch.where(known), fetch.store.new_arrival))


def _keep(fetch: _Fetch, known: Known, incoming: Incoming) -> int:
    """1 where it is new. A message that brings taking in to fail is taken in with its head alone, and said."""
    incoming = distinct(incoming)
    before = fetch.now()
    try:
        message = take_in(actor=fetch.actor, now=before, incoming=incoming)
    except (DatabaseError, OSError):
        _drop(incoming, with_raw=True)
        raise
    except Exception:
        log.exception("a message could not be taken in as it was read; only its head is")
        _drop(incoming, with_raw=False)
        if incoming.raw is None or not incoming.raw.exists():
            raise
        message = take_in(
            actor=fetch.actor, now=before, incoming=unread(incoming.raw, fetch.where(known), UNREADABLE)
        )
    return int(message.recorded_at == before)


def _drop(incoming: Incoming, *, with_raw: bool) -> None:
    for path in (incoming.raw if with_raw else None, *(one.path for one in incoming.files)):
        if path is not None:
            path.unlink(missing_ok=True)


def distinct(incoming: Incoming) -> Incoming:
    """Another message under the same Message-ID (some programs never change theirs) is one of its own.

    The same one again, from another place of the mailbox or by another way, is not.
    """
    same = Message.objects.filter(account=incoming.account_id, external_id=incoming.external_id)
    there = same.values("source", "from_address", "subject", "body__text", "body__raw_sha256").first()
    if there is None or incoming.raw is None or there["source"] == incoming.source:
        return incoming
    is_same_text = (there["from_address"], there["subject"], there["body__text"]) == (
        incoming.sender.address, incoming.subject, incoming.text,
    )  # fmt: skip
    sha256 = digest_of(incoming.raw)[0]
    if is_same_text or there["body__raw_sha256"] == sha256:
        return incoming
    return replace(incoming, external_id=f"{incoming.external_id[:180]}#{sha256[:32]}")
