"""winmail.dat as Outlook writes it (MS-OXTNEF): signature, attributes with their checksums, properties of MAPI."""

import struct
from collections.abc import Sequence

RTF_HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
"""The example of MS-OXRTFCP, 4.1: "hello world"."""
_MESSAGE, _FILE = 1, 2
_IID_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")


def attribute(level: int, name: int, kind: int, value: bytes) -> bytes:
    return (
        struct.pack("<BHHI", level, name, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    )


def padded(value: bytes) -> bytes:
    return value + b"\0" * (-len(value) % 4)


def unicode_(name: int, text: str) -> bytes:
    value = f"{text}\0".encode("utf-16-le")
    return struct.pack("<HHII", 0x1F, name, 1, len(value)) + padded(value)


def string8(name: int, text: bytes) -> bytes:
    return struct.pack("<HHII", 0x1E, name, 1, len(text) + 1) + padded(text + b"\0")


def binary(name: int, value: bytes, kind: int = 0x102) -> bytes:
    return struct.pack("<HHII", kind, name, 1, len(value)) + padded(value)


def long_(name: int, value: int) -> bytes:
    return struct.pack("<HHi", 0x03, name, value)


def named_(text: str, value: int) -> bytes:
    """A property of a set of its own, known by its name."""
    name = f"{text}\0".encode("utf-16-le")
    head = struct.pack("<HH16sII", 0x03, 0x8001, b"s" * 16, 1, len(name))
    return head + padded(name) + struct.pack("<i", value)


def many_(name: int, values: Sequence[int]) -> bytes:
    return struct.pack("<HHI", 0x1002, name, len(values)) + padded(
        b"".join(struct.pack("<h", one) for one in values)
    )


def properties(*values: bytes) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(values)


def file(
    title: bytes, data: bytes, *, long_name: str = "", more: Sequence[bytes] = (), content: bytes = b""
) -> bytes:
    """With a rendering, dates and title first, as Outlook does; `content`: a message or an object instead."""
    rendering = struct.pack("<HIHHI", 1, 0xFFFFFFFF, 32, 32, 0)
    moment = struct.pack("<7H", 2026, 3, 2, 8, 0, 0, 1)
    said = [*more, *([unicode_(0x3707, long_name)] if long_name else []), long_(0x3705, 5 if content else 1)]
    if content:
        said.append(binary(0x3701, content, kind=0x0D))
    return b"".join([
        attribute(_FILE, 0x9002, 6, rendering),
        attribute(_FILE, 0x8010, 1, title + b"\0"),
        attribute(_FILE, 0x8013, 3, moment),
        attribute(_FILE, 0x800F, 6, data) if data else b"",
        attribute(_FILE, 0x9005, 6, properties(*said)),
    ])  # fmt: skip


def message(inner: bytes) -> bytes:
    """As the content of a file."""
    return _IID_MESSAGE + inner


def winmail(*files: bytes, body: bytes = b"", props: Sequence[bytes] = (), codepage: int = 1252) -> bytes:
    known = [named_("Keywords", 7), many_(0x0FFE, [1, 2, 3]), *props]
    return b"".join([
        b"\x78\x9f\x3e\x22\x01\x00",
        attribute(_MESSAGE, 0x9006, 8, struct.pack("<I", 0x10000)),
        attribute(_MESSAGE, 0x9007, 6, struct.pack("<II", codepage, 0)),
        attribute(_MESSAGE, 0x8008, 7, b"IPM.Microsoft Mail.Note\0"),
        attribute(_MESSAGE, 0x8004, 1, b"Report\0"),
        attribute(_MESSAGE, 0x800C, 2, body) if body else b"",
        attribute(_MESSAGE, 0x9003, 6, properties(*known)),
        *files,
    ])  # fmt: skip
