"""In: rich text as Outlook packs it (MS-OXRTFCP). Out: its plain words, within bounds."""

import re

_MOST_BYTES = 4 * 1024 * 1024
_PACKED, _PLAIN = b"LZFu", b"MELA"
_BEGIN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n" rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)  # fmt: skip
_WINDOW = 4096
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
_UNSEEN = {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"object"}
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": "\t"}


def text_of_compressed(packed: bytes) -> str:
    """ "" where it is none."""
    if packed[8:12] == _PLAIN:
        return text_of_rtf(packed[16 : 16 + _MOST_BYTES])
    return text_of_rtf(_unpacked(packed)) if packed[8:12] == _PACKED else ""


def _unpacked(packed: bytes) -> bytes:
    """Runs of eight, each led by a byte that says of each whether it is itself or stood there before."""
    most = min(int.from_bytes(packed[4:8], "little"), _MOST_BYTES)
    window = _Window()
    place = 16
    while place < len(packed) and len(window.out) < most:
        control, place = packed[place], place + 1
        for bit in range(8):
            size = 1 + (control >> bit & 1)
            piece, place = packed[place : place + size], place + size
            if len(piece) < size or not window.take(piece):
                return bytes(window.out[:most])
    return bytes(window.out[:most])


class _Window:
    def __init__(self) -> None:
        self._kept, self._at = bytearray(_BEGIN.ljust(_WINDOW, b" ")), len(_BEGIN)
        self.out = bytearray()

    def take(self, piece: bytes) -> bool:
        """False at the end, where it says that what comes next stands where it will be written."""
        if len(piece) == 1:
            self._write(piece[0])
            return True
        start, length = piece[0] << 4 | piece[1] >> 4, (piece[1] & 15) + 2
        if start == self._at:
            return False
        for offset in range(length):
            self._write(self._kept[(start + offset) % _WINDOW])
        return True

    def _write(self, byte: int) -> None:
        self._kept[self._at] = byte
        self._at = (self._at + 1) % _WINDOW
        self.out.append(byte)


class _State:
    """Of one group."""

    __slots__ = ("is_unseen", "skips")

    def __init__(self, is_unseen: bool, skips: int) -> None:
        self.is_unseen, self.skips = is_unseen, skips


def text_of_rtf(rtf: bytes) -> str:
    """Words and line breaks; of HTML kept inside (MS-OXRTFEX) its words alone."""
    return _Reader(rtf).text()


class _Reader:
    def __init__(self, rtf: bytes) -> None:
        self._rtf = rtf
        self._charset = "cp1252"
        self._groups = [_State(False, 1)]
        self._out: list[str] = []
        self._left_to_skip = 0
        self._is_shadow = False
        """Between htmlrtf and htmlrtf0 stands what only readers of RTF should see."""

    def text(self) -> str:
        if not self._rtf.lstrip().startswith(b"{\\rtf"):
            return ""
        for found in _TOKEN.finditer(self._rtf):
            self._take(*found.groups())
        return "".join(self._out).strip()

    def _take(self, code: bytes, word: bytes, number: bytes, sign: bytes, brace: bytes, said: bytes) -> None:
        if brace == b"{":
            top = self._groups[-1]
            self._groups.append(_State(top.is_unseen, top.skips))
        elif brace and len(self._groups) > 1:
            self._groups.pop()
        elif code:
            self._say(bytes([int(code, 16)]).decode(self._charset, "replace"))
        elif sign:
            self._sign(sign)
        elif said:
            self._say(said.decode(self._charset, "replace"))
        elif word:
            self._word(word, int(number) if number else None)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._groups[-1].is_unseen = True
        elif sign in b"\\{}":
            self._say(sign.decode())
        elif sign == b"~":
            self._say("\u00a0")

    def _word(self, word: bytes, number: int | None) -> None:
        if word in _UNSEEN:
            self._groups[-1].is_unseen = True
        elif word == b"htmlrtf":
            self._is_shadow = number != 0
        elif word in _BREAKS and not self._groups[-1].is_unseen:
            self._out.append(_BREAKS[word])
        elif word == b"ansicpg" and number:
            self._charset = _known(number)
        elif word == b"uc" and number is not None:
            self._groups[-1].skips = max(0, min(number, 8))
        elif word == b"u" and number is not None:
            self._say(chr(number % 0x10000), is_whole=True)
            self._left_to_skip = self._groups[-1].skips

    def _say(self, said: str, *, is_whole: bool = False) -> None:
        if not is_whole and self._left_to_skip:
            skipped = min(self._left_to_skip, len(said))
            self._left_to_skip -= skipped
            said = said[skipped:]
        if not self._groups[-1].is_unseen and not self._is_shadow:
            self._out.append(said)


def _known(number: int) -> str:
    try:
        "".encode(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"
