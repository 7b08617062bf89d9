"""In: who is to be called about what, and whether they are open. Out: the call list, who is open now first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

Group = Literal["open", "soon", "unknown", "closed"]
# As long as this, a closed office stays in sight on the day's list.
SOON_MINUTES = 120


@dataclass(frozen=True)
class Callee:
    """Whom to reach; `status` open, closed or unknown. A person has no hours: always open."""

    name: str
    number: str = ""
    hint: str = ""
    office_id: UUID | None = None
    role: str = ""
    status: str = "open"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    words: str = ""
    brief: str = ""


@dataclass(frozen=True)
class Call:
    """`weight` as of the loose end that asks for it; `log_query` fills the form that takes what came of it.

    `also` are other things to speak of with the same office, or person, about the same case.
    """

    key: str
    what: str
    callee: Callee
    weight: float
    why: str = ""
    client: str = ""
    case_id: UUID | None = None
    group: Group = "open"
    minutes_until_open: int | None = None
    also: tuple["Call", ...] = ()
    followup_id: UUID | None = None
    """The to-do that asks for it: what came of the call counts as a try."""

    @property
    def log_query(self) -> str:
        asked = {"case": self.case_id, "office": self.callee.office_id, "role": self.callee.role}
        asked["followup"] = self.followup_id
        return urlencode({name: str(value) for name, value in asked.items() if value})

    @property
    def keys(self) -> list[str]:
        return [self.key, *(one.key for one in self.also)]


def group_of(callee: Callee, now: datetime) -> tuple[Group, int | None]:
    if callee.status == "open":
        return "open", None
    if callee.status == "unknown" and callee.opens_at is None:
        return "unknown", None
    if callee.opens_at is None:
        return "closed", None
    minutes = max(0, -int(-(callee.opens_at - now).total_seconds() // 60))
    return ("soon" if minutes <= SOON_MINUTES else "closed"), minutes


_ORDER: dict[Group, int] = {"open": 0, "soon": 1, "unknown": 2, "closed": 3}


def call_list(calls: Iterable[Call], *, now: datetime) -> list[Call]:
    """Open ones by weight, those that close within the hour first; closed ones by when they open. One row a call."""
    placed = [_placed(one, now) for one in _joined(calls)]
    return sorted(placed, key=lambda one: (_ORDER[one.group], *_within(one, now), one.key))


def _joined(calls: Iterable[Call]) -> list[Call]:
    """Whoever calls an office about a case speaks of everything at once; the weightiest reason leads."""
    together: dict[tuple[object, ...], list[Call]] = {}
    for one in sorted(calls, key=lambda call: (-call.weight, call.key)):
        whom = one.callee.office_id or (one.callee.role, one.callee.name, one.callee.number)
        together.setdefault((whom, one.case_id), []).append(one)
    return [replace(first, also=tuple(rest)) for first, *rest in together.values()]


def _placed(call: Call, now: datetime) -> Call:
    group, minutes = group_of(call.callee, now)
    return replace(call, group=group, minutes_until_open=minutes)


def _within(call: Call, now: datetime) -> tuple[float, float]:
    if call.group in ("soon", "closed"):
        unknown_last = float("inf")
        return (unknown_last if call.minutes_until_open is None else call.minutes_until_open), -call.weight
    closes = call.callee.closes_at
    closes_soon = closes is not None and (closes - now).total_seconds() <= 3600
    return (0 if closes_soon else 1), -call.weight


def counted_words(calls: Iterable[Call]) -> str:
    """`6 open now, 2 open soon, 1 without hours`."""
    groups = [one.group for one in calls]
    parts = (("open", "open now"), ("soon", "open soon"), ("unknown", "without hours"), ("closed", "closed"))
    return ", ".join(f"{groups.count(group)} {words}" for group, words in parts if group in groups)
