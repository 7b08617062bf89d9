"""The head of a message or part: its fields as text, unfolded, whatever they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value

from caseday.correspondence.mail.decoding import MOST_HEADER, header_text, one_line, text_of

MOST_FIELDS = 1_000
MOST_BYTES = 256 * 1024

_FIELD = re.compile(rb"^([!-9;-~]{1,76})[ \t]*:[ \t]*")
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


@dataclass
class Head:
    """Fields by their name in lower case, in the order in which they stand."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    is_cut: bool = False

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.fields if known == name]

    def first(self, name: str) -> str:
        return next((value for known, value in self.fields if known == name), "")

    def text(self, name: str, most: int = 300) -> str:
        return header_text(self.first(name), most)

    @property
    def media_type(self) -> str:
        """In lower case; text/plain where none is said, "" where it is no media type."""
        raw = self.first("content-type")
        found = _TYPE.match(raw.strip().lower())
        return found.group(0)[:100] if found else "" if raw.strip() else "text/plain"

    @property
    def encoding(self) -> str:
        return one_line(self.first("content-transfer-encoding"), 40).lower().partition(";")[0].strip()

    @property
    def disposition(self) -> str:
        return one_line(self.first("content-disposition"), 400).lower().partition(";")[0].strip()

    @property
    def file_name(self) -> str:
        """Without folders; "" if it has none."""
        name = self.parameter("content-disposition", "filename") or self.parameter("content-type", "name")
        return one_line(name.replace("\\", "/").rpartition("/")[2], 200)

    def parameter(self, header: str, name: str) -> str:
        """By RFC 2231, or RFC 2047 where that has no place but is used."""
        carrier = Message()
        carrier[header] = self.first(header)[:MOST_HEADER].replace("\n", " ")
        try:
            value = carrier.get_param(name, failobj="", header=header)
            text = collapse_rfc2231_value(value) if isinstance(value, tuple) else str(value)
        except Exception:
            # The standard library promises nothing about parameters of strangers.
            return ""
        return header_text(text)


class HeadReader:
    """Takes the lines of a head one by one; says when it has ended."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._bytes = 0
        self._is_cut = False

    def take(self, line: bytes) -> bool:
        """False where the head ends: at an empty line, or one that can be in no head (it belongs to the body)."""
        if not line.strip(b"\r\n"):
            return False
        if line[:1] not in b" \t" and not _FIELD.match(line) and not line.startswith((b"From ", b">From ")):
            return False
        self._bytes += len(line)
        if self._bytes > MOST_BYTES or len(self._lines) >= 4 * MOST_FIELDS:
            self._is_cut = True
        else:
            self._lines.append(line)
        return True

    def head(self) -> Head:
        fields = list(self._unfolded())
        return Head(fields[:MOST_FIELDS], self._is_cut or len(fields) > MOST_FIELDS)

    def _unfolded(self) -> Iterator[tuple[str, str]]:
        name, pieces = "", [b""]
        for line in [*self._lines, b"end:"]:
            found = _FIELD.match(line)
            if found:
                if name:
                    yield name, text_of(b"".join(pieces))
                name, pieces = found.group(1).decode("ascii").lower(), [line[found.end() :].strip(b"\r\n")]
            else:
                pieces.append(b" " + line.strip())
