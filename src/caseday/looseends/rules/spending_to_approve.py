"""Money was spent on a client and nobody has approved it: it counts already, and nobody may pay it out."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.kernel.words import dollars
from caseday.looseends.rules.end import LooseEnd, Tap, ago_words
from caseday.looseends.rules.ranking import NOT_VERIFIED, rank

RULE = "spending_to_approve"


@dataclass(frozen=True)
class Facts:
    """`is_mine` where whoever looks may approve it: a supervisor who did not write it down."""

    spending_id: UUID
    case_id: UUID
    client: str
    amount: Decimal
    fund: str
    recorded_at: datetime
    is_mine: bool


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    days = (now.astimezone(zone).date() - one.recorded_at.astimezone(zone).date()).days
    return LooseEnd(
        rule=RULE,
        subject_id=one.spending_id,
        title=f"{'Approve' if one.is_mine else 'Have approved'}: {dollars(one.amount)} of {one.fund}",
        why="a supervisor or administrator who did not write it down approves it; it counts already",
        since=one.recorded_at,
        next_actor="you" if one.is_mine else "a supervisor",
        weight=rank(NOT_VERIFIED, days),
        chip="next",
        chip_words=f"written down {ago_words(days)}",
        case_id=one.case_id,
        client=one.client,
        taps=(Tap("Look and approve" if one.is_mine else "Look", "funding:case", one.case_id),),
    )
