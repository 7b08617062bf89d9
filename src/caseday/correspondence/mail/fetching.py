"""In: an account. Out: its new messages, taken in; how far it was read, written after them.

A message is fetched until it is taken in: what dies in between is fetched again, and known by its Message-ID.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from caseday.access.queries import get_agency
from caseday.correspondence.actions.positions import note_read, note_restart
from caseday.correspondence.mail.helper import Helper, helper_for
from caseday.correspondence.mail.imap import (
    AT_ONCE,
    SMALL,
    TIMEOUT_SECONDS,
    Known,
    Mailbox,
    Server,
    opened,
)
from caseday.correspondence.mail.parsing import Where, too_large
from caseday.correspondence.mail.taking import keep, take_file
from caseday.correspondence.mail.tokens import is_renewed, secret_of
from caseday.correspondence.mail.troubles import Trouble
from caseday.correspondence.models import Account, FetchPosition
from caseday.documents.files.store import Store
from caseday.documents.keeping import the_store
from caseday.kernel import clock

FIRST_DAYS = 30
"""Of a new account, mail of so many days is taken in first; what is older stays where it is."""
_KNOWN_AT_ONCE = 500

Now = Callable[[], datetime]


def server_of(account: Account, *, but: str = "") -> Server:
    """With a token that is good now. Raises Trouble where there is none, or the secret cannot be opened."""
    return Server(
        host=account.imap_host,
        port=account.imap_port,
        security=account.imap_security,
        folder=account.imap_folder,
        user=account.user_name or account.address,
        secret=secret_of(account, clock.now(), but=but),
        is_oauth2=account.sign_in == Account.SignIn.OAUTH2,
        certificates=settings.MAIL_CERTIFICATES,
    )


@contextmanager
def opened_for(account: Account, *, timeout: float = TIMEOUT_SECONDS) -> Iterator[Mailbox]:
    """Signed in; a token that the server refuses before its time is renewed once. Raises Trouble."""
    server = replace(server_of(account), timeout=timeout)
    with ExitStack() as stack:
        try:
            mailbox = stack.enter_context(opened(server))
        except Trouble as trouble:
            if not (trouble.is_of_token and is_renewed(account)):
                raise
            server = replace(server_of(account, but=server.secret), timeout=timeout)
            mailbox = stack.enter_context(opened(server))
        yield mailbox


@dataclass(frozen=True)
class _Fetch:
    """What every message of one look has in common."""

    account: Account
    mailbox: Mailbox
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
        account, mailbox, ZoneInfo(get_agency().time_zone), the_store(),
        settings.MAX_MAIL_BYTES, now,
    )  # fmt: skip
    since = None if position.last_uid else first_day(account)
    uids, taken = mailbox.uids_after(position.last_uid, since), 0
    with helper_for(len(uids)) as helper:
        for start in range(0, len(uids), _KNOWN_AT_ONCE):
            for group in _grouped(_known(fetch, uids[start : start + _KNOWN_AT_ONCE])):
                taken += _take_group(fetch, group, helper)
                note_read(position, last_uid=group[-1].uid)
                if is_ending():
                    return taken
    return taken


def _known(fetch: _Fetch, uids: list[int]) -> list[Known]:
    """Of which the server says nothing is asked for all the same: it may be there."""
    found = {one.uid: one for one in fetch.mailbox.known(uids)}
    return [found.get(uid) or Known(uid, 0, fetch.now()) for uid in uids]


def position_of(account: Account) -> FetchPosition:
    return FetchPosition.objects.get_or_create(account=account)[0]


def first_day(account: Account) -> date:
    """UUIDv7 knows when it was made; never later than now, whatever hour a demonstration lives at."""
    made_at = datetime.fromtimestamp((account.id.int >> 80) / 1000, UTC)
    return (min(made_at, datetime.now(UTC)) - timedelta(days=FIRST_DAYS)).date()


def _grouped(known: Sequence[Known]) -> Iterator[list[Known]]:
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


def _take_group(fetch: _Fetch, group: list[Known], helper: Helper | None) -> int:
    """Where there is a helper, every other one is taken in by it, at the same time."""
    if len(group) == 1 and group[0].size > SMALL:
        return _take_large(fetch, group[0])
    bodies = fetch.mailbox.small([one.uid for one in group])
    taken, asked = 0, 0
    # What is not there any more was deleted in the meantime.
    for place, known in enumerate(one for one in group if one.uid in bodies):
        raw = fetch.store.new_arrival()
        raw.write_bytes(bodies.pop(known.uid))
        if helper and place % 2:
            helper.ask(raw, fetch.where(known), fetch.now())
            asked += 1
        else:
            taken += take_file(raw, fetch.where(known), fetch.now())
    return taken + sum(helper.answer() for _ in range(asked) if helper)


def _take_large(fetch: _Fetch, known: Known) -> int:
    raw = fetch.store.new_arrival()
    if known.size > fetch.most:
        raw.write_bytes(fetch.mailbox.head(known.uid))
        where = fetch.where(known)
        return keep(too_large(raw, where, known.size, fetch.most), where, fetch.now())
    try:
        fetch.mailbox.write(known.uid, raw, fetch.most)
    except BaseException:
        raw.unlink(missing_ok=True)
        raise
    return take_file(raw, fetch.where(known), fetch.now())
