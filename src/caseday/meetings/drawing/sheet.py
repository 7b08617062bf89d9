"""Minutes as PDF, drawn by Typst with the fonts that it carries. The same values give the same bytes."""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from caseday.meetings.rules import Minutes

HERE = Path(__file__).parent
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]+")
_LONGEST_WORD = 60


def draw_minutes(minutes: Minutes) -> bytes:
    import typst  # loaded with the first one, not with the server

    drawn = typst.compile(
        str(HERE / "minutes.typ"),
        root=str(HERE),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"minutes": json.dumps(_data(minutes))},
        pdf_tags=False,
    )
    return bytes(drawn)


def _data(minutes: Minutes) -> dict[str, Any]:
    said: dict[str, Any] = _plain(asdict(minutes))
    said["present"] = [_plain(one.words) for one in minutes.present]
    said["missing"] = [_plain(one.words) for one in minutes.missing]
    for row, one in zip(said["actions"], minutes.actions, strict=True):
        row["due"] = f"{one.due_on:%b} {one.due_on.day}, {one.due_on.year}" if one.due_on else ""
    return said


def _plain(value: Any) -> Any:
    """Texts without what cannot be set; words that no line holds get places at which it may end."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if not isinstance(value, str):
        return value if isinstance(value, bool | int) else ""
    text = _CONTROL.sub(" ", value.replace("\r\n", "\n").encode("utf-8", "ignore").decode())
    return re.sub(rf"\S{{{_LONGEST_WORD},}}", _broken, text)


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    return "\u200b".join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))
