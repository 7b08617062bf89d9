"""What an event changed, in words: who learned what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .numbers import show_phone

SILENT = frozenset(
    [
        "name_key",
        "latitude",
        "longitude",
        "place_precision",
        "position",
        "given_sound",
        "family_sound",
        "other_sound",
        "entered_by_id",
        "entered_at",
        "person_id",
        "office_id",
        "noted_by_id",
        "noted_at",
        "kept_id",
        "merged_id",
        "merged_by_id",
        "merged_at",
        "moved",
        "merged_into_id",
    ]
)
LONGEST_VALUE = 120


def field_label(name: str, labels: Mapping[str, str]) -> str:
    plain = re.sub(r"_(id|at|on)$", "", name).replace("_", " ")
    return labels.get(name, plain[:1].upper() + plain[1:])


def value_words(value: Any) -> str:
    if value is True or value is False:
        return "yes" if value else "no"
    text = str(value)
    if re.fullmatch(r"\+\d{8,15}", text):
        return show_phone(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT.*", text):
        return text[:10]
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _one(name: str, old: Any, new: Any, labels: Mapping[str, str]) -> str:
    label = field_label(name, labels)
    if new in (None, ""):
        return f"{label}: no longer {value_words(old)}"
    if old in (None, "", False):
        return f"{label}: {value_words(new)}"
    return f"{label}: {value_words(new)} (was {value_words(old)})"


def said_changes(changes: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> list[str]:
    """One line a field; fields that only serve the machine, and False where nothing was, are left out."""
    lines = []
    for change in changes:
        for name, (old, new) in change["fields"].items():
            if name in SILENT or (change["op"] == "add" and new in (False, "unknown")):
                continue
            lines.append(_one(name, old, new, labels))
    return lines
