"""An appointment that was confirmed, then called off or missed, and has no new date: whoever counted on it has to hear,
and the trip may be charged."""

from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.looseends.rules.appointment_awaiting_new_date import Facts, new_date_taps
from caseday.looseends.rules.end import LooseEnd, Reach, days_between, for_days, joined
from caseday.looseends.rules.ranking import DUE_TODAY, rank

RULE = "confirmed_then_cancelled"


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    days = days_between(one.called_off_at, now)
    by = f"called off by {one.called_off_by}" if one.called_off_by else "called off"
    return LooseEnd(
        rule=RULE,
        subject_id=one.appointment_id,
        title=f"Confirmed, then off: {one.title}",
        why=joined(by, one.notice, one.chase.words if one.chase else ""),
        since=one.called_off_at,
        next_actor=one.office or "client",
        weight=rank(DUE_TODAY, days),
        chip="stop",
        chip_words=f"no new date {for_days(days)}",
        case_id=one.case_id,
        client=one.client,
        office_id=one.office_id,
        taps=new_date_taps(one),
        reach=Reach("" if one.office_id else "client", one.office_id),
        followup_id=one.chase.followup_id if one.chase else None,
    )
