"""The cover sheet and the stamps, set by Typst with the fonts that it carries; text goes in as data."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from caseday.documents.drawing.letters import not_drawn
from caseday.documents.drawing.plain import Cover, Enclosed
from caseday.documents.drawing.setting import breakable, each_text, plain_text, set_sheet
from caseday.documents.rules.letters import unusual_letters, with_codes_for

HERE = Path(__file__).parent
PAPER_NAMES = {"letter": "us-letter", "a4": "a4"}
LONGEST_RUN = 24
"""Characters without a break; a longer run may be broken so that it stays on the sheet."""


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
    clean = each_text(data, lambda text: breakable(text, LONGEST_RUN))
    unusual = unusual_letters(_texts(clean))
    beyond = not_drawn(unusual, with_system_fonts=False)
    missing = not_drawn(beyond, with_system_fonts=True)
    shown = each_text(clean, lambda text: with_codes_for(text, missing))
    return set_sheet(HERE / "cover.typ", shown, with_system_fonts=bool(beyond))


def draw_stamps(*, code: str, pages: int, paper_size: str) -> bytes:
    """A small page for each stamp, and after them one blank side of the packet's size."""
    return set_sheet(HERE / "stamps.typ", {"code": code, "pages": pages, "paper": PAPER_NAMES[paper_size]})


def _line(one: Enclosed) -> dict[str, object]:
    return {
        "title": one.title,
        "kind": "" if one.kind == one.title else one.kind,
        "dated_on": _day(one.service_on),
        "pages": one.pages,
        "start": one.start,
    }


def _day(day: date | None, month: str = "%b") -> str:
    return f"{day.strftime(month)} {day.day}, {day.year}" if day else ""


def _texts(value: object) -> list[str]:
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    each_text(value, keep)
    return found


def missing_letters(texts: Iterable[str]) -> str:
    """Those of the texts that can be drawn neither with the fonts inside nor with the machine's."""
    unusual = unusual_letters(plain_text(one) for one in texts)
    return not_drawn(not_drawn(unusual, with_system_fonts=False), with_system_fonts=True)
