"""How a paper is called where nobody said it, and how its size and state are told."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

_CAMERA = re.compile(
    r"^(img|image|dsc|dscn|pxl|photo|scan|document|file|p)?[-_ ]*\d[\d_\- ()]*$", re.IGNORECASE
)


def clean_name(name: str) -> str:
    """The file's own name, without folders and control characters; never empty."""
    last = PurePath(name.replace("\\", "/")).name
    shown = " ".join("".join(c for c in last if c.isprintable()).split())
    return shown[:200] or "file"


def title_for(names: Sequence[str], *, kind_word: str, on: date) -> str:
    """What its kind is called; else the file's name, unless a camera or scanner gave it."""
    if kind_word:
        return kind_word
    stem = PurePath(clean_name(names[0])).stem.replace("_", " ").strip() if names else ""
    if not stem or len(names) > 1 or _CAMERA.match(stem):
        return f"{'Photos' if len(names) > 1 else 'Paper'} of {on:%b} {on.day}"
    return stem[:200]


def size_words(size_bytes: int) -> str:
    if size_bytes < 1024:
        return f"{size_bytes} bytes"
    if size_bytes < 1024 * 1024:
        return f"{size_bytes // 1024} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"
