"""An approval that expires soon or did lately, or has few units left: care stops where nobody asks for more."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, Tap, joined
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, rank

RULE = "authorization_ending"


@dataclass(frozen=True)
class Facts:
    """`words` say what runs out: `expires in 5 days and 1 of 12 visits left`."""

    asked: AskedFor
    kind: str
    words: str
    expires_on: date | None
    is_used_up: bool
    opened_at: datetime
    shown_days_before: int
    near_days: int


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    asked = one.asked
    left = (one.expires_on - now.astimezone(zone).date()).days if one.expires_on else None
    is_near = one.is_used_up or (left is not None and left <= one.near_days)
    about = (("case", str(asked.case_id)), ("kind", one.kind), ("renews", str(asked.request_id)))
    return LooseEnd(
        rule=RULE,
        subject_id=asked.request_id,
        title=f"Ask for more: {asked.title}",
        why=joined(one.words, asked.whom),
        since=_since(one),
        next_actor="you",
        weight=rank(BLOCKS_SOON if is_near else DUE_TODAY, one.near_days - left if left is not None else 0),
        chip="stop" if is_near else "next",
        chip_words=one.words,
        case_id=asked.case_id,
        client=asked.client,
        office_id=asked.office_id,
        taps=(Tap("Ask for more", "followups:new_request", query=about), asked.open_it("Open")),
        request_id=asked.request_id,
    )


def _since(one: Facts) -> datetime:
    if one.expires_on is None:
        return one.opened_at
    return datetime.combine(one.expires_on - timedelta(days=one.shown_days_before), time(12), UTC)
