"""An SMTP server on loopback that does as it is told: takes, refuses, asks to wait, breaks off, is slow."""

import asyncio
import re
import socket
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Told:
    """`says` is answered after the data, in turn; the last one stays. "drop" takes it and breaks off without a word."""

    def __init__(self) -> None:
        self.says = ["250 2.0.0 Ok: queued as 4711"]
        self.to_receivers: dict[str, str] = {}
        self.seconds = 0.0
        self.drops_before_data = False
        self.taken: list[Envelope] = []
        self.tries = 0
        self.signed_in: list[str] = []
        self.takes_token: Callable[[str, str], bool] = lambda user, token: False

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(one.content or b"", policy=policy.default) for one in self.taken]  # type: ignore[arg-type,misc]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        said = self.to_receivers.get(address, "250 OK")
        if self.drops_before_data:
            server.transport.abort()  # type: ignore[union-attr]
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.tries += 1
        await asyncio.sleep(self.seconds)
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if said == "drop" or said.startswith("250"):
            self.taken.append(envelope)
        if said == "drop":
            server.transport.abort()  # type: ignore[union-attr]
            return "250 OK"
        return said

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        """https://developers.google.com/workspace/gmail/imap/xoauth2-protocol: refused by a challenge that the client
        answers with nothing."""
        said = b64decode(args[1]).decode() if len(args) > 1 else ""
        found = re.fullmatch("user=([^\1]+)\1auth=Bearer ([^\1]+)\1\1", said)
        if found and self.takes_token(found[1], found[2]):
            self.signed_in.append(found[1])
            return AuthResult(success=True)
        await server.challenge_auth(b'{"status":"400","schemes":"bearer"}')
        return AuthResult(success=False, handled=False)

    def sign_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        self.signed_in.append(data.login.decode())
        return AuthResult(success=data.password == b"right")


@contextmanager
def mail_server(**options: Any) -> Iterator[tuple[Told, int]]:
    told = Told()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(told, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield told, port
    finally:
        controller.stop()


@contextmanager
def scripted(said: list[str]) -> Iterator[int]:
    """Says these lines, one for each that it hears (the data counts as one), then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        talk = threading.Thread(target=_talk, args=(listening, said), daemon=True)
        talk.start()
        yield listening.getsockname()[1]
    talk.join(5)


def _talk(listening: socket.socket, said: list[str]) -> None:
    with suppress(OSError):
        peer, _ = listening.accept()
        with peer, peer.makefile("rb") as heard:
            for line in said:
                peer.sendall(f"{line}\r\n".encode())
                _hear(heard, is_data=line.startswith("354"))


def _hear(heard: Any, *, is_data: bool) -> None:
    while (line := heard.readline()) and is_data and line != b".\r\n":
        pass
