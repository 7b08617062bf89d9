"""In: plain values. Out: changes in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caseday.kernel.words import clock_words

_SILENT = frozenset(
    {
        "name_key",
        "normalized",
        "given_sound",
        "family_sound",
        "hash",
        "version",
        "entered_at",
        "recorded_at",
        "updated_at",
        "met_by_activity_id",
        "captured_line",
    }
)
_YES_NO = {True: "yes", False: "no"}


def verb_words(verb: str) -> str:
    """ "party_added" as "Party added"."""
    return verb.replace("_", " ").capitalize()


def change_words(fields: Mapping[str, Any]) -> list[str]:
    """What an update changed, one phrase a field; columns that only machines read are left out."""
    return [
        f"{_label(name)}: {_value(name, old)} to {_value(name, new)}"
        for name, (old, new) in fields.items()
        if name not in _SILENT
    ]


def fact_words(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A folded record's fields that a person reads, as label and value."""
    shown = ((name, value) for name, value in fields.items() if value not in (None, "", [], {}))
    return [
        (_label(name), _value(name, value))
        for name, value in shown
        if name not in _SILENT and not name.endswith("_id")
    ]


def _label(name: str) -> str:
    plain = name.removesuffix("_id").removesuffix("_on").removesuffix("_at")
    return plain.replace("_", " ").capitalize() or name


def _value(name: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return _YES_NO[value]
    if name.endswith("_id"):
        return "another entry"
    return _moment(str(value)) if name.endswith("_at") else str(value)[:200]


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment:%m/%d/%Y} {clock_words(moment)} UTC"
