"""Content-Transfer-Encodings, line by line, so that a large file never is in memory; broken ones give what they can."""

import binascii
from typing import Protocol

_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)
_AT_ONCE = 64 * 1024


class Decoder(Protocol):
    def feed(self, line: bytes) -> bytes: ...
    def end(self) -> bytes: ...


class Plain:
    """7bit, 8bit, binary. The last line's end belongs to the boundary after it."""

    def __init__(self) -> None:
        self._line_end = b""

    def feed(self, line: bytes) -> bytes:
        bare = line.rstrip(b"\r\n")
        before, self._line_end = self._line_end, line[len(bare) :]
        return before + bare

    def end(self) -> bytes:
        return b""


class Base64:
    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._size = 0
        self._rest = b""

    def feed(self, line: bytes) -> bytes:
        self._waiting.append(line)
        self._size += len(line)
        return self._decoded() if self._size >= _AT_ONCE else b""

    def end(self) -> bytes:
        return self._decoded() + _quads(self._rest)

    def _decoded(self) -> bytes:
        text = self._rest + b"".join(self._waiting).translate(None, _NOT_BASE64)
        self._waiting, self._size = [], 0
        # Padding within: somebody put several encoded pieces behind each other.
        *ended, text = text.split(b"=")
        whole = len(text) - len(text) % 4
        self._rest = text[whole:]
        return b"".join(_quads(piece) for piece in ended) + _quads(text[:whole])


def _quads(text: bytes) -> bytes:
    if len(text) % 4 == 1:  # six bits are no byte
        text = text[:-1]
    return binascii.a2b_base64(text + b"=" * (-len(text) % 4))


class QuotedPrintable:
    def __init__(self) -> None:
        self._rest = b""
        self._line_end = b""

    def feed(self, line: bytes) -> bytes:
        line = self._rest + line
        self._rest = b""
        if not line.endswith(b"\n"):  # cut for its length: not within an escape
            place = line.rfind(b"=", max(0, len(line) - 2))
            if place >= 0:
                line, self._rest = line[:place], line[place:]
        bare = line.rstrip(b"\r\n")
        before, self._line_end = self._line_end, line[len(bare) :]
        if bare.rstrip(b" \t").endswith(b"=") and self._line_end:
            bare, self._line_end = bare.rstrip(b" \t")[:-1], b""
        return before + binascii.a2b_qp(bare)

    def end(self) -> bytes:
        return binascii.a2b_qp(self._rest)


class Uuencoded:
    def feed(self, line: bytes) -> bytes:
        if line.startswith((b"begin ", b"end")):
            return b""
        try:
            return binascii.a2b_uu(line.strip(b"\r\n"))
        except binascii.Error:
            return b""

    def end(self) -> bytes:
        return b""


def decoder_for(encoding: str) -> Decoder:
    """By the name in lower case; an unknown one is taken as it stands."""
    if encoding == "base64":
        return Base64()
    if encoding == "quoted-printable":
        return QuotedPrintable()
    return Uuencoded() if encoding in ("x-uuencode", "uuencode", "x-uue") else Plain()
