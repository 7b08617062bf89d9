"""Lines of the checklist of a day that is near, which nobody has confirmed."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, Tap, near_words
from caseday.looseends.rules.ranking import BLOCKS_SOON, rank

RULE = "surgery_unconfirmed"
_NAMED = 3


@dataclass(frozen=True)
class Facts:
    """`lines` stand out; `left` are the days to `day_at`, counted where it takes place."""

    asked: AskedFor
    lines: tuple[str, ...]
    day_at: datetime
    left: int
    opened_at: datetime


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    asked = one.asked
    more = f" and {len(one.lines) - _NAMED} more" if len(one.lines) > _NAMED else ""
    when = near_words(one.day_at.astimezone(zone).date(), now.astimezone(zone).date())
    return LooseEnd(
        rule=RULE,
        subject_id=asked.request_id,
        title=f"{asked.title} {when}: {len(one.lines)} not confirmed",
        why=", ".join(one.lines[:_NAMED]) + more,
        since=one.opened_at,
        next_actor="you",
        weight=rank(BLOCKS_SOON + (100 if one.left <= 1 else 0), 3 - one.left),
        chip="stop" if one.left <= 1 else "said",
        chip_words=f"{when}, not confirmed",
        case_id=asked.case_id,
        client=asked.client,
        due_at=one.day_at,
        office_id=asked.office_id,
        taps=(Tap("Confirm", "followups:readiness", asked.request_id),),
        request_id=asked.request_id,
    )
