"""Somebody who must know the latest of a request, and has not been told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import LooseEnd, Reach, Tap, ago_words
from caseday.looseends.rules.ranking import NOT_TOLD, rank

RULE = "party_not_told"
_BAD_NEWS = 50
_NAMED = 2


@dataclass(frozen=True)
class Facts:
    """`roles` are pairs of role and its word; `news` the fact, known since `at`."""

    asked: AskedFor
    claim_id: UUID
    news: str
    at: datetime
    is_bad: bool
    roles: tuple[tuple[str, str], ...]


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    asked = one.asked
    names = _names([word.lower() for _, word in one.roles])
    days = (now.astimezone(zone).date() - one.at.astimezone(zone).date()).days
    return LooseEnd(
        rule=RULE,
        subject_id=asked.request_id,
        title=f"Tell {names}: {asked.title}",
        why=f"{one.news} {ago_words(days)}",
        since=one.at,
        next_actor="you",
        weight=rank(NOT_TOLD + (_BAD_NEWS if one.is_bad else 0), days),
        chip="said",
        chip_words="not told",
        case_id=asked.case_id,
        client=asked.client,
        taps=tuple(_told(one, *role) for role in one.roles[:_NAMED]),
        reach=Reach(one.roles[0][0], is_role_first=True),
        request_id=asked.request_id,
    )


def _names(words: list[str]) -> str:
    """`adjuster`, `adjuster and pharmacy`, `adjuster, pharmacy and 2 more`."""
    if len(words) > _NAMED:
        return f"{', '.join(words[:_NAMED])} and {len(words) - _NAMED} more"
    return " and ".join(words)


def _told(one: Facts, role: str, word: str) -> Tap:
    cell = (("role", role), ("channel", "phone"), ("claim", str(one.claim_id)))
    return Tap(f"{word} told by phone", "followups:tell", one.asked.request_id, cell, is_post=True)
