"""A goal of the care plan on which nobody worked for as long as the program lets pass."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseday.looseends.rules.end import LooseEnd, Tap, days_between, days_words, log_call
from caseday.looseends.rules.ranking import QUIET, rank

RULE = "goal_quiet"


@dataclass(frozen=True)
class Facts:
    """`quiet_days`: how long the program lets pass; 0: for ever."""

    goal_id: UUID
    case_id: UUID
    client: str
    text: str
    worked_at: datetime
    quiet_days: int


def loose_ends(facts: list[Facts], *, now: datetime) -> list[LooseEnd]:
    return [
        _loose_end(one, days_between(one.worked_at, now))
        for one in facts
        if one.quiet_days and days_between(one.worked_at, now) >= one.quiet_days
    ]


def _loose_end(one: Facts, days: int) -> LooseEnd:
    return LooseEnd(
        rule=RULE,
        subject_id=one.goal_id,
        title=f"Goal: {one.text[:120]}",
        why=f"nobody worked on it for {days_words(days)}; the program lets {days_words(one.quiet_days)} pass",
        since=one.worked_at,
        next_actor="you",
        weight=rank(QUIET, days - one.quiet_days),
        chip="said",
        chip_words=f"quiet {days_words(days)}",
        case_id=one.case_id,
        client=one.client,
        taps=(
            Tap("Worked on this", "careplans:worked", one.goal_id),
            Tap("Plan", "careplans:plan", one.case_id),
            log_call(case_id=one.case_id, role="client"),
        ),
    )
