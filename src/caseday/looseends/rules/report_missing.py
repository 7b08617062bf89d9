"""A report that was asked for and is not here, with its age in days since the visit."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, Tap, day_words, days_words, joined
from caseday.looseends.rules.ranking import LATER, NOT_VERIFIED, rank

RULE = "report_missing"


@dataclass(frozen=True)
class Facts:
    """`heard` is what was said of it last: `dictated, said Kim`."""

    asked: AskedFor
    visit_on: date
    old_days: int
    heard: str = ""
    is_due: bool = True
    """False within the usual time of its next step."""


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    asked, age = one.asked, max(0, (now.astimezone(zone).date() - one.visit_on).days)
    is_pressing = bool(asked.chase) or (one.is_due and not asked.next_try)
    return LooseEnd(
        rule=RULE,
        subject_id=asked.request_id,
        title=f"Not here: {asked.title}",
        why=joined(f"visit of {day_words(one.visit_on)}", asked.whom, one.heard, asked.chase_words),
        since=datetime.combine(one.visit_on, time(12), UTC),
        next_actor=asked.next_actor,
        weight=rank(NOT_VERIFIED if is_pressing else LATER, age - one.old_days),
        chip="muted" if not is_pressing else "stop" if age > one.old_days else "said",
        chip_words=f"{days_words(age)} old",
        case_id=asked.case_id,
        client=asked.client,
        office_id=asked.office_id,
        taps=_taps(asked),
        reach=asked.reach if is_pressing else None,
        followup_id=asked.followup_id,
        request_id=asked.request_id,
    )


def _taps(asked: AskedFor) -> tuple[Tap, ...]:
    """Tried in one tap where it is chased already; else the chase is begun."""
    if asked.chase:
        return asked.call, asked.chase.tap
    return asked.call, asked.open_it("Open") if asked.next_try else asked.begin_chase
