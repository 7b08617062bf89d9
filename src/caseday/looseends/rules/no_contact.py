"""A case on which nobody was reached for longer than the program's interval for its acuity."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Reach, days_between, log_call
from caseday.looseends.rules.ranking import QUIET, rank

RULE = "no_contact"


@dataclass(frozen=True)
class Facts:
    case_id: UUID
    client: str
    last_contact_at: datetime | None
    referred_at: datetime
    every_days: int
    acuity: str


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts if now >= due_at(one)]


def due_at(one: Facts) -> datetime:
    return (one.last_contact_at or one.referred_at) + timedelta(days=one.every_days)


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    quiet = days_between(one.last_contact_at or one.referred_at, now)
    late = days_between(due_at(one), now)
    begin = (
        f"nobody reached for {quiet} days"
        if one.last_contact_at
        else f"nobody reached since the referral, {quiet} days"
    )
    return LooseEnd(
        rule=RULE,
        subject_id=one.case_id,
        title=f"Be in touch: {one.client}",
        why=f"{begin}; every {one.every_days} days at {one.acuity.lower()} acuity",
        since=due_at(one),
        next_actor="you",
        weight=rank(QUIET, late),
        chip="stop" if late > one.every_days else "said",
        chip_words=f"quiet {quiet} days",
        case_id=one.case_id,
        client=one.client,
        due_at=due_at(one),
        taps=(log_call(case_id=one.case_id, role="client"),),
        reach=Reach("client"),
    )
