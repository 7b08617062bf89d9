"""An assessment that the program asks for and that is not there: a week before its day, and from then on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, days_words, near_words
from caseday.looseends.rules.ranking import DUE_TODAY, LATE_CLOCK, rank

RULE = "assessment_due"
_SHOWN_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Facts:
    """`words` as "within 30 days of acceptance"."""

    case_id: UUID
    client: str
    instrument: str
    title: str
    due_on: date
    words: str


def subject_of(case_id: UUID, instrument: str) -> UUID:
    """One for each instrument of a case, though nothing is there yet that could have an id."""
    return uuid5(case_id, instrument)


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    today = now.astimezone(zone).date()
    return [_loose_end(one, today) for one in facts if today >= one.due_on - _SHOWN_AHEAD]


def _loose_end(one: Facts, today: date) -> LooseEnd:
    days_late = (today - one.due_on).days
    is_late = days_late > 0
    about = (("instrument", one.instrument),)
    return LooseEnd(
        rule=RULE,
        subject_id=subject_of(one.case_id, one.instrument),
        title=f"Assess: {one.title}",
        why=one.words,
        since=datetime.combine(one.due_on - _SHOWN_AHEAD, time(12), UTC),
        next_actor="you",
        weight=rank(LATE_CLOCK - 60 if is_late else DUE_TODAY - 20, max(0, days_late)),
        chip="stop" if is_late else "next",
        chip_words=f"{days_words(days_late)} late" if is_late else f"due {near_words(one.due_on, today)}",
        case_id=one.case_id,
        client=one.client,
        taps=(Tap("Give it", "assessments:begin", one.case_id, about),),
    )
