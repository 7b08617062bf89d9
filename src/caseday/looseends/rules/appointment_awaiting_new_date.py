"""An appointment that was called off or missed, and has no new date."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.chase_due import Chased
from caseday.looseends.rules.end import LooseEnd, Reach, Tap, days_between, for_days
from caseday.looseends.rules.ranking import NEW_DATE, rank

RULE = "appointment_awaiting_new_date"


@dataclass(frozen=True)
class Facts:
    appointment_id: UUID
    title: str
    called_off_at: datetime
    called_off_by: str
    case_id: UUID | None
    client: str
    office_id: UUID | None
    office: str
    late_days: int
    notice: str = ""
    """How long before: `40 minutes before`."""
    chase: Chased | None = None


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    days = days_between(one.called_off_at, now)
    by = f"; called off by {one.called_off_by}" if one.called_off_by else ""
    chase = f"; {one.chase.words}" if one.chase else ""
    return LooseEnd(
        rule=RULE,
        subject_id=one.appointment_id,
        title=f"New date: {one.title}",
        why=f"none {for_days(days)}{by}{chase}",
        since=one.called_off_at,
        next_actor=one.office or "client",
        weight=rank(NEW_DATE, days),
        chip="stop" if days >= one.late_days else "said",
        chip_words=f"no date {for_days(days)}",
        case_id=one.case_id,
        client=one.client,
        office_id=one.office_id,
        taps=new_date_taps(one),
        reach=Reach("" if one.office_id else "client", one.office_id),
        followup_id=one.chase.followup_id if one.chase else None,
    )


def new_date_taps(one: Facts) -> tuple[Tap, ...]:
    """Set, or tried once more where it is chased."""
    chase = (one.chase.tap,) if one.chase else ()
    return (Tap("Set date", "schedule:new_date", one.appointment_id), *chase)
