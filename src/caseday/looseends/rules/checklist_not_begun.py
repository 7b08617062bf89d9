"""A day that is near, with a checklist in the program that nobody has begun."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, Tap, near_words
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, rank

RULE = "checklist_not_begun"


@dataclass(frozen=True)
class Facts:
    asked: AskedFor
    day_at: datetime
    left: int
    opened_at: datetime
    near_days: int


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    asked, is_near = one.asked, one.left <= one.near_days
    when = near_words(one.day_at.astimezone(zone).date(), now.astimezone(zone).date())
    return LooseEnd(
        rule=RULE,
        subject_id=asked.request_id,
        title=f"{asked.title} {when}: checklist not begun",
        why="nobody was asked yet whether everything is set",
        since=one.opened_at,
        next_actor="you",
        weight=rank(BLOCKS_SOON if is_near else DUE_TODAY, 7 - one.left),
        chip="stop" if is_near else "next",
        chip_words=f"{when}, not begun",
        case_id=asked.case_id,
        client=asked.client,
        due_at=one.day_at,
        office_id=asked.office_id,
        taps=(Tap("Begin", "followups:start_checklist", asked.request_id, is_post=True),),
        request_id=asked.request_id,
    )
