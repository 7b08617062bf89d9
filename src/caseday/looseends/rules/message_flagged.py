"""Words that may mean harm, and nobody has said that they read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap
from caseday.looseends.rules.ranking import SAFETY

RULE = "message_flagged"


@dataclass(frozen=True)
class Facts:
    """`words` are the phrases that raised the flag."""

    message_id: UUID
    who: str
    words: str
    at: datetime
    case_id: UUID | None
    client: str


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [
        LooseEnd(
            rule=RULE,
            subject_id=one.message_id,
            title=f"Read now: {one.who} wrote",
            why=f"“{one.words}”",
            since=one.at,
            next_actor="you",
            weight=SAFETY,
            chip="stop",
            chip_words="may mean harm",
            case_id=one.case_id,
            client=one.client,
            taps=(
                Tap("Read", "correspondence:message", one.message_id),
                Tap("I have read it", "correspondence:safety_seen", one.message_id, is_post=True),
            ),
        )
        for one in facts
    ]
