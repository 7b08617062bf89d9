"""A to-do that is due today or late; tomorrow's and those without a day stay on their own list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, LATE_CLOCK, rank

RULE = "todo_due"


@dataclass(frozen=True)
class Facts:
    followup_id: UUID
    text: str
    due_words: str
    latest_moment: datetime
    has_hour: bool
    promised_at: datetime
    promised_to: str
    case_id: UUID | None
    client: str
    office_id: UUID | None
    office: str
    reach_role: str
    is_chased: bool = False
    """It goes on until something holds, and is not ticked off."""
    tried: str = ""
    """`attempt 3, last Tue 14:10`."""


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    is_late = now >= one.latest_moment
    days = max(0, (now - one.latest_moment).days) + 1 if is_late else 0
    base = (
        LATE_CLOCK - 50 if is_late else BLOCKS_SOON - 50 if one.has_hour and _is_near(one, now) else DUE_TODAY
    )
    return LooseEnd(
        rule=RULE,
        subject_id=one.followup_id,
        title=one.text,
        why=", ".join(part for part in (_promised(one), one.office, one.tried) if part),
        since=one.promised_at,
        next_actor="you",
        weight=rank(base + (20 if one.promised_to else 0), days),
        chip="stop" if is_late else "next",
        chip_words=one.due_words,
        case_id=one.case_id,
        client=one.client,
        due_at=one.latest_moment,
        office_id=one.office_id,
        taps=_taps(one),
    )


def _taps(one: Facts) -> tuple[Tap, ...]:
    done = () if one.is_chased else (Tap("Done", "followups:done", one.followup_id, is_post=True),)
    if not (one.office_id or one.is_chased):
        return done
    asked = (
        ("case", str(one.case_id or "")),
        ("office", str(one.office_id or "")),
        ("role", one.reach_role),
        ("followup", str(one.followup_id)),
    )
    call = Tap("Log call", "journal:log_call", query=tuple(pair for pair in asked if pair[1]))
    unanswered = (("result", "no_answer"),)
    return (call, Tap("No answer", "journal:attempt", one.followup_id, unanswered, is_post=True), *done)


def _promised(one: Facts) -> str:
    return f"promised to {one.promised_to}" if one.promised_to else ""


def _is_near(one: Facts, now: datetime) -> bool:
    return (one.latest_moment - now).total_seconds() < 3 * 3600
