"""An appointment that is over, and nobody said how it went."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, days_between, for_days
from caseday.looseends.rules.ranking import WITHOUT_OUTCOME, rank

RULE = "appointment_without_outcome"


@dataclass(frozen=True)
class Facts:
    appointment_id: UUID
    title: str
    ends_at: datetime
    case_id: UUID | None
    client: str
    is_attended: bool
    """Whether the worker was to be there; else somebody has to be asked."""


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    days = days_between(one.ends_at, now)
    return LooseEnd(
        rule=RULE,
        subject_id=one.appointment_id,
        title=f"How did it go? {one.title}",
        why=f"over {for_days(days)}, no outcome" if days else "over, no outcome",
        since=one.ends_at,
        next_actor="you" if one.is_attended else "client or office, asked by you",
        weight=rank(WITHOUT_OUTCOME, days),
        chip="stop" if days else "said",
        chip_words="no outcome",
        case_id=one.case_id,
        client=one.client,
        taps=(Tap("Say how", "schedule:appointment", one.appointment_id),),
    )
