"""DOCX, email and plain text: their words, read within ceilings, as blocks that can be drawn and searched."""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, cast
from xml.parsers import expat

from caseday.documents.files.kinds import MOST_TEXT, Unusable

_MOST_PARTS = 4000
_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_XML = 64 * 1024 * 1024
_MOST_DEPTH = 400
_CHUNK = 64 * 1024
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BROKEN_WORD = "The Word document is damaged. Open it, save it as PDF, and upload that."
_BOMB = "The Word document unpacks to far more than a document holds, as hostile files do. It was not taken."
_LOCKED_WORD = "The Word document has a password. Open it, save it as PDF without one, and upload that."
_MACROS = "The Word document has macros. Save it as PDF, and upload that."
_BROKEN_MAIL = (
    "The email is damaged or has parts within parts without end. Print it as a PDF, and upload that."
)
_NO_TEXT = "There is no text in the file. Save it again where it comes from, then upload that."

Blocks = list[str]


def words_of_docx(path: Path) -> Blocks:
    """One block a paragraph, rows of tables with tabs. Raises Unusable for bombs, passwords, macros, damage."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(archive)
            with archive.open("word/document.xml") as stream:
                return _Paragraphs().read(stream)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, KeyError, ValueError):
        raise Unusable(_BROKEN_WORD) from None
    except NotImplementedError:  # a way of packing that Word does not use
        raise Unusable(_BROKEN_WORD) from None
    except RuntimeError:  # how zipfile says that a password is needed
        raise Unusable(_LOCKED_WORD) from None


def _check_archive(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > _MOST_PARTS or sum(one.file_size for one in members) > _MOST_UNPACKED:
        raise Unusable(_BOMB)
    if any(one.flag_bits & 1 for one in members):
        raise Unusable(_LOCKED_WORD)
    if any(one.filename.lower().endswith("vbaproject.bin") for one in members):
        raise Unusable(_MACROS)


class _Paragraphs:
    """Reads WordprocessingML as a stream: no entities, no document type, no depth or length without end."""

    def __init__(self) -> None:
        self.blocks: Blocks = []
        self._runs: list[str] = []
        self._depth = 0
        self._length = 0
        self._is_text = False

    def read(self, stream: IO[bytes]) -> Blocks:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        read = 0
        while chunk := stream.read(_CHUNK):
            read += len(chunk)
            if read > _MOST_XML:
                raise Unusable(_BOMB)
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
        return self.blocks

    def _refuse(self, *_: object) -> None:
        raise Unusable(_BOMB)

    def _start(self, name: str, _: object) -> None:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise Unusable(_BOMB)
        self._is_text = name == f"{_W} t"
        if name in (f"{_W} tab", f"{_W} tc"):
            self._runs.append("\t" if self._runs else "")
        elif name in (f"{_W} br", f"{_W} cr"):
            self._runs.append("\n")

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._is_text = False
        if name == f"{_W} p" and (text := "".join(self._runs).strip()):
            self.blocks.append(text)
        if name == f"{_W} p":
            self._runs = []

    def _characters(self, text: str) -> None:
        if self._is_text and self._length < MOST_TEXT:
            self._length += len(text)
            self._runs.append(text)


def words_of_mail(path: Path) -> Blocks:
    """Its headers, the text (of HTML the words alone), and the names of what is attached."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        attached = list(_attachments(message))
        return [_headers(message), *_body(message), *attached]
    except (RecursionError, MemoryError):
        raise Unusable(_BROKEN_MAIL) from None
    except (
        Exception
    ):  # the email package raises what it meets in hostile headers: Attribute-, Index-, TypeError
        raise Unusable(_BROKEN_MAIL) from None


def _headers(message: Message) -> str:
    shown = ((name, " ".join(str(message.get(name, "")).split())[:500]) for name in _SHOWN)
    return "\n".join(f"{name}: {value}" for name, value in shown if value)


_SHOWN = ("From", "To", "Cc", "Date", "Subject")


def _parts(message: Message) -> list[Message]:
    parts: list[Message] = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > 500:
            raise Unusable(_BROKEN_MAIL)
    return parts


def _body(message: Message) -> Iterator[str]:
    """The words of a message, and in their place those of messages that it carries, each under its headers."""
    own = list(_own_parts(message))
    texts = [one for one in own if one.get_content_maintype() == "text" and not _name_of(one)]
    shown = [one for one in texts if one.get_content_subtype() == "plain"] or texts
    for part in own:
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            carried = cast(Message, part.get_payload(0))
            yield from filter(None, (_headers(carried), *_body(carried)))
        elif part in shown:
            text = _text_of_part(part)
            yield from blocks_of(text_of_html(text) if part.get_content_subtype() == "html" else text)


def _own_parts(message: Message) -> Iterator[Message]:
    """Without those of a message within it."""
    if message.get_content_maintype() != "multipart" or not message.is_multipart():
        yield message
        return
    for part in cast("list[Message]", message.get_payload()):
        yield from _own_parts(part)


def _text_of_part(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(str(part.get_content_charset() or "utf-8"))
    except (LookupError, UnicodeError, ValueError):
        return decoded(data)


def _name_of(part: Message) -> str:
    return " ".join(str(part.get_filename() or "").split())[:120]


def _attachments(message: Message) -> Iterator[str]:
    names = [name for one in _parts(message) if (name := _name_of(one))]
    if names:
        yield "Attached (upload these on their own): " + ", ".join(names[:50])


class _Words(HTMLParser):
    """The words of HTML; what is not shown to a reader is left out."""

    _SILENT = frozenset({"script", "style", "head", "title", "template"})
    _BREAKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in self._SILENT
        if tag in self._BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in self._BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"\s+", " ", data))


def text_of_html(text: str) -> str:
    parser = _Words()
    try:
        parser.feed(text[: MOST_TEXT * 2])
        parser.close()
    except (AssertionError, ValueError, RecursionError):
        return html.unescape(re.sub(r"<[^>]*>", " ", text))
    return "".join(parser.words)


def words_of_text(path: Path) -> Blocks:
    blocks = blocks_of(decoded(path.read_bytes()))
    if not blocks:
        raise Unusable(_NO_TEXT)
    return blocks


def decoded(data: bytes) -> str:
    """By its mark, else UTF-8, else as Windows writes it (every byte has a letter there, or is left out)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def blocks_of(text: str) -> Blocks:
    """Paragraphs, as empty lines part them; control characters are left out."""
    clean = re.sub(r"[^\S\n\t]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    clean = "".join(c for c in clean[:MOST_TEXT] if c in "\n\t" or c.isprintable())
    return [block.strip("\n") for block in re.split(r"\n[ \t]*\n+", clean) if block.strip()]
