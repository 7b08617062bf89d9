"""An IMAP server that misbehaves in one way, on a loopback port."""

import socket
import threading
import time
from typing import Any

_ANSWERS = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1{more}",
    "EXAMINE": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok",
    "SEARCH": "* SEARCH 1",
    "SIZES": '* 1 FETCH (UID 1 RFC822.SIZE 3000000 INTERNALDATE "01-Mar-2026 10:00:00 +0000")',
}


class BrokenServer:
    """`fault`: silent, garbage, refuse_token, die_in_body."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "BrokenServer":
        return self

    def __exit__(self, *_: Any) -> None:
        for one in [self._listening, *self._open]:
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        if self.fault == "silent":
            time.sleep(30)
            return
        connection.sendall(
            b"\x16\x03\x01\xff\xfe garbage \x00\r\n" * 3 if self.fault == "garbage" else b"* OK hi\r\n"
        )
        with connection, connection.makefile("rb") as lines:
            for line in lines:
                if not self._answer(connection, line.decode("latin-1").strip()):
                    return

    def _answer(self, connection: socket.socket, line: str) -> bool:
        """False where the server dies with it."""
        tag, _, command = line.partition(" ")
        if not command:  # the token that was asked for
            connection.sendall(f"{self._tag} NO expired\r\n".encode())
            return True
        self._tag = tag
        if "BODY.PEEK" in command:
            connection.sendall(b"* 1 FETCH (UID 1 BODY[] {1048576}\r\n" + b"x" * 5000)
            return False
        if command.startswith("AUTHENTICATE"):
            connection.sendall(b"+ \r\n")
            return True
        key = "SIZES" if "RFC822.SIZE" in command else next((key for key in _ANSWERS if key in command), "")
        more = " AUTH=XOAUTH2" if self.fault == "refuse_token" else ""
        said = _ANSWERS[key].format(more=more) + "\r\n" if key else ""
        connection.sendall(f"{said}{tag} OK done\r\n".encode())
        return True
