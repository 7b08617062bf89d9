"""Two people said the opposite of one step. Both stay written down until somebody has seen which holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, ago_words, joined
from caseday.looseends.rules.ranking import CONTRADICTED, rank

RULE = "step_contradicted"


@dataclass(frozen=True)
class Facts:
    """`said` and `denied` are who said so; `denied_at` is since when they contradict."""

    asked: AskedFor
    claim_id: UUID
    step: str
    said: str
    denied: str
    denied_at: datetime


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    asked = one.asked
    days = (now.astimezone(zone).date() - one.denied_at.astimezone(zone).date()).days
    return LooseEnd(
        rule=RULE,
        subject_id=one.claim_id,
        title=f"{asked.title}: {one.step.lower()}, or not?",
        why=joined(f"{one.said} says yes, {one.denied} says no", asked.chase_words),
        since=one.denied_at,
        next_actor=asked.next_actor,
        weight=rank(CONTRADICTED, days),
        chip="stop",
        chip_words=f"contradicted {ago_words(days)}",
        case_id=asked.case_id,
        client=asked.client,
        office_id=asked.office_id,
        taps=(asked.call, asked.open_it("Settle it")),
        reach=asked.reach,
        followup_id=asked.followup_id,
        request_id=asked.request_id,
    )
