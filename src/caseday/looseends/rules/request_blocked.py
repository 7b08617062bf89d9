"""A request that somebody refused or stopped: the client goes without until it moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, days_between, for_days, joined
from caseday.looseends.rules.ranking import BLOCKED, BLOCKED_NOW, rank

RULE = "request_blocked"


@dataclass(frozen=True)
class Facts:
    asked: AskedFor
    blocked_at: datetime
    reason: str
    needed_by: datetime | None = None


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    asked, days = one.asked, days_between(one.blocked_at, now)
    return LooseEnd(
        rule=RULE,
        subject_id=asked.request_id,
        title=f"Blocked: {asked.title}",
        why=joined(one.reason, asked.whom, asked.chase_words),
        since=one.blocked_at,
        next_actor=asked.next_actor,
        weight=rank(BLOCKED_NOW if _presses(one, now) else BLOCKED, days),
        chip="stop",
        chip_words=f"blocked {for_days(days)}",
        case_id=asked.case_id,
        client=asked.client,
        office_id=asked.office_id,
        taps=(asked.call, asked.open_it("Clear it")),
        reach=asked.reach,
        followup_id=asked.followup_id,
        request_id=asked.request_id,
    )


def _presses(one: Facts, now: datetime) -> bool:
    """Needed within a day, or stopped within the last: somebody stands at a counter."""
    day = timedelta(days=1)
    return one.blocked_at > now - day or (one.needed_by is not None and one.needed_by < now + day)
