"""Something happened that the program wants a note about, and none is signed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap
from caseday.looseends.rules.ranking import LATE_CLOCK, NOTE_OPEN, rank

RULE = "activity_without_note"


@dataclass(frozen=True)
class Facts:
    activity_id: UUID
    what: str
    started_at: datetime
    case_id: UUID | None
    client: str
    is_begun: bool
    due_at: datetime | None


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    days = (now.astimezone(zone).date() - one.started_at.astimezone(zone).date()).days
    is_late = one.due_at is not None and now >= one.due_at
    when = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
    begun = "; begun, not signed" if one.is_begun else ""
    return LooseEnd(
        rule=RULE,
        subject_id=one.activity_id,
        title=f"Note: {one.what}",
        why=f"happened {when}{begun}",
        since=one.started_at,
        next_actor="you",
        weight=rank(LATE_CLOCK if is_late else NOTE_OPEN, days),
        chip="stop" if is_late or days > 1 else "said" if days == 1 else "muted",
        chip_words="note overdue" if is_late else f"no note, {when}",
        case_id=one.case_id,
        client=one.client,
        due_at=one.due_at,
        taps=(
            Tap(
                "Finish" if one.is_begun else "Write",
                "journal:write_up",
                query=(("activity", str(one.activity_id)),),
            ),
        ),
    )
