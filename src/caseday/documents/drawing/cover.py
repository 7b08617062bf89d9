"""The cover sheet and the stamps, set by Typst with the fonts that it carries; text goes in as data."""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typst

from caseday.documents.drawing.plain import Cover, Enclosed

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
    return _set("cover", _clean(data))


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


def _set(name: str, data: object) -> bytes:
    drawn = typst.compile(
        str(HERE / f"{name}.typ"),
        root=str(HERE),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={name: json.dumps(data)},
        pdf_tags=False,
    )
    return bytes(drawn)


def _day(day: date | None, month: str = "%b") -> str:
    return f"{day.strftime(month)} {day.day}, {day.year}" if day else ""


def _clean(value: object) -> object:
    if isinstance(value, str):
        return _RUN.sub("\\g<0>\u200b", plain_text(value))
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def plain_text(text: str) -> str:
    """Without what cannot be set, or would turn the line around: control characters, halves of a pair."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").encode("utf-8", "ignore").decode())
