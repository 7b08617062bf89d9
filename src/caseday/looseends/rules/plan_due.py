"""A care plan that the program asks for by a day, and that does not stand yet."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from caseday.looseends.rules.end import LooseEnd, Tap, days_words, near_words
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, LATER, rank
from caseday.programs.rules import TOLD_FOR

RULE = "plan_due"
SOON_DAYS = 7


@dataclass(frozen=True)
class Facts:
    """`is_law`: the day stands in a source that somebody has read; else it is a contract's, and presses less."""

    case_id: UUID
    client: str
    word: str
    due_on: date
    since: datetime
    is_law: bool
    is_begun: bool


def loose_ends(facts: list[Facts], *, today: date) -> list[LooseEnd]:
    """From a week before; where no law asks for it and nobody has begun one, no longer than is told."""
    return [_loose_end(one, today) for one in facts if _is_told(one, (today - one.due_on).days)]


def _is_told(one: Facts, late: int) -> bool:
    return late >= -SOON_DAYS and (one.is_law or one.is_begun or late <= TOLD_FOR.days)


def _loose_end(one: Facts, today: date) -> LooseEnd:
    late = (today - one.due_on).days
    is_late = late > 0
    return LooseEnd(
        rule=RULE,
        subject_id=one.case_id,
        title=f"{one.word} {'to finish' if one.is_begun else 'to begin'}",
        why=f"asked for by {one.due_on:%b} {one.due_on.day}, "
        + ("nobody has signed or reviewed it yet" if one.is_begun else "no plan yet"),
        since=one.since,
        next_actor="you",
        weight=rank((BLOCKS_SOON if is_late else DUE_TODAY) if one.is_law else LATER, max(late, 0)),
        chip="stop" if is_late else "next",
        chip_words=f"{days_words(late)} late" if is_late else f"due {near_words(one.due_on, today)}",
        case_id=one.case_id,
        client=one.client,
        due_at=datetime.combine(one.due_on, time(12), UTC),
        taps=(Tap("Plan", "careplans:plan", one.case_id),),
    )
