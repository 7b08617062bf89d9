"""What the client may do at work has expired, or two physicians say different things."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Reach, Tap, for_days, log_call
from caseday.looseends.rules.ranking import DUE_TODAY, NOT_VERIFIED, rank

RULE = "work_status_unclear"
_TITLES = {
    "expired": "What may they do at work?",
    "overlap": "Which work status holds?",
    "beyond_mmi": "Work status after the end of healing",
}


@dataclass(frozen=True)
class Facts:
    """`kind` is expired, overlap or beyond_mmi; `words` say it whole."""

    status_id: UUID
    kind: str
    words: str
    since_on: date
    case_id: UUID
    client: str


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    days = max(0, (now.astimezone(zone).date() - one.since_on).days)
    is_expired = one.kind == "expired"
    return LooseEnd(
        rule=RULE,
        subject_id=one.status_id,
        title=_TITLES[one.kind],
        why=one.words,
        since=datetime.combine(one.since_on, time(12), UTC),
        next_actor="physician",
        weight=rank(DUE_TODAY if is_expired else NOT_VERIFIED, days),
        chip="stop",
        chip_words=f"expired {for_days(days)}"
        if is_expired and days
        else "expired"
        if is_expired
        else "unclear",
        case_id=one.case_id,
        client=one.client,
        taps=(
            Tap("Work status", "cases:work_status", one.case_id),
            log_call(case_id=one.case_id, role="physician"),
        ),
        reach=Reach("physician"),
    )
