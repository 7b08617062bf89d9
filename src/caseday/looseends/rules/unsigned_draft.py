"""A draft that waits for its signature and is not already shown by its activity: an addition to a signed note."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, days_between, for_days
from caseday.looseends.rules.ranking import NOTE_OPEN, rank

RULE = "unsigned_draft"


@dataclass(frozen=True)
class Facts:
    draft_id: UUID
    what: str
    saved_at: datetime
    case_id: UUID | None
    client: str
    tap: Tap


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    days = days_between(one.saved_at, now)
    return LooseEnd(
        rule=RULE,
        subject_id=one.draft_id,
        title=f"Sign: {one.what}",
        why=f"a draft, untouched {for_days(days)}",
        since=one.saved_at,
        next_actor="you",
        weight=rank(NOTE_OPEN, days),
        chip="said",
        chip_words="unsigned draft",
        case_id=one.case_id,
        client=one.client,
        taps=(one.tap,),
    )
