"""In: a file of Typst and plain values. Out: a PDF; the same values give the same bytes. Text goes in as data alone."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]+")


def set_sheet(source: Path, data: object, *, with_system_fonts: bool = False) -> bytes:
    """`data` goes in under the name of the file. The machine's fonts only where they are needed: elsewhere a sheet has
    the same bytes on every machine. The library is loaded with the first sheet, not with the server."""
    import typst

    drawn = typst.compile(
        str(source),
        root=str(source.parent),
        ignore_system_fonts=not with_system_fonts,
        format="pdf",
        sys_inputs={source.stem: json.dumps(data)},
        pdf_tags=False,
    )
    return bytes(drawn)


def plain_text(text: str) -> str:
    """Without what cannot be set, or would turn the line around: control characters, halves of a pair."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").encode("utf-8", "ignore").decode())


def breakable(text: str, longest: int) -> str:
    """Plain, and a run of more characters than a line of the sheet holds may be broken after so many."""
    return re.sub(rf"[^\s\u200b]{{{longest}}}(?=\S)", "\\g<0>\u200b", plain_text(text))


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same values with every text in them changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: each_text(one, change) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [each_text(one, change) for one in value]
    return value
