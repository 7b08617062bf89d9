"""winmail.dat: what Outlook wraps a message in when it takes the receiver for an Outlook too (MS-OXTNEF).

Read here, within bounds: the libraries for it believe every count and length that a stranger wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from caseday.correspondence.mail.decoding import clean, one_line, text_of
from caseday.correspondence.mail.rtf import text_of_compressed

NAMES = {"winmail.dat", "win.dat"}
TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 100
_MOST_ATTRIBUTES = 20_000
_MOST_PROPERTIES = 5_000
_DEEPEST = 3
"""A message may hold a message."""

_SIGNATURE = b"\x78\x9f\x3e\x22"
_IID_MESSAGE = bytes.fromhex("07030200000000 00c000000000000046")
_BODY, _TITLE, _DATA = 0x800C, 0x8010, 0x800F
_NEW_FILE, _MESSAGE_PROPERTIES, _FILE_PROPERTIES, _CODEPAGE = 0x9002, 0x9003, 0x9005, 0x9007

_SUBJECT, _TEXT, _RTF, _HTML, _HTML_CODEPAGE = 0x0037, 0x1000, 0x1009, 0x1013, 0x3FDE
_CONTENT, _SHORT_NAME, _LONG_NAME, _SHOWN_NAME = 0x3701, 0x3704, 0x3707, 0x3001
_FIXED = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_UTF_8 = 65001


@dataclass(frozen=True)
class Unwrapped:
    """`files`: names and contents."""

    files: tuple[tuple[str, bytes], ...]
    text: str = ""
    html: str = ""


@dataclass
class _File:
    title: bytes = b""
    data: bytes = b""
    properties: dict[int, Any] = field(default_factory=dict)


@dataclass
class _Message:
    charset: str = "cp1252"
    body: bytes = b""
    properties: dict[int, Any] = field(default_factory=dict)
    files: list[_File] = field(default_factory=list)


def unwrap(path: Path) -> Unwrapped | None:
    """None where it cannot be read: then it stays a file."""
    if path.stat().st_size > MOST_BYTES:
        return None
    found = _unwrapped(path.read_bytes(), 0)
    return found if found and (found.files or found.text or found.html) else None


def _unwrapped(data: bytes, depth: int) -> Unwrapped | None:
    if data[:4] != _SIGNATURE:
        return None
    message = _Message()
    for name, value in _attributes(data):
        _add(message, name, value)
    files = [one for file in message.files for one in _contents(file, message, depth)]
    return Unwrapped(tuple(files[:MOST_FILES]), _text(message), _html(message))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Level, name and type, length, value, checksum; up to where it is cut off."""
    place = 6
    for _ in range(_MOST_ATTRIBUTES):
        length = _number(data, place + 5)
        if place + 9 + length > len(data) or place + 9 > len(data):
            return
        yield _number(data, place + 1, 2), data[place + 9 : place + 9 + length]
        place += 9 + length + 2


def _add(message: _Message, name: int, value: bytes) -> None:
    if name == _CODEPAGE:
        message.charset = _charset(_number(value, 0))
    elif name == _BODY:
        message.body = value
    elif name == _MESSAGE_PROPERTIES:
        message.properties.update(_properties(value, message.charset))
    elif name == _NEW_FILE:
        message.files.append(_File())
    elif message.files and name in (_TITLE, _DATA, _FILE_PROPERTIES):
        file = message.files[-1]
        if name == _TITLE:
            file.title = value
        elif name == _DATA:
            file.data = value
        else:
            file.properties.update(_properties(value, message.charset))


def _properties(data: bytes, charset: str) -> dict[int, Any]:
    """The first value of each; up to where it makes no sense any more."""
    found: dict[int, Any] = {}
    place = 4
    for _ in range(min(_number(data, 0), _MOST_PROPERTIES)):
        kind, name = _number(data, place, 2), _number(data, place + 2, 2)
        place = _behind_name(data, place + 4, name)
        value, place = _value(data, place, kind, charset)
        if place > len(data) or place < 0:
            break
        found.setdefault(name, value)
    return found


def _behind_name(data: bytes, place: int, name: int) -> int:
    """A named property says its set, and its number or its name, first."""
    if name < 0x8000:
        return place
    is_text = _number(data, place + 16)
    return place + 24 + (_padded(_number(data, place + 20)) if is_text else 0)


def _value(data: bytes, place: int, kind: int, charset: str) -> tuple[Any, int]:
    """And where the next one begins; -1 where the kind is unknown."""
    is_many, kind = bool(kind & 0x1000), kind & 0x0FFF
    if kind in _FIXED:
        count = _number(data, place) if is_many else 1
        start = place + 4 if is_many else place
        return _number(data, start, min(_FIXED[kind], 8)), start + _padded(_FIXED[kind] * count)
    if kind not in (_STRING, _UNICODE, _OBJECT, _BINARY):
        return None, -1
    count, place, first = _number(data, place), place + 4, None
    for number in range(min(count, _MOST_PROPERTIES)):
        length = _number(data, place)
        if number == 0:
            first = _decoded(data[place + 4 : place + 4 + length], kind, charset)
        place += 4 + _padded(length)
        if place > len(data):
            break
    return first, place


def _decoded(value: bytes, kind: int, charset: str) -> Any:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    if kind == _STRING:
        return value.rstrip(b"\0").decode(charset, "replace")
    return value


def _contents(file: _File, message: _Message, depth: int) -> Iterator[tuple[str, bytes]]:
    """A message within gives its files, and its text as one."""
    name, data = _name(file, message.charset), file.data or file.properties.get(_CONTENT) or b""
    if not isinstance(data, bytes) or not data:
        return
    if not data.startswith(_IID_MESSAGE):
        yield name, data
        return
    inner = _unwrapped(data[len(_IID_MESSAGE) :], depth + 1) if depth < _DEEPEST else None
    if inner is None:
        yield name, data
        return
    if inner.html or inner.text:
        said, ending = (inner.html, "html") if inner.html else (inner.text, "txt")
        yield f"{name}.{ending}", said.encode()
    yield from inner.files


def _name(file: _File, charset: str) -> str:
    known = (file.properties.get(one) for one in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
    title = file.title.rstrip(b"\0").decode(charset, "replace")
    said = next((one for one in known if isinstance(one, str) and one), title)
    return one_line(clean(said).replace("\\", "/").rpartition("/")[2], 200) or "file"


def _text(message: _Message) -> str:
    said = message.properties.get(_TEXT)
    if isinstance(said, str) and said:
        return clean(said)
    if message.body:
        return clean(message.body.rstrip(b"\0").decode(message.charset, "replace"))
    packed = message.properties.get(_RTF)
    return clean(text_of_compressed(packed)) if isinstance(packed, bytes) else ""


def _html(message: _Message) -> str:
    said = message.properties.get(_HTML)
    if isinstance(said, bytes):
        number = message.properties.get(_HTML_CODEPAGE)
        known = _charset(number) if isinstance(number, int) and number else ""
        return clean(said.decode(known, "replace")) if known else text_of(said)
    return clean(said) if isinstance(said, str) else ""


def _charset(number: int) -> str:
    name = "utf-8" if number == _UTF_8 else f"cp{number}"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _number(data: bytes, place: int, size: int = 4) -> int:
    """Little-endian; what is cut off counts as 0."""
    return int.from_bytes(data[place : place + size], "little") if place >= 0 else 0


def _padded(length: int) -> int:
    return length + -length % 4
