"""A deadline of law or contract that is about to run out, or did: an appeal must be in before its window closes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words
from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, days_words, joined, near_words
from caseday.looseends.rules.ranking import BLOCKS_SOON, LATE_CLOCK, rank

RULE = "clock_closing"


@dataclass(frozen=True)
class Facts:
    asked: AskedFor
    clock_id: UUID
    clock: str
    started_at: datetime
    due_at: datetime


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    asked, local, today = one.asked, one.due_at.astimezone(zone), now.astimezone(zone).date()
    is_over, days = now >= one.due_at, (local.date() - today).days
    base = LATE_CLOCK if is_over or days == 0 else BLOCKS_SOON
    return LooseEnd(
        rule=RULE,
        subject_id=one.clock_id,
        title=f"{one.clock}: {asked.title}",
        why=joined(f"until {near_words(local.date(), today)} {clock_words(local)}", asked.whom),
        since=one.started_at,
        next_actor=asked.next_actor,
        weight=rank(base, -days if is_over else 7 - days),
        chip="stop" if is_over or days <= 1 else "next",
        chip_words=_words(is_over, days),
        case_id=asked.case_id,
        client=asked.client,
        due_at=one.due_at,
        office_id=asked.office_id,
        taps=(asked.open_it("Open"),),
        request_id=asked.request_id,
    )


def _words(is_over: bool, days: int) -> str:
    if is_over:
        return "ran out today" if days == 0 else f"ran out {days_words(-days)} ago"
    return "closes today" if days == 0 else f"closes in {days_words(days)}"
