"""A client has answered, or an assessment was finished and something is left to say: it is to be read and filed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, days_between, for_days
from caseday.looseends.rules.ranking import DUE_TODAY, rank

RULE = "assessment_to_review"


@dataclass(frozen=True)
class Facts:
    assessment_id: UUID
    case_id: UUID
    client: str
    title: str
    finished_at: datetime


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts]


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    days = days_between(one.finished_at, now)
    return LooseEnd(
        rule=RULE,
        subject_id=one.assessment_id,
        title=f"Read and file: {one.title}",
        why=f"Answered, not filed {for_days(days)}",
        since=one.finished_at,
        next_actor="you",
        weight=rank(DUE_TODAY, days),
        chip="next",
        chip_words="to read",
        case_id=one.case_id,
        client=one.client,
        taps=(Tap("Read it", "assessments:assessment", one.assessment_id),),
    )
