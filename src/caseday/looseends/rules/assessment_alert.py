"""An answer that gave cause for an alert, and nobody has said yet what was done: the same day, before anything else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Reach, Tap, days_between, for_days, log_call
from caseday.looseends.rules.ranking import SAFETY, rank

RULE = "assessment_alert"


@dataclass(frozen=True)
class Facts:
    assessment_id: UUID
    case_id: UUID
    client: str
    title: str
    raised_at: datetime


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    days = days_between(one.raised_at, now)
    return LooseEnd(
        rule=RULE,
        subject_id=one.assessment_id,
        title=f"Alert of {one.title}",
        why=f"Open {for_days(days)}: ask, act, and say what was done",
        since=one.raised_at,
        next_actor="you",
        weight=rank(SAFETY, days),
        chip="stop",
        chip_words="alert",
        case_id=one.case_id,
        client=one.client,
        taps=(
            Tap("Say what was done", "assessments:assessment", one.assessment_id),
            log_call(case_id=one.case_id, role="client"),
        ),
        reach=Reach("client"),
    )
