"""A request that somebody refused or stopped: the client goes without until it moves.

One whose deadline is weeks away rests where it was worked on today, or nothing is to be tried today: it stays on the
list, below what is due today. What stands first by its program (medication, surgery) never rests.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, days_between, for_days, joined
from caseday.looseends.rules.ranking import BLOCKED, BLOCKED_NOW, BLOCKED_RESTS, MOST_DAYS, rank

RULE = "request_blocked"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    asked: AskedFor
    blocked_at: datetime
    reason: str
    needed_by: datetime | None = None
    stands_first: bool = False
    deadline: str = ""
    """In words: `appeal until Mar 24`."""
    is_deadline_near: bool = False
    is_worked_on: bool = False
    """Somebody was told, tried or heard today, since it was blocked."""


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    asked, days, rests = one.asked, days_between(one.blocked_at, now), _rests(one, now)
    return LooseEnd(
        rule=RULE,
        subject_id=asked.request_id,
        title=f"Blocked: {asked.title}",
        why=joined(one.reason, asked.whom, one.deadline, _moves(one, rests)),
        since=one.blocked_at,
        next_actor=asked.next_actor,
        weight=BLOCKED_RESTS + min(days, MOST_DAYS) if rests else _pressing(one, days, now),
        chip="stop",
        chip_words=f"blocked {for_days(days)}",
        case_id=asked.case_id,
        client=asked.client,
        office_id=asked.office_id,
        taps=(asked.begin_chase if rests and _is_left(one) else asked.call, asked.open_it("Clear it")),
        reach=asked.reach,
        followup_id=asked.followup_id,
        request_id=asked.request_id,
    )


def _rests(one: Facts, now: datetime) -> bool:
    """What is stopped anew, or has no deadline and no chase, is looked at first."""
    if one.stands_first or one.is_deadline_near:
        return False
    if one.is_worked_on or one.asked.chase:
        return one.is_worked_on
    return bool(one.asked.next_try) or (bool(one.deadline) and one.blocked_at <= now - _DAY)


def _is_left(one: Facts) -> bool:
    """Nobody has taken it up, and nothing says when somebody will."""
    return not (one.is_worked_on or one.asked.chase_words)


def _moves(one: Facts, rests: bool) -> str:
    if rests and _is_left(one):
        return "nobody chases it"
    return joined("worked on today" if one.is_worked_on else "", one.asked.chase_words)


def _pressing(one: Facts, days: int, now: datetime) -> float:
    """Needed within a day, or stopped within the last: somebody stands at a counter."""
    is_needed = one.needed_by is not None and one.needed_by < now + _DAY
    return rank(BLOCKED_NOW if is_needed or one.blocked_at > now - _DAY else BLOCKED, days)
