"""In: a message in a file. Out: its parts, text in memory within limits, files on the disk, in one pass, line by line.

The standard library's parser holds a message several times over and builds its tree without end; this one holds a
line. What goes past a limit stays in the original alone, and is said.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from caseday.correspondence.mail.head import Head, HeadReader
from caseday.correspondence.mail.transfer import Decoder, decoder_for

LINE = 64 * 1024

NewFile = Callable[[], Path]


@dataclass(frozen=True)
class Limits:
    parts: int = 1_000
    depth: int = 40
    files: int = 200
    text_bytes: int = 1024 * 1024
    all_text_bytes: int = 4 * 1024 * 1024


@dataclass
class Part:
    """A leaf. `data` of text, `path` of a file; `nested` counts the messages that it is in beside the outermost."""

    head: Head
    media_type: str
    nested: int
    group: int
    """Which multipart/alternative it stands in; 0 for none."""
    data: bytes = b""
    path: Path | None = None
    size_bytes: int = 0
    sha256: str = ""
    is_cut: bool = False
    refusal: str = ""
    inner: Head | None = None
    """The head of the message that this part is."""


@dataclass
class Split:
    head: Head = field(default_factory=Head)
    parts: list[Part] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def say(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


class _Sink(Protocol):
    def feed(self, line: bytes) -> None: ...
    def end(self) -> None: ...


class _Nothing:
    def feed(self, line: bytes) -> None:
        """Preambles, epilogues, what is past a limit."""

    def end(self) -> None:
        pass


class _ToMemory:
    def __init__(self, part: Part, decoder: Decoder, most: int) -> None:
        self.part, self.decoder, self.left = part, decoder, most
        self.pieces: list[bytes] = []

    def feed(self, line: bytes) -> None:
        self._take(self.decoder.feed(line))

    def _take(self, data: bytes) -> None:
        self.part.is_cut = self.part.is_cut or len(data) > self.left
        kept = data[: self.left]
        self.left -= len(kept)
        if kept:
            self.pieces.append(kept)

    def end(self) -> None:
        self._take(self.decoder.end())
        self.part.data = b"".join(self.pieces)
        self.part.size_bytes = len(self.part.data)


class _ToFile:
    def __init__(self, part: Part, decoder: Decoder, path: Path) -> None:
        self.part, self.decoder = part, decoder
        self.part.path = path
        self.file = path.open("xb")
        self.digest = hashlib.sha256()

    def feed(self, line: bytes) -> None:
        self._write(self.decoder.feed(line))

    def _write(self, data: bytes) -> None:
        if data:
            self.file.write(data)
            self.digest.update(data)
            self.part.size_bytes += len(data)

    def end(self) -> None:
        self._write(self.decoder.end())
        self.file.close()
        self.part.sha256 = self.digest.hexdigest()


@dataclass
class _Level:
    """A multipart that is open (`boundary`), or a message within it (no boundary)."""

    boundary: bytes
    group: int
    nested: int


class Splitter:
    def __init__(self, file: BinaryIO, new_file: NewFile, limits: Limits) -> None:
        self.file, self.new_file, self.limits = file, new_file, limits
        self.split = Split()
        self.levels: list[_Level] = []
        self.sink: _Sink = _Nothing()
        self.whole: _ToFile | None = None
        """The outermost message within this one is kept whole beside its parts."""
        self.whole_depth = 0
        self._again: tuple[bytes, bool] | None = None
        self._groups = 0

    def run(self) -> Split:
        try:
            self.split.head = self._read_head()
            self._begin(self.split.head)
            for line, starts in self._lines():
                found = self._boundary(line) if starts and line.startswith(b"--") else None
                if found:
                    self._cross(line, *found)
                else:
                    self._feed(line)
        finally:
            self.sink.end()
            self._end_whole()
        return self.split

    def _feed(self, line: bytes) -> None:
        if self.whole:
            self.whole.feed(line)
        self.sink.feed(line)

    def _lines(self) -> Iterator[tuple[bytes, bool]]:
        """Each with whether it begins a line: very long ones come in pieces."""
        starts = True
        while True:
            if self._again:
                (line, starts), self._again = self._again, None
            else:
                line = self.file.readline(LINE)
            if not line:
                return
            yield line, starts
            starts = line.endswith(b"\n")

    def _boundary(self, line: bytes) -> tuple[int, bool] | None:
        """Which level's, and whether it closes it. An outer one ends what is within (RFC 2046 5.1.2)."""
        text = line.rstrip(b" \t\r\n")[2:]
        for place in range(len(self.levels) - 1, -1, -1):
            boundary = self.levels[place].boundary
            if boundary and text == boundary:
                return place, False
            if boundary and text == boundary + b"--":
                return place, True
        return None

    def _cross(self, line: bytes, place: int, closes: bool) -> None:
        self.sink.end()
        self.sink = _Nothing()
        del self.levels[place + (not closes) :]
        if self.whole and len(self.levels) < self.whole_depth:
            self._end_whole()
        if self.whole:
            self.whole.feed(line)
        if not closes:
            self._begin(self._read_head())

    def _read_head(self) -> Head:
        reader = HeadReader()
        for line, starts in self._lines():
            if starts and line.startswith(b"--") and self._boundary(line):
                self._again = (line, starts)
                break
            if not reader.take(line):
                if line.strip(b"\r\n"):
                    self._again = (line, starts)
                elif self.whole:
                    self.whole.feed(line)
                break
            if self.whole:
                self.whole.feed(line)
        return reader.head()

    def _begin(self, head: Head) -> None:
        """What a head announces: a level more, a message within, or a leaf."""
        media_type = head.media_type
        while True:
            boundary = (
                head.parameter("content-type", "boundary") if media_type.startswith("multipart/") else ""
            )
            if boundary:
                self._open(boundary, media_type)
                return
            if media_type not in MESSAGES or head.encoding in ENCODED or self._is_too_deep():
                break
            part = self._open_message(head, media_type)
            part.inner = head = self._read_head()
            media_type = head.media_type
        self.sink = self._leaf(head, media_type)

    def _is_too_deep(self) -> bool:
        if len(self.levels) < self.limits.depth:
            return False
        self.split.say("Its parts are nested too deep to be read to the end; the original is kept.")
        return True

    def _open(self, boundary: str, media_type: str) -> None:
        if self._is_too_deep():
            self.sink = _Nothing()
            return
        if media_type == "multipart/alternative":
            self._groups += 1
        group = self._groups if media_type == "multipart/alternative" else self._group
        self.levels.append(_Level(boundary.encode("utf-8", "replace"), group, self._nested))
        self.sink = _Nothing()

    def _open_message(self, head: Head, media_type: str) -> Part:
        part = Part(head, media_type, self._nested, self._group)
        self.levels.append(_Level(b"", 0, self._nested + 1))
        if self.whole is None and self._may_be_file(part):
            self.whole = _ToFile(part, decoder_for(""), self.new_file())
            self.whole_depth = len(self.levels)
        if len(self.split.parts) < self.limits.parts:
            self.split.parts.append(part)
        return part

    def _end_whole(self) -> None:
        if self.whole:
            self.whole.end()
            self.whole = None

    @property
    def _group(self) -> int:
        return self.levels[-1].group if self.levels else 0

    @property
    def _nested(self) -> int:
        return self.levels[-1].nested if self.levels else 0

    def _leaf(self, head: Head, media_type: str) -> _Sink:
        if len(self.split.parts) >= self.limits.parts:
            self.split.say(f"It has more than {self.limits.parts:,} parts; the original is kept.")
            return _Nothing()
        part = Part(head, media_type, self._nested, self._group)
        self.split.parts.append(part)
        decoder = decoder_for(head.encoding)
        if is_read(head, media_type):
            return _ToMemory(part, decoder, self._text_left_for_one())
        if not self._may_be_file(part):
            return _Nothing()
        return _ToFile(part, decoder, self.new_file())

    def _text_left_for_one(self) -> int:
        used = sum(len(one.data) for one in self.split.parts)
        return max(0, min(self.limits.text_bytes, self.limits.all_text_bytes - used))

    def _may_be_file(self, part: Part) -> bool:
        if sum(1 for one in self.split.parts if one.path) < self.limits.files:
            return True
        part.refusal = (
            f"The message has more than {self.limits.files} files. Take this one from the original."
        )
        return False


def is_read(head: Head, media_type: str) -> bool:
    """Whether a leaf is something to read here, and no file: text, a calendar, what a server reports of a bounce."""
    if media_type in ("text/calendar", "application/ics", *REPORTS):
        return True
    return media_type in ("text/plain", "text/html", "text/enriched") and not (
        head.disposition == "attachment" or head.file_name
    )


MESSAGES = ("message/rfc822", "message/global")
ENCODED = ("base64", "quoted-printable")
REPORTS = ("message/delivery-status", "text/rfc822-headers", "message/disposition-notification")


def split_message(path: Path, new_file: NewFile, limits: Limits = Limits()) -> Split:  # noqa: B008 - frozen
    with path.open("rb") as file:
        return Splitter(file, new_file, limits).run()
