"""Minutes as PDF, drawn by Typst with the fonts that it carries. The same values give the same bytes."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from caseday.documents.drawing.setting import breakable, each_text, set_sheet
from caseday.meetings.rules import Minutes
from caseday.meetings.rules.words import due_in

HERE = Path(__file__).parent
_LONGEST_WORD = 60


def draw_minutes(minutes: Minutes) -> bytes:
    return set_sheet(HERE / "minutes.typ", _data(minutes))


def _data(minutes: Minutes) -> dict[str, Any]:
    said: dict[str, Any] = _plain(asdict(minutes))
    said["words"] = minutes.fixed
    said["present"] = [_plain(one.words) for one in minutes.present]
    said["missing"] = [_plain(one.words) for one in minutes.missing]
    for row, one in zip(said["actions"], minutes.actions, strict=True):
        row.pop("due_on")
        row["due"] = due_in(one.due_on, minutes.language) if one.due_on else ""
    return said


def _plain(value: Any) -> Any:
    return each_text(value, lambda text: breakable(text, _LONGEST_WORD))
