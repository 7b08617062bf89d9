"""The cover sheet and the stamps, set by Typst with the fonts that it carries; text goes in as data."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import typst

from caseday.documents.drawing.letters import not_drawn
from caseday.documents.drawing.plain import Cover, Enclosed
from caseday.documents.rules.letters import unusual_letters, with_codes_for

HERE = Path(__file__).parent
PAPER_NAMES = {"letter": "us-letter", "a4": "a4"}
LONGEST_RUN = 24
"""Characters without a break; a longer run may be broken so that it stays on the sheet."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]+")
_RUN = re.compile(rf"[^\s\u200b]{{{LONGEST_RUN}}}(?=\S)")


def draw_cover(
    cover: Cover, enclosed: Sequence[Enclosed], *, code: str, paper_size: str, is_double_sided: bool
) -> bytes:
    data = {
        "title": f"Papers about {cover.re}",
        "agency": cover.agency,
        "phone": cover.phone,
        "heading": cover.heading,
        "code": code,
        "paper": PAPER_NAMES[paper_size],
        "dated_on": _day(cover.dated_on, "%B"),
        "to": [line for line in cover.to if line],
        "re": cover.re,
        "born": _day(cover.born_on),
        "identifiers": cover.identifiers,
        "sender": [line for line in cover.sender if line],
        "ask": cover.ask.strip(),
        "double_sided": is_double_sided,
        "papers": [_line(one) for one in enclosed],
    }
    clean = _clean(data)
    unusual = unusual_letters(_texts(clean))
    beyond = not_drawn(unusual, with_system_fonts=False)
    missing = not_drawn(beyond, with_system_fonts=True)
    return _set(
        "cover", _each(clean, lambda text: with_codes_for(text, missing)), with_system_fonts=bool(beyond)
    )


def draw_stamps(*, code: str, pages: int, paper_size: str) -> bytes:
    """A small page for each stamp, and after them one blank side of the packet's size."""
    return _set("stamps", {"code": code, "pages": pages, "paper": PAPER_NAMES[paper_size]})


def _line(one: Enclosed) -> dict[str, object]:
    return {
        "title": one.title,
        "kind": "" if one.kind == one.title else one.kind,
        "dated_on": _day(one.service_on),
        "pages": one.pages,
        "start": one.start,
    }


def _set(name: str, data: object, *, with_system_fonts: bool = False) -> bytes:
    """The machine's fonts only where they are needed: elsewhere a packet has the same bytes on every machine."""
    drawn = typst.compile(
        str(HERE / f"{name}.typ"),
        root=str(HERE),
        ignore_system_fonts=not with_system_fonts,
        format="pdf",
        sys_inputs={name: json.dumps(data)},
        pdf_tags=False,
    )
    return bytes(drawn)


def _day(day: date | None, month: str = "%b") -> str:
    return f"{day.strftime(month)} {day.day}, {day.year}" if day else ""


def _clean(value: object) -> object:
    return _each(value, lambda text: _RUN.sub("\\g<0>\u200b", plain_text(text)))


def _each(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each(one, change) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each(one, change) for one in value]
    return value


def _texts(value: object) -> list[str]:
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    _each(value, keep)
    return found


def missing_letters(texts: Iterable[str]) -> str:
    """Those of the texts that can be drawn neither with the fonts inside nor with the machine's."""
    unusual = unusual_letters(plain_text(one) for one in texts)
    return not_drawn(not_drawn(unusual, with_system_fonts=False), with_system_fonts=True)


def plain_text(text: str) -> str:
    """Without what cannot be set, or would turn the line around: control characters, halves of a pair."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").encode("utf-8", "ignore").decode())
