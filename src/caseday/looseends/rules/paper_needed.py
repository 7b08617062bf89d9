"""An appointment of the next working day, and papers for it that nobody has seen in that office's chart."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, near_words
from caseday.looseends.rules.ranking import BLOCKS_SOON, rank

RULE = "paper_needed"
_NAMED = 2


@dataclass(frozen=True)
class Paper:
    """`standing` is how far it got there: `sent 2 times, nobody saw it in the chart`."""

    title: str
    standing: str


@dataclass(frozen=True)
class Facts:
    appointment_id: UUID
    title: str
    starts_at: datetime
    since: datetime
    case_id: UUID
    client: str
    papers: tuple[Paper, ...]


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    when = near_words(one.starts_at.astimezone(zone).date(), now.astimezone(zone).date())
    named = ", ".join(f"{paper.title} ({paper.standing})" for paper in one.papers[:_NAMED])
    more = f" and {len(one.papers) - _NAMED} more" if len(one.papers) > _NAMED else ""
    count = len(one.papers)
    return LooseEnd(
        rule=RULE,
        subject_id=one.appointment_id,
        title=f"Bring {count} paper{'' if count == 1 else 's'} to {one.title}, {when}",
        why=named + more,
        since=one.since,
        next_actor="you",
        weight=rank(BLOCKS_SOON),
        chip="said",
        chip_words="not in the chart",
        case_id=one.case_id,
        client=one.client,
        due_at=one.starts_at,
        taps=(Tap("Papers", "documents:appointment_papers", one.appointment_id),),
    )
