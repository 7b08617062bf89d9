"""Reports that the program asks for and that are late: not written, or signed and not sent. One for each case."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from caseday.looseends.rules.end import LooseEnd, Tap, days_words, joined
from caseday.looseends.rules.ranking import DUE_TODAY, LATER, rank

RULE = "report_owed"


@dataclass(frozen=True)
class Facts:
    """`words` of all that are late, the longest late first. Of that one: `is_law`, whether its day stands in a source
    that somebody has read, else it is a contract's and presses less; `last_on`, up to when the last one tells."""

    case_id: UUID
    client: str
    words: tuple[str, ...]
    due_on: date
    is_law: bool
    last_on: date | None = None


def loose_ends(facts: list[Facts], *, today: date) -> list[LooseEnd]:
    return [_loose_end(one, (today - one.due_on).days) for one in facts]


def _loose_end(one: Facts, late: int) -> LooseEnd:
    last = (
        f"the last one tells up to {one.last_on:%b} {one.last_on.day}" if one.last_on else "none was sent yet"
    )
    return LooseEnd(
        rule=RULE,
        subject_id=one.case_id,
        title=f"Send: {joined(*one.words)}",
        why=f"the program asks for it by {one.due_on:%b} {one.due_on.day}, {last}",
        since=datetime.combine(one.due_on, time(12), UTC),
        next_actor="you",
        weight=rank(DUE_TODAY if one.is_law else LATER, late),
        chip="stop",
        chip_words=f"{days_words(late)} late",
        case_id=one.case_id,
        client=one.client,
        due_at=datetime.combine(one.due_on, time(12), UTC),
        taps=(Tap("Reports", "compliance:reports", one.case_id),),
    )
