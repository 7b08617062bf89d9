"""Somebody said that a step was taken, and nobody has seen it past its usual time. Said is not verified."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, Tap, ago_words, day_words, joined
from caseday.looseends.rules.ranking import NOT_VERIFIED, rank

RULE = "step_not_verified"


@dataclass(frozen=True)
class Facts:
    asked: AskedFor
    claim_id: UUID
    step: str
    said: str
    said_at: datetime
    check_by: datetime


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    """One that is chased and is not to be tried today is on its way, and on the list of to-dos."""
    return [_loose_end(one, now, zone) for one in facts if not one.asked.next_try]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    asked = one.asked
    days = (now.astimezone(zone).date() - one.said_at.astimezone(zone).date()).days
    return LooseEnd(
        rule=RULE,
        subject_id=one.claim_id,
        title=f"Verify: {asked.title}, {one.step.lower()}",
        why=joined(
            f"{one.said} said so",
            f"should show by {day_words(one.check_by.astimezone(zone))}",
            asked.chase_words,
        ),
        since=one.said_at,
        next_actor=asked.next_actor,
        weight=rank(NOT_VERIFIED, (now - one.check_by).days),
        chip="said",
        chip_words=f"said {ago_words(days)}",
        case_id=asked.case_id,
        client=asked.client,
        due_at=one.check_by,
        office_id=asked.office_id,
        taps=(_verify(one), asked.call),
        reach=asked.reach,
        followup_id=asked.followup_id,
        request_id=asked.request_id,
    )


def _verify(one: Facts) -> Tap:
    confirmed = (("how", "receiver"),)
    return Tap("They confirm it", "followups:verify_step", one.claim_id, confirmed, is_post=True)
