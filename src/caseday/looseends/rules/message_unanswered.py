"""Somebody wrote and nobody answered. It ages by the hours in which one works, from their first message."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap
from caseday.looseends.rules.ranking import LATE_CLOCK, NOTE_OPEN, UNANSWERED, rank

RULE = "message_unanswered"
_AN_HOUR, _HALF_A_DAY, _A_DAY = 60, 4 * 60, 9 * 60
_LONGEST_WORDS = 70


@dataclass(frozen=True)
class Facts:
    """`minutes` of working time since the first of `count` messages; `waits` the same in words."""

    message_id: UUID
    who: str
    channel: str
    words: str
    count: int
    minutes: int
    waits: str
    since: datetime
    case_id: UUID
    client: str
    is_client: bool = False


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def wrote_words(since: datetime, now: datetime) -> str:
    """As in wrote 25 min ago, wrote 3 h ago."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    return f"wrote {minutes} min ago" if minutes < 60 else f"wrote {minutes // 60} h ago"


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    call = Tap("Call", "casefile:call", query=(("message", str(one.message_id)),))
    return LooseEnd(
        rule=RULE,
        subject_id=one.message_id,
        title=f"Answer {one.who}",
        why=_why(one),
        since=one.since,
        next_actor="you",
        weight=rank(_base(one), one.minutes / _A_DAY),
        chip="stop" if one.minutes >= _A_DAY else "next",
        chip_words=f"waits {one.waits}" if one.minutes >= _AN_HOUR else wrote_words(one.since, now),
        case_id=one.case_id,
        client=one.client,
        taps=(
            Tap("Answer", "correspondence:message", one.message_id),
            call,
            Tap("No answer needed", "correspondence:no_answer", one.message_id, is_post=True),
        ),
    )


def _base(one: Facts) -> float:
    """What waits for more than a working day is as late as a broken promise. Clients before others."""
    base = LATE_CLOCK if one.minutes >= _A_DAY else NOTE_OPEN if one.minutes >= _HALF_A_DAY else UNANSWERED
    return base + 5 * one.is_client


def _why(one: Facts) -> str:
    words = one.words if len(one.words) <= _LONGEST_WORDS else one.words[: _LONGEST_WORDS - 1].rstrip() + "…"
    quoted = f"“{words}”" if words else ""
    many = f"{one.count} messages, first " if one.count > 1 else ""
    return f"{many}{quoted}" or one.channel
