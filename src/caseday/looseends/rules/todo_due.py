"""A to-do that is due today or late; tomorrow's and those without a day stay on their own list.

What was promised to somebody is `promise_due`, what goes on until something holds `chase_due`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Reach, Tap, joined, log_call
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, LATE_CLOCK, rank

RULE = "todo_due"
_CALL_VERBS = ("call", "phone", "ring", "ask", "reach")
_PROMISED = 20


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
    reach_name: str = ""
    tried: str = ""
    """`attempt 3, last: left word Tue 14:10`"""
    often: str = ""
    until: str = ""
    """In words; what ends by itself is not ticked off."""


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [due_end(RULE, one, now, why=one.office, taps=_taps(one)) for one in facts]


def due_end(rule: str, one: Facts, now: datetime, *, why: str, taps: tuple[Tap, ...]) -> LooseEnd:
    is_late = now >= one.latest_moment
    days = max(0, (now - one.latest_moment).days) + 1 if is_late else 0
    base = (
        LATE_CLOCK - 50 if is_late else BLOCKS_SOON - 50 if one.has_hour and _is_near(one, now) else DUE_TODAY
    )
    return LooseEnd(
        rule=rule,
        subject_id=one.followup_id,
        title=one.text,
        why=why,
        since=one.promised_at,
        next_actor="you",
        weight=rank(base + (_PROMISED if one.promised_to else 0), days),
        chip="stop" if is_late else "next",
        chip_words=one.due_words,
        case_id=one.case_id,
        client=one.client,
        due_at=one.latest_moment,
        office_id=one.office_id,
        taps=taps,
        reach=reach_of(one),
        followup_id=one.followup_id,
    )


def reach_of(one: Facts) -> Reach | None:
    """Whom it names; the client where it only says that somebody is to be called."""
    if one.office_id or one.reach_role:
        return Reach(one.reach_role, one.office_id, one.reach_name)
    return Reach("client") if one.text.lower().startswith(_CALL_VERBS) else None


def done_tap(one: Facts) -> Tap:
    return Tap("Done", "followups:done", one.followup_id, is_post=True)


def call_taps(one: Facts) -> tuple[Tap, ...]:
    """What came of a call counts as a try."""
    call = log_call(
        case_id=one.case_id, role=one.reach_role, office_id=one.office_id, followup_id=one.followup_id
    )
    return call, no_answer_tap(one.followup_id)


def no_answer_tap(followup_id: UUID) -> Tap:
    return Tap("No answer", "journal:attempt", followup_id, (("result", "no_answer"),), is_post=True)


def _taps(one: Facts) -> tuple[Tap, ...]:
    return (*(call_taps(one) if one.office_id else ()), done_tap(one))


def promised_words(one: Facts) -> str:
    return f"promised to {one.promised_to}" if one.promised_to else ""


def chase_words(one: Facts) -> str:
    return joined(one.often, one.tried, one.until)


def _is_near(one: Facts, now: datetime) -> bool:
    return (one.latest_moment - now).total_seconds() < 3 * 3600
