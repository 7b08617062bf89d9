"""In: the files of `shipped/`. Out: what they say, read once."""

import tomllib
from datetime import time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from caseday.correspondence.rules.quiet_hours import QuietHours
from caseday.correspondence.rules.reminders import ReminderTimes
from caseday.correspondence.rules.replies import AnswerWords
from caseday.correspondence.rules.templates import Wording

SHIPPED = Path(__file__).parent.parent / "shipped"


@cache
def health_words() -> frozenset[str]:
    lists = _read("details.toml")
    return frozenset(word for words in lists.values() for word in words)


@cache
def quiet_hours() -> QuietHours:
    found = _read("courtesy.toml")["quiet_hours"]
    opens, closes = (time.fromisoformat(found[name]) for name in ("opens", "closes"))
    return QuietHours(opens, closes, timedelta(minutes=found["wrote_within_minutes"]))


@cache
def reminder_times() -> ReminderTimes:
    found = _read("courtesy.toml")["reminders"]
    hours = ("confirm_at", "early_before", "evening_at", "morning_not_before")
    return ReminderTimes(
        **{name: time.fromisoformat(found[name]) for name in hours},
        morning_minutes_before=found["morning_minutes_before"],
        late_by_minutes=found["late_by_minutes"],
    )


@cache
def answer_words() -> AnswerWords:
    return AnswerWords(**{name: tuple(words) for name, words in _read("courtesy.toml")["replies"].items()})


@cache
def shipped_wordings() -> tuple[Wording, ...]:
    """Every shipped template in every channel and language, in the order of the files."""
    return tuple(
        one
        for path in sorted((SHIPPED / "templates").glob("*.toml"))
        for one in wordings_in(path.read_text("utf-8"))
    )


def wordings_in(text: str) -> list[Wording]:
    """Of one file: what it is, and a [[wording]] for each channel and language."""
    values = tomllib.loads(text)
    shared = {
        "slug": values["slug"],
        "audience": values["audience"],
        "needs": tuple(values.get("needs", ())),
        "tells_health": values.get("tells_health", False),
    }
    return [Wording(**{**shared, **one, "body": one["body"].strip()}) for one in values["wording"]]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SHIPPED / name).read_text("utf-8"))
