"""In: mail by SMTP, to anybody. Out: a mailbox for each address, read by IMAP: of a demonstration, on this machine.

Mailboxes are folders of mail (Maildir) and outlive the process. One password opens them all: nothing real is in them.
"""

import asyncio
import contextlib
import logging
import re
import socket
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from imaplib import IMAP4
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope
    from pymap.backend.maildir import Config

HOST = "127.0.0.1"
PASSWORD = "everybody's in the demonstration"  # noqa: S105 - synthetic mail, on this machine alone
_MOST_BYTES = 25 * 1024 * 1024
_ADDRESS = re.compile(r"[a-z0-9_+][a-z0-9._+-]{0,80}@[a-z0-9][a-z0-9.-]{0,120}")


@dataclass(frozen=True)
class Ports:
    imap: int
    smtp: int

    @property
    def are_free(self) -> bool:
        return all(_is_free(port) for port in (self.imap, self.smtp))


def free_ports() -> Ports:
    with socket.socket() as one, socket.socket() as other:
        for probe in (one, other):
            probe.bind((HOST, 0))
        return Ports(one.getsockname()[1], other.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def run(folder: Path, ports: Ports, *, owner: str) -> None:
    """In the calling process until it is ended. `owner` has a mailbox before anybody wrote there."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(folder, ports, owner, threading.Event()))


@contextmanager
def post_office(folder: Path, ports: Ports | None = None, *, owner: str = "") -> Iterator[Ports]:
    """In a thread, for tests."""
    ports, is_open = ports or free_ports(), threading.Event()
    loop = asyncio.new_event_loop()
    task = loop.create_task(_serve(folder, ports, owner, is_open))

    def live() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=live, name="post-office", daemon=True)
    thread.start()
    try:
        assert is_open.wait(20), "the post office did not open"
        yield ports
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


async def _serve(folder: Path, ports: Ports, owner: str, is_open: threading.Event) -> None:
    from aiosmtpd.smtp import SMTP
    from pymap.backend.maildir import MaildirBackend
    from pymap.imap import IMAPService

    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it would name who writes to whom
    folder.mkdir(parents=True, exist_ok=True)
    backend, config = await MaildirBackend.init(_arguments(folder, ports.imap))
    config.apply_context()
    counter = _Counter(config)
    await counter.know_all(owner)
    async with AsyncExitStack() as stack:
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        smtp = await asyncio.get_running_loop().create_server(
            lambda: SMTP(counter, data_size_limit=_MOST_BYTES, hostname="demonstration"), HOST, ports.smtp
        )
        await stack.enter_async_context(smtp)
        is_open.set()
        await asyncio.Event().wait()


def _arguments(folder: Path, port: int) -> Namespace:
    return Namespace(
        base_dir=str(folder), concurrency=4, layout="++", colon=None, host=HOST, port=port, debug=False, cert=None,
        key=None, tls=False, passlib_cfg=None, proxy_protocol=None, inherited_sockets=None,
    )  # fmt: skip


class _Counter:
    """Where mail is handed in: whoever it is for has a mailbox from then on."""

    def __init__(self, config: "Config") -> None:
        self._config = config
        self._known: set[str] = set()

    async def know_all(self, owner: str) -> None:
        kept = (place.name for place in Path(self._config.base_dir).iterdir() if place.is_dir())
        for address in {owner, *kept}:
            if _ADDRESS.fullmatch(address):
                await self._open_mailbox(address)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: "Envelope", address: str, options: Any
    ) -> str:
        if not _ADDRESS.fullmatch(address.lower()):
            return "553 5.1.3 Bad address"
        envelope.rcpt_tos.append(address.lower())
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: "Envelope") -> str:
        content = envelope.content or b""
        data = content if isinstance(content, bytes) else content.encode()
        for address in dict.fromkeys(envelope.rcpt_tos):
            await self._deliver(address, data)
        return "250 2.0.0 Ok: delivered"

    async def _deliver(self, address: str, data: bytes) -> None:
        from pymap.parsing.message import AppendMessage

        if address not in self._known:
            await self._open_mailbox(address)
        identity = await self._identity(address)
        async with identity.new_session() as session:
            # At the real time, as a mailbox of the world: a new account is read from so many days ago on.
            await session.append_messages("INBOX", [AppendMessage(data)])

    async def _open_mailbox(self, address: str) -> None:
        from pymap.user import UserMetadata

        identity = await self._identity(address)
        password = self._config.hash_context.hash(PASSWORD)
        await identity.set(UserMetadata(self._config, address, password=password))
        self._known.add(address)

    async def _identity(self, address: str) -> Any:
        from pymap.backend.maildir import Identity
        from pymap.token import AllTokens

        return Identity(self._config, AllTokens(self._config), address, None, {"admin"})


def mails_of(ports: Ports, address: str) -> list[EmailMessage]:
    """What lies in a mailbox, oldest first, as its owner would read it; none where nobody ever wrote there."""
    from email import message_from_bytes
    from email.policy import default

    with IMAP4(HOST, ports.imap) as client:
        try:
            client.login(address, PASSWORD)
        except IMAP4.error:
            return []
        client.select("INBOX", readonly=True)
        _, found = client.uid("SEARCH", "ALL")
        mails = []
        for uid in (found[0] or b"").split():
            _, data = client.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
            mails += [message_from_bytes(one[1], policy=default) for one in data if isinstance(one, tuple)]
    return mails
