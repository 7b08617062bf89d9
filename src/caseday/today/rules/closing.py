"""In: what is open, and what was done. Out: what the close of a day asks about, and the sums of the day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from caseday.looseends.rules import LooseEnd
from caseday.looseends.rules.ranking import LATE_CLOCK

_LATE = LATE_CLOCK - 50
_CLOSED = frozenset(
    [
        "addendum_signed", "claim_withdrawn", "delivery_in_chart", "document_filed", "document_looked_at",
        "followup_done", "followup_dropped", "late_entry_signed", "new_date_set", "note_amended", "note_signed",
        "party_told", "readiness_confirmed", "request_dropped", "request_finished", "step_verified",
    ]
)  # fmt: skip
_OPENED = frozenset(
    [
        "appointment_cancelled", "delivery_denied", "delivery_failed", "followup_promised", "followup_reopened",
        "referral_taken", "request_opened", "request_reopened", "step_denied",
    ]
)  # fmt: skip
_SIGNED = frozenset(["addendum_signed", "late_entry_signed", "note_amended", "note_signed"])
_GIVEN = frozenset(["followup_given", "request_given"])


def is_of_the_day(end: LooseEnd, *, today: date, zone: ZoneInfo, carried: Collection[str]) -> bool:
    """Due today, late by a clock or a promise, carried to today, or come up today. What lies ahead, or has been open
    for long without a clock, stays where it is."""
    is_due = end.due_at is not None and end.due_at.astimezone(zone).date() == today
    is_new = end.since.astimezone(zone).date() == today
    return is_due or is_new or end.key in carried or end.weight >= _LATE


@dataclass(frozen=True)
class Sums:
    calls: int = 0
    visits: int = 0
    minutes: int = 0
    miles: Decimal = Decimal(0)
    signed: int = 0
    closed: int = 0
    opened: int = 0
    given: int = 0

    @property
    def words(self) -> list[str]:
        """`6 calls`, `2 visits`, ... without what did not happen."""
        counted = (
            (self.calls, "call", "calls"),
            (self.visits, "visit", "visits"),
            (self.signed, "note signed", "notes signed"),
            (self.closed, "loose end closed", "loose ends closed"),
            (self.opened, "opened", "opened"),
            (self.given, "given to a colleague", "given to colleagues"),
        )
        return [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]


@dataclass(frozen=True)
class Done:
    """All activities of one kind on a day."""

    kind: str
    count: int
    minutes: int
    miles: Decimal


def sums_of(done: Iterable[Done], verbs: Mapping[str, int]) -> Sums:
    """`verbs`: how often each was recorded on the day by the person whose day it is."""
    activities = list(done)
    return Sums(
        calls=_count(activities, "call"),
        visits=_count(activities, "visit"),
        minutes=sum(one.minutes for one in activities),
        miles=sum((one.miles for one in activities), Decimal(0)),
        signed=_times(verbs, _SIGNED),
        closed=_times(verbs, _CLOSED),
        opened=_times(verbs, _OPENED),
        given=_times(verbs, _GIVEN),
    )


def _count(activities: Iterable[Done], kind: str) -> int:
    return sum(one.count for one in activities if one.kind == kind)


def _times(verbs: Mapping[str, int], wanted: frozenset[str]) -> int:
    return sum(count for verb, count in verbs.items() if verb in wanted)
