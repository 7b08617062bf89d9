"""A care plan whose review comes, or is late."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from caseday.looseends.rules.end import LooseEnd, Tap, days_words, near_words
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, LATER, rank

RULE = "plan_review_due"
SOON_DAYS = 7


@dataclass(frozen=True)
class Facts:
    plan_id: UUID
    case_id: UUID
    client: str
    due_on: date
    since: datetime
    is_law: bool


def loose_ends(facts: list[Facts], *, today: date) -> list[LooseEnd]:
    """From a week before."""
    return [_loose_end(one, today) for one in facts if (one.due_on - today).days <= SOON_DAYS]


def _loose_end(one: Facts, today: date) -> LooseEnd:
    late = (today - one.due_on).days
    return LooseEnd(
        rule=RULE,
        subject_id=one.plan_id,
        title="Review the care plan",
        why=f"the program asks for it by {one.due_on:%b} {one.due_on.day}",
        since=one.since,
        next_actor="you",
        weight=rank((BLOCKS_SOON if late > 0 else DUE_TODAY) if one.is_law else LATER, max(late, 0)),
        chip="stop" if late > 0 else "next",
        chip_words=f"{days_words(late)} late" if late > 0 else f"due {near_words(one.due_on, today)}",
        case_id=one.case_id,
        client=one.client,
        due_at=datetime.combine(one.due_on, time(12), UTC),
        taps=(
            Tap("Review", "careplans:review", one.plan_id),
            Tap("Plan", "careplans:plan", one.case_id),
        ),
    )
