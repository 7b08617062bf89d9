"""How a to-do is drawn as a row: when it is due, what its chase says, whether somebody can be tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from caseday.followups.queries import ChaseWords, chase_words, due_of
from caseday.followups.rules import due_words


@dataclass(frozen=True)
class TodoRow:
    todo: Any
    due: str
    words: ChaseWords
    is_due: bool = True
    """Today or late: what came of a try is one tap away; of later ones it is folded."""

    @property
    def can_be_tried(self) -> bool:
        """It names somebody, or is tried again and again anyhow."""
        one = self.todo
        return bool(self.words.is_chase or one.office_id or one.professional_id or one.reach_role)

    @property
    def chip(self) -> str:
        if self.words.waits_for:
            return "muted"
        if "overdue" in self.due or self.words.is_window_over:
            return "stop"
        return "muted" if self.due == "no date" else "next"


def rows_of_todos(todos: Iterable[Any], *, now: datetime, zone: ZoneInfo) -> list[TodoRow]:
    return [_row_of(one, now, zone) for one in todos]


def _row_of(one: Any, now: datetime, zone: ZoneInfo) -> TodoRow:
    due, today = due_of(one), now.astimezone(zone).date()
    day = due.day(zone)
    words = chase_words(one, now=now, zone=zone)
    return TodoRow(one, due_words(due, now, zone), words, is_due=day is not None and day <= today)
