"""Somebody was visited, and the adjuster does not know yet what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, day_words, days_between, joined, near_words
from caseday.looseends.rules.ranking import DUE_TODAY, LATE_CLOCK, NOT_TOLD, rank

RULE = "update_due"


@dataclass(frozen=True)
class Facts:
    """`count` visits and meetings since the last update; `visit_at` is the first of them."""

    case_id: UUID
    client: str
    visit_at: datetime
    due_at: datetime
    whom: str = ""
    count: int = 1


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    today, due = now.astimezone(zone).date(), one.due_at.astimezone(zone).date()
    visited = f"visit of {day_words(one.visit_at.astimezone(zone).date())}"
    more = f"and {one.count - 1} more since" if one.count > 1 else ""
    base = LATE_CLOCK if now > one.due_at else DUE_TODAY if due == today else NOT_TOLD
    return LooseEnd(
        rule=RULE,
        subject_id=one.case_id,
        title="Update the adjuster",
        why=joined(visited + (f" with {one.whom}" if one.whom else ""), more),
        since=one.visit_at,
        next_actor="you",
        weight=rank(base, days_between(one.due_at, now)),
        chip="stop" if now > one.due_at else "next",
        chip_words=f"due {near_words(due, today)}" if due >= today else f"was due {day_words(due)}",
        case_id=one.case_id,
        client=one.client,
        due_at=one.due_at,
        taps=(Tap("Write it", "correspondence:update", one.case_id),),
    )
