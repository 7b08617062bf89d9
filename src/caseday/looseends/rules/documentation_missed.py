"""What the program asks the file to show and it does not, where it can still be put right: a visit, a paper, a note's
goal. Notes to write, first contacts, plans and assessments are loose ends of their own rules."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseday.looseends.rules.end import LooseEnd, Tap, days_between, days_words, log_call
from caseday.looseends.rules.ranking import NOT_READ, rank
from caseday.programs.rules import TOLD_FOR

RULE = "documentation_missed"


@dataclass(frozen=True)
class Facts:
    """`text` names the rule and what is missing; `missed_at` is when it fell due."""

    subject_id: UUID
    case_id: UUID
    client: str
    text: str
    missed_at: datetime


def loose_ends(facts: list[Facts], *, now: datetime) -> list[LooseEnd]:
    """What is missing longer than is told stands on the page of documentation, where an audit looks."""
    missed = [(one, days_between(one.missed_at, now)) for one in facts]
    return [_loose_end(one, days) for one, days in missed if days <= TOLD_FOR.days]


def _loose_end(one: Facts, days: int) -> LooseEnd:
    return LooseEnd(
        rule=RULE,
        subject_id=one.subject_id,
        title=one.text,
        why="The program's documentation rules ask for it",
        since=one.missed_at,
        next_actor="you",
        weight=rank(NOT_READ, days),
        chip="stop",
        chip_words="missed today" if days == 0 else f"missed {days_words(days)} ago",
        case_id=one.case_id,
        client=one.client,
        due_at=one.missed_at,
        taps=(
            Tap("Show the rule", "compliance:case", arg=one.case_id),
            log_call(case_id=one.case_id, role="client"),
        ),
    )
