"""A first contact that the program's clock asks for, not made yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words
from caseday.looseends.rules.end import LooseEnd, Reach, log_call
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, LATE_CLOCK, LATER, rank

RULE = "first_contact_due"


@dataclass(frozen=True)
class Facts:
    contact_id: UUID
    role: str
    role_word: str
    due_at: datetime
    clock: str
    """The rule in words: `within 4 working hours`."""
    referred_at: datetime
    case_id: UUID
    client: str


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    local = one.due_at.astimezone(zone)
    is_late, is_today = now >= one.due_at, local.date() == now.astimezone(zone).date()
    by = clock_words(local)
    days = max(0, (now.astimezone(zone).date() - local.date()).days)
    late = f"{days} day{'s' if days != 1 else ''} late" if days else "late today"
    return LooseEnd(
        rule=RULE,
        subject_id=one.contact_id,
        title=f"First contact: {one.role_word}",
        why=f"due {'today' if is_today else f'{local:%a, %b} {local.day}'} {by}"
        + (f", {one.clock}" if one.clock else ""),
        since=one.referred_at,
        next_actor="you",
        weight=rank(
            LATE_CLOCK
            if is_late
            else BLOCKS_SOON
            if is_today
            else DUE_TODAY
            if _is_soon(one, now)
            else LATER,
            days,
        ),
        chip="stop" if is_late else "next",
        chip_words=late if is_late else f"by {by}" if is_today else f"by {local:%a}",
        case_id=one.case_id,
        client=one.client,
        due_at=one.due_at,
        taps=(log_call(case_id=one.case_id, role=one.role),),
        reach=Reach(one.role),
    )


def _is_soon(one: Facts, now: datetime) -> bool:
    return (one.due_at - now).total_seconds() < 36 * 3600
