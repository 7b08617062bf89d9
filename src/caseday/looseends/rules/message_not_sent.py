"""A message that did not leave, or of which nobody knows whether it did."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, days_between
from caseday.looseends.rules.ranking import LATE_CLOCK, rank

RULE = "message_not_sent"


@dataclass(frozen=True)
class Facts:
    """`channel` in words; `trouble` says what went wrong and what to do."""

    message_id: UUID
    channel: str
    to: str
    trouble: str
    is_unsure: bool
    at: datetime
    case_id: UUID | None
    client: str


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [
        LooseEnd(
            rule=RULE,
            subject_id=one.message_id,
            title=f"{one.channel} to {one.to or 'somebody'}",
            why=one.trouble,
            since=one.at,
            next_actor="you",
            weight=rank(LATE_CLOCK, days_between(one.at, now)),
            chip="stop",
            chip_words="not known whether it left" if one.is_unsure else "not sent",
            case_id=one.case_id,
            client=one.client,
            taps=_taps(one),
        )
        for one in facts
    ]


def _taps(one: Facts) -> tuple[Tap, ...]:
    look = Tap("Open", "correspondence:message", one.message_id)
    if one.is_unsure:
        return look, Tap("It arrived", "correspondence:arrived", one.message_id, is_post=True)
    return look, Tap("Try again", "correspondence:retry", one.message_id, is_post=True)
