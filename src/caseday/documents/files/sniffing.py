"""In: the beginning and the end of a file. Out: its kind, by what it holds; its name is not asked."""

import re
import zipfile
from email.parser import BytesHeaderParser
from pathlib import Path

import puremagic

from caseday.documents.files.kinds import (
    DOCX,
    EML,
    HEIC,
    JPEG,
    PDF,
    PICTURES,
    PNG,
    TAKEN,
    TIFF,
    TXT,
    Unusable,
)

_HEAD = 16 * 1024
_TAIL = 66 * 1024
_ZIP_END = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif")
_MAIL = frozenset({"from", "to", "subject", "date", "message-id", "received", "mime-version", "return-path"})
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe|\?xml)[\s>]", re.IGNORECASE)
_RUNS = re.compile(rb"%PDF-|%%EOF|<(?:!doctype\s+html|html|script|svg|iframe)[\s>]", re.IGNORECASE)
_LAST_OF = {JPEG: b"\xff\xd9", PNG: b"IEND\xaeB`\x82"}
"""A phone puts a film or a second picture behind a photo; a page that runs has no place there."""
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROLS = frozenset(range(32)) - {7, 8, 9, 10, 12, 13, 27}

EMPTY = "The file is empty. Save it again where it comes from, then upload that."
TRUNCATED = "The file ends too early: it was cut off on its way. Send or download it again, then upload that."
POLYGLOT = (
    "The file is two kinds of file in one, as hostile files are. Open it, print it as a PDF, and upload that."
)
_OLD_OFFICE = (
    "This is an older Office file, or one with a password. Save it as PDF without one, and upload that."
)
_WEB_PAGE = "This is a web page. Print it as a PDF, and upload that."


def media_type_of(path: Path) -> str:
    """Raises Unusable with a sentence for what is none of the kinds, empty, or two kinds at once."""
    size = path.stat().st_size
    if not size:
        raise Unusable(EMPTY)
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    found = _by_signature(head, path) or _by_text(head)
    if (found != DOCX and ends_as_zip(tail)) or (found in PICTURES and _is_page_too(found, head, tail)):
        raise Unusable(POLYGLOT)
    if found == PDF:
        _check_end_of_pdf(tail)
    return found


def _by_signature(head: bytes, path: Path) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if start.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return TIFF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIC
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(path)
    if head.startswith(_OLE):
        raise Unusable(_OLD_OFFICE)
    return ""


def _in_zip(path: Path) -> str:
    """DOCX is the only ZIP that is taken."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError):
        raise Unusable(TRUNCATED) from None
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return DOCX
    if "xl/workbook.xml" in names:
        raise Unusable("This is an Excel workbook. Print it as a PDF, and upload that.")
    raise Unusable("This is an archive of files (ZIP). Unpack it, and upload the papers that are in it.")


def _by_text(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        raise Unusable(POLYGLOT)
    if not is_text(head):
        raise Unusable(_other(head))
    if _is_mail(head):
        return EML
    if _HTML.search(head[:2048].replace(b"\0", b"")):
        raise Unusable(_WEB_PAGE)
    return TXT


def is_text(head: bytes) -> bool:
    """Text has no control characters but line ends, tabs and the few that terminals know; UTF-16 by its mark."""
    if head.startswith(_MARKS):
        return True
    return not any(byte in _CONTROLS for byte in head)


def _is_mail(head: bytes) -> bool:
    """At least two of the headers that every message has, before its first empty line, and a first line that is one."""
    first = head.lstrip(b"\r\n").split(b"\n", 1)[0]
    if not re.match(rb"[!-9;-~]{1,76}:|From ", first):
        return False
    names = {name.lower() for name in BytesHeaderParser().parsebytes(head)}
    return len(names & _MAIL) >= 2


def _other(head: bytes) -> str:
    name = ""
    try:
        best = puremagic.magic_string(head)
        name = best[0].name if best and best[0].confidence >= 0.4 else ""
    except (puremagic.PureError, ValueError, IndexError):
        name = ""
    seen = f"This looks like: {name[:60]}. " if name else ""
    return f"{seen}Caseday takes {TAKEN}. Print it as a PDF, and upload that."


def ends_as_zip(tail: bytes) -> bool:
    """A ZIP's end record whose comment reaches exactly to the end of the file."""
    place = tail.rfind(_ZIP_END)
    while place >= 0:
        record = tail[place : place + 22]
        if len(record) == 22 and place + 22 + int.from_bytes(record[20:22], "little") == len(tail):
            return True
        place = tail.rfind(_ZIP_END, 0, place)
    return False


def _is_page_too(kind: str, head: bytes, tail: bytes) -> bool:
    last = _LAST_OF.get(kind, b"")
    behind = tail.rpartition(last)[2] if last else b""
    return b"%PDF-" in head[:1024] or bool(_RUNS.search(behind))


def _check_end_of_pdf(tail: bytes) -> None:
    end = tail.rfind(b"%%EOF")
    if end < 0:
        raise Unusable(TRUNCATED)
    if _HTML.search(tail[end:]):
        raise Unusable(POLYGLOT)
