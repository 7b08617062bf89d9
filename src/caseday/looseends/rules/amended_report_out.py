"""A report was amended, and somebody has it as it was before: they act on what is wrong in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, ago_words
from caseday.looseends.rules.ranking import NOT_VERIFIED, rank

RULE = "amended_report_out"


@dataclass(frozen=True)
class Facts:
    """`holder` is who had it first, of `count` who have it as it was; signed and not sent since `amended_at`."""

    amendment_id: UUID
    case_id: UUID
    client: str
    word: str
    holder: str
    count: int
    amended_at: datetime


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    days = (now.astimezone(zone).date() - one.amended_at.astimezone(zone).date()).days
    return LooseEnd(
        rule=RULE,
        subject_id=one.amendment_id,
        title=f"Send as amended: {one.word}",
        why=f"{_holders(one)} it as it was before it was amended",
        since=one.amended_at,
        next_actor="you",
        weight=rank(NOT_VERIFIED, days),
        chip="stop",
        chip_words=f"amended {ago_words(days)}",
        case_id=one.case_id,
        client=one.client,
        taps=(Tap("Send", "compliance:report", one.amendment_id),),
    )


def _holders(one: Facts) -> str:
    return f"{one.holder} has" if one.count == 1 else f"{one.holder} and {one.count - 1} more have"
