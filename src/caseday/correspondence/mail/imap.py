"""In: where a mailbox is. Out: its messages, in files, as they are. Nothing in it is changed: it is opened for
reading, and bodies are peeked at (RFC 3501 6.3.2, 6.4.5)."""

import contextlib
import re
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import imap_tools
from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError, MailboxTaggedResponseError

from caseday.access.rules.loopback import is_this_machine
from caseday.correspondence.mail import troubles
from caseday.correspondence.mail.troubles import trouble_of
from caseday.kernel import clock

TIMEOUT_SECONDS = 60.0
PIECE = 1024 * 1024
"""Bytes of a large message that are asked for at once."""
SMALL = 256 * 1024
AT_ONCE = 2 * 1024 * 1024
"""Bytes of small messages that are asked for at once."""


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    security: str
    folder: str
    user: str
    secret: str = field(repr=False)
    is_oauth2: bool = False
    timeout: float = TIMEOUT_SECONDS
    certificates: str = ""
    """A file of certificates to trust besides the system's."""


@dataclass(frozen=True)
class Known:
    """What the server says of a message before its body is fetched."""

    uid: int
    size: int
    received_at: datetime


class Mailbox:
    """An open folder. Whatever goes wrong with the server is raised as Trouble."""

    def __init__(self, box: imap_tools.BaseMailBox, server: Server) -> None:
        self.server = server
        self._box = box
        self._client: Any = box.client
        self.uid_validity = self._opened()

    def _opened(self) -> int:
        try:
            self._box.folder.set(self.server.folder or "INBOX", readonly=True)
        except MailboxFolderSelectError:
            raise troubles.no_folder(self.server.folder) from None
        _, found = self._client.response("UIDVALIDITY")
        return int(found[0]) if found and found[0] else 0

    @cached_property
    def can_idle(self) -> bool:
        """Some servers say so only to who is signed in (RFC 3501 6.1.1)."""
        if "IDLE" in self._client.capabilities:
            return True
        with self._faults():
            said = _fine(self._client.capability())
        return b"IDLE" in b" ".join(said).upper().split()

    def wait(self, seconds: float) -> None:
        """Until something came, or the time is over."""
        with self._faults():
            self._box.idle.wait(timeout=seconds)

    def uids_after(self, last_uid: int, since: date | None) -> list[int]:
        criteria = ["UID", f"{last_uid + 1}:*"]
        if since:
            criteria += ["SINCE", f"{since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"]
        with self._faults():
            self._client.noop()  # only then some servers look what came since
            data = _fine(self._client.uid("SEARCH", *criteria))
            found = {int(one) for line in data if line for one in line.split()}
        # "n:*" holds the last message whatever n is.
        return sorted(uid for uid in found if uid > last_uid)

    def known(self, uids: Sequence[int]) -> list[Known]:
        with self._faults():
            data = _fine(self._client.uid("FETCH", _set(uids), "(UID RFC822.SIZE INTERNALDATE)"))
            found = [_known(one) for one in data if isinstance(one, bytes)]
        return sorted((one for one in found if one and one.uid in set(uids)), key=lambda one: one.uid)

    def small(self, uids: Sequence[int]) -> dict[int, bytes]:
        with self._faults():
            data = _fine(self._client.uid("FETCH", _set(uids), "(UID BODY.PEEK[])"))
        return dict(_literals(data))

    def write(self, uid: int, path: Path, most: int) -> None:
        """A large one, piece by piece to its end, whatever size the server said; no more than `most` bytes."""
        with path.open("xb") as file, self._faults():
            while file.tell() < most:
                query = f"(UID BODY.PEEK[]<{file.tell()}.{PIECE}>)"
                piece = dict(_literals(_fine(self._client.uid("FETCH", str(uid), query)))).get(uid, b"")
                file.write(piece)
                if len(piece) < PIECE:
                    break
        if path.stat().st_size == 0:
            raise troubles.garbage(self.server.host)

    def head(self, uid: int) -> bytes:
        with self._faults():
            data = _fine(self._client.uid("FETCH", str(uid), "(UID BODY.PEEK[HEADER])"))
        return dict(_literals(data)).get(uid, b"")

    def leave(self) -> None:
        """Politely; a server that does not answer is left anyhow."""
        with contextlib.suppress(Exception):
            self._box.logout()

    def _faults(self) -> contextlib.AbstractContextManager[None]:
        return faults(self.server)


@contextlib.contextmanager
def faults(server: Server) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise trouble_of(error, server.host, server.port) from error


@contextlib.contextmanager
def opened(server: Server) -> Iterator[Mailbox]:
    """Signed in, with the folder open. Raises Trouble."""
    box = _connected(server)
    try:
        with faults(server):
            _sign_in(box, server)
            mailbox = Mailbox(box, server)
        yield mailbox
        mailbox.leave()
    finally:
        with contextlib.suppress(Exception):
            box.client.shutdown()


def _connected(server: Server) -> imap_tools.BaseMailBox:
    if server.security == "none" and not is_this_machine(server.host):
        raise troubles.needs_tls()
    with faults(server):
        if server.security == "none":
            return imap_tools.MailBoxUnencrypted(server.host, server.port, timeout=server.timeout)
        context = ssl.create_default_context()
        if server.certificates:
            context.load_verify_locations(server.certificates)
        kind = imap_tools.MailBox if server.security == "tls" else imap_tools.MailBoxStartTls
        return kind(server.host, server.port, timeout=server.timeout, ssl_context=context)


def _sign_in(box: imap_tools.BaseMailBox, server: Server) -> None:
    try:
        if server.is_oauth2:
            if "AUTH=XOAUTH2" not in box.client.capabilities:
                raise troubles.no_token_sign_in(server.host)
            box.xoauth2(server.user, server.secret, initial_folder=None)
        elif server.user.isascii() and server.secret.isascii():
            box.login(server.user, server.secret, initial_folder=None)
        else:
            box.login_utf8(server.user, server.secret, initial_folder=None)
    except (MailboxLoginError, MailboxTaggedResponseError, box.client.error) as error:
        if isinstance(error, box.client.abort):
            raise
        raise (troubles.token_expired() if server.is_oauth2 else troubles.wrong_password()) from None


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]{1,40})"')


def _fine(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise ValueError(f"the server answered {status}")
    return data


def _set(uids: Sequence[int]) -> str:
    return ",".join(str(uid) for uid in uids)


def _known(line: bytes) -> Known | None:
    uid, size, date_ = _UID.search(line), _SIZE.search(line), _DATE.search(line)
    if not uid or not size:
        return None
    return Known(int(uid.group(1)), int(size.group(1)), _moment(date_.group(1) if date_ else b""))


def _moment(text: bytes) -> datetime:
    try:
        return datetime.strptime(text.decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return clock.now()


def _literals(data: Sequence[Any]) -> Iterator[tuple[int, bytes]]:
    """Of each message its literal; servers write the UID before or behind it."""
    for place, one in enumerate(data):
        if isinstance(one, tuple):
            behind = data[place + 1] if place + 1 < len(data) and isinstance(data[place + 1], bytes) else b""
            uid = _UID.search(one[0]) or _UID.search(behind)
            if uid:
                yield int(uid.group(1)), one[1]
