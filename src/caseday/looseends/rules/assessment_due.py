"""What the program asks to assess and is not there: the day before it is due, and from then on. One for each case."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, days_words, joined, near_words
from caseday.looseends.rules.ranking import QUIET, rank

RULE = "assessment_due"
SHOWN_AHEAD = timedelta(days=1)
_NEAR = 50


@dataclass(frozen=True)
class Facts:
    """`titles` of all that are due, the soonest first; `words` of that one, as "within 30 days of acceptance"."""

    case_id: UUID
    client: str
    titles: tuple[str, ...]
    due_on: date
    words: str


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    today = now.astimezone(zone).date()
    return [_loose_end(one, today) for one in facts]


def _loose_end(one: Facts, today: date) -> LooseEnd:
    days_late = (today - one.due_on).days
    is_late = days_late > 0
    return LooseEnd(
        rule=RULE,
        subject_id=one.case_id,
        title=f"Assess: {joined(*one.titles)}",
        why=one.words,
        since=datetime.combine(one.due_on - SHOWN_AHEAD, time(12), UTC),
        next_actor="you",
        weight=rank(QUIET if is_late else QUIET - _NEAR, days_late),
        chip="stop" if is_late else "next",
        chip_words=f"{days_words(days_late)} late" if is_late else f"due {near_words(one.due_on, today)}",
        case_id=one.case_id,
        client=one.client,
        taps=(Tap("Give it", "assessments:case", one.case_id),),
    )
