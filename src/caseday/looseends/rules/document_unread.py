"""A paper that came in and nobody has opened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, ago_words
from caseday.looseends.rules.ranking import NOT_READ, rank

RULE = "document_unread"


@dataclass(frozen=True)
class Facts:
    document_id: UUID
    title: str
    kind_word: str
    received_at: datetime
    late_days: int
    case_id: UUID | None
    client: str


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [paper_end(RULE, "Read", "not read", "documents:document", one, now, zone) for one in facts]


def paper_end(
    rule: str, verb: str, chip_words: str, url_name: str, one: Facts, now: datetime, zone: ZoneInfo
) -> LooseEnd:
    days = (now.astimezone(zone).date() - one.received_at.astimezone(zone).date()).days
    kind = f"{one.kind_word}, " if one.kind_word and one.kind_word.lower() not in one.title.lower() else ""
    return LooseEnd(
        rule=rule,
        subject_id=one.document_id,
        title=f"{verb}: {one.title}",
        why=f"{kind}received {ago_words(days)}",
        since=one.received_at,
        next_actor="you",
        weight=rank(NOT_READ, days),
        chip="stop" if days > one.late_days else "said",
        chip_words=chip_words,
        case_id=one.case_id,
        client=one.client,
        taps=(Tap(verb, url_name, one.document_id),),
    )
