"""A letter with the agency's head, and the cover of a fax: drawn by Typst with the fonts that it carries.

The same values give the same bytes.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from caseday.documents.drawing.setting import plain_text, set_sheet

HERE = Path(__file__).parent
_PAPERS = {"letter": "us-letter", "a4": "a4"}
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_NOTE = {
    "en": "This fax is confidential and meant for the receiver above alone. If it reached you by mistake, please call "
    "us at once and destroy it.",
    "es": "Este fax es confidencial y solo para quien se nombra arriba. Si lo recibió por error, llámenos de inmediato "
    "y destrúyalo, por favor.",
}  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """`to` and `sender` line by line. With `is_fax` it is a cover that says so."""

    agency: str
    to: tuple[str, ...]
    subject: str
    text: str
    sender: tuple[str, ...]
    dated_on: date
    phone: str = ""
    language: str = "en"
    enclosed: tuple[str, ...] = field(default=())
    paper: str = "letter"
    is_fax: bool = False


def draw_letter(letter: Letter) -> bytes:
    """As PDF."""
    return set_sheet(HERE / "letter.typ", _data(letter))


def _data(one: Letter) -> dict[str, object]:
    is_spanish = one.language.startswith("es")
    return {
        "agency": plain_text(one.agency),
        "phone": plain_text(one.phone),
        "heading": "Fax" if one.is_fax else "",
        "to": plain_text("\n".join(line for line in one.to if line)),
        "subject": plain_text(one.subject),
        "paragraphs": [part.strip() for part in re.split(r"\n\s*\n", plain_text(one.text)) if part.strip()],
        "sender": plain_text("\n".join(line for line in one.sender if line)),
        "dated_on": _day(one.dated_on, is_spanish=is_spanish),
        "enclosed": [plain_text(title) for title in one.enclosed],
        "enclosed_word": "Adjunto" if is_spanish else "Enclosed",
        "language": "es" if is_spanish else "en",
        "paper": _PAPERS[one.paper],
        "note": _NOTE["es" if is_spanish else "en"] if one.is_fax else "",
    }


def _day(day: date, *, is_spanish: bool) -> str:
    return (
        f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"
        if is_spanish
        else f"{day:%B} {day.day}, {day.year}"
    )
