"""What came in waits in the inbox for longer than a working day: one end for all of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, days_between, for_days
from caseday.looseends.rules.ranking import DUE_TODAY, rank

RULE = "inbox_waiting"
_FRIDAY = 4


@dataclass(frozen=True)
class Facts:
    """`inbox_id` stands for the inbox, which is one's own; `since` is when the oldest of `count` came."""

    inbox_id: UUID
    count: int
    since: datetime


def a_working_day_before(now: datetime, zone: ZoneInfo) -> datetime:
    """The same time of the last weekday before."""
    before = now.astimezone(zone) - timedelta(days=1)
    while before.weekday() > _FRIDAY:
        before -= timedelta(days=1)
    return before


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    before = a_working_day_before(now, zone)
    return [_loose_end(one, now) for one in facts if one.since < before]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    days = days_between(one.since, now)
    return LooseEnd(
        rule=RULE,
        subject_id=one.inbox_id,
        title="File what is in the inbox",
        why=f"{one.count} message{'' if one.count == 1 else 's'}, the oldest {for_days(days)}",
        since=one.since,
        next_actor="you",
        weight=rank(DUE_TODAY, days),
        chip="said",
        chip_words="on no case",
        taps=(Tap("File", "correspondence:inbox"),),
    )
