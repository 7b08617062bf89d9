"""Bytes and header words of strangers into text: any charset, wrong, missing or unknown. Nothing here raises."""

import codecs
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache

from caseday.correspondence.rules.incoming import Party

MOST_HEADER = 64 * 1024
MOST_WORDS = 8 * 1024
"""Of a header with encoded words: the standard library takes long to find the ends of broken ones."""
MOST_ADDRESSES = 16 * 1024
MOST_PARTIES = 200

# Codecs that are no charsets of mail, or cost more than their text is worth.
_NO_CHARSETS = {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"}
_ALIASES = {"x-sjis": "cp932", "x-gbk": "gbk", "x-mac-roman": "mac_roman", "cp-850": "cp850", "x-unknown": ""}
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, *range(0x80, 0xA0)])
# Marks that turn the direction of writing make "exe.pdf" of "fdp.exe"; surrogates cannot be stored.
_TURNERS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+")


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    name = charset.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError, UnicodeError):
        return None
    if found.name.replace("-", "_") in _NO_CHARSETS or not getattr(found, "_is_text_encoding", True):
        return None
    return found.name


def text_of(data: bytes, charset: str = "") -> str:
    """By its charset where that fits, else as UTF-8, else as Windows writes the West."""
    for name in (_codec(charset), "utf-8", "cp1252"):
        if name and not (name == "ascii" and not data.isascii()):
            try:
                return clean(data.decode(name))
            except (UnicodeError, ValueError):
                continue
    return clean(data.decode("latin-1"))


def clean(text: str) -> str:
    """Without control characters; lines end as here."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return _SURROGATES.sub("\ufffd", plain)


def one_line(text: str, most: int = 300) -> str:
    return _SPACE.sub(" ", clean(text).translate(_TURNERS)).strip()[:most]


def header_text(raw: str, most: int = 300) -> str:
    """RFC 2047 words, and raw 8-bit ones that some programs write."""
    raw = raw[:MOST_WORDS]
    try:
        pieces = decode_header(raw)
    except Exception:
        # The standard library promises nothing about headers of strangers.
        pieces = [(raw, None)]
    return one_line("".join(_piece(text, charset) for text, charset in pieces), most)


def _piece(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    # What stands between encoded words is given back in this spelling.
    return text_of(text, charset) if charset else text.decode("raw-unicode-escape", "replace")


def parties_in(values: Iterable[str], kind: str) -> tuple[Party, ...]:
    """At most 200; what has no address is left out."""
    raw = [value[:MOST_ADDRESSES] for value in values][:3]
    try:
        pairs = getaddresses(raw)
    except Exception:
        # As above: deeply nested comments, for one.
        pairs = []
    found = [pair for pair in pairs if "@" in pair[1]] or [
        ("", one) for one in _ADDRESS.findall(" ".join(raw))
    ]
    return tuple(Party(*_address(pair), kind) for pair in found[:MOST_PARTIES])


def _address(pair: tuple[str, str]) -> tuple[str, str]:
    name, address = header_text(pair[0], 160).strip("'\" "), one_line(pair[1], 254).lower()
    return address, "" if name.lower() == address else name


def moment_of(text: str) -> datetime | None:
    """A Date header. Without a zone it is UTC, as RFC 5322 has "-0000"."""
    try:
        found = parsedate_to_datetime(text[:200])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def ids_in(values: Iterable[str]) -> list[str]:
    """Message-IDs without their angle brackets, each once, in order."""
    found = re.findall(r"<([^<>\s]{1,900})>", " ".join(value[:MOST_HEADER] for value in values))
    return list(dict.fromkeys(one_line(one, 998) for one in found))
