"""A chase that is to be taken up today: who is tried, how often they were, and what ends it.

One that belongs to something else that is open (a report, a wrong number, a step) shows there, with both facts.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, joined
from caseday.looseends.rules.todo_due import (
    Facts,
    call_taps,
    chase_words,
    done_tap,
    due_end,
    no_answer_tap,
    promised_words,
)

RULE = "chase_due"


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [due_end(RULE, one, now, why=_why(one), taps=_taps(one)) for one in facts]


def _why(one: Facts) -> str:
    return joined(promised_words(one), one.office, chase_words(one))


def _taps(one: Facts) -> tuple[Tap, ...]:
    return (*call_taps(one), *(() if one.until else (done_tap(one),)))


@dataclass(frozen=True)
class Chased:
    """A chase as what it is about shows it."""

    followup_id: UUID
    words: str
    """`due today, attempt 3, last: left word Tue 14:10`"""

    @property
    def tap(self) -> Tap:
        return no_answer_tap(self.followup_id)


def chased(one: Facts) -> Chased:
    return Chased(one.followup_id, joined(f"chase {one.due_words}", one.tried))
