"""In: what others recorded on one's cases since the last close of day. Out: what came in, case by case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID


@dataclass(frozen=True)
class Event:
    case_id: UUID
    client: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CameIn:
    """All that came in on one case, latest words first."""

    case_id: UUID
    client: str
    lines: tuple[str, ...]
    by: tuple[str, ...]
    latest_at: datetime
    waits: str = ""
    """How long somebody who wrote waits for an answer."""

    @property
    def more(self) -> int:
        return max(0, len(self.lines) - 1)


def came_in(events: Iterable[Event]) -> list[CameIn]:
    """The case with the latest change first; the same words of a case once."""
    by_case = sorted(events, key=lambda one: str(one.case_id))
    found = [_of_case(list(some)) for _, some in groupby(by_case, key=lambda one: one.case_id)]
    return sorted(found, key=lambda one: one.latest_at, reverse=True)


def with_waiting(found: Iterable[CameIn], waits: Mapping[UUID, str]) -> list[CameIn]:
    """Cases on which somebody waits for an answer first."""
    told = [replace(one, waits=waits.get(one.case_id, "")) for one in found]
    return sorted(told, key=lambda one: not one.waits)


def _of_case(events: list[Event]) -> CameIn:
    events.sort(key=lambda one: one.at, reverse=True)
    lines, by = (
        tuple(dict.fromkeys(texts)) for texts in zip(*((e.words, e.by) for e in events), strict=True)
    )
    return CameIn(events[0].case_id, events[0].client, lines, by, events[0].at)
