"""How far a paper got: sent, received as they say, in the chart as somebody checked, denied, failed. Plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MEDICAL = frozenset(
    [
        "physician_practice",
        "surgery_center",
        "hospital",
        "imaging",
        "pharmacy",
        "therapy",
        "laboratory",
        "equipment",
        "home_health",
    ]
)
"""Kinds of offices that keep a chart."""


class DeliveryState(StrEnum):
    SENT = "sent"
    RECEIVED = "received"
    IN_CHART = "in_chart"
    FAILED = "failed"


class Move(StrEnum):
    RECEIVED = "received"
    IN_CHART = "in_chart"
    FAILED = "failed"
    DENIED = "denied"


@dataclass(frozen=True)
class Sent:
    """What is known of one sending."""

    state: str
    sent_at: datetime
    said_at: datetime | None = None
    verified_at: datetime | None = None
    denied_at: datetime | None = None

    @property
    def is_denied(self) -> bool:
        """They said last that they do not have it. Both sayings are kept; the later one counts."""
        if self.denied_at is None or self.state == DeliveryState.FAILED:
            return False
        claims = (one for one in (self.said_at, self.verified_at) if one is not None)
        return all(self.denied_at >= one for one in claims)

    @property
    def is_verified(self) -> bool:
        return self.state == DeliveryState.IN_CHART and not self.is_denied

    @property
    def mark(self) -> str:
        """What a page has seen of it; another mark means that somebody moved it in the meantime."""
        denied = f"-{self.denied_at:%Y%m%d%H%M%S%f}" if self.denied_at else ""
        return f"{self.state}{denied}"

    @property
    def moves(self) -> frozenset[Move]:
        """Only forward: nothing goes back to sent, and a failed sending is sent again instead."""
        if self.state == DeliveryState.FAILED:
            return frozenset()
        if self.is_verified:
            return frozenset({Move.DENIED})
        found = {Move.IN_CHART}
        if self.state != DeliveryState.IN_CHART:
            found |= {Move.RECEIVED, Move.FAILED} if self.is_denied or self.state == "sent" else {Move.FAILED}
        return frozenset(found if self.is_denied else found | {Move.DENIED})


@dataclass(frozen=True)
class Standing:
    """For a chip: `kind` is its color, `words` say it."""

    kind: str
    words: str
    is_verified: bool = False

    @property
    def short(self) -> str:
        """Where the longer words stand beside it already."""
        return self.words.partition(", ")[0]


def chart_words(office_kind: str) -> str:
    """Where they would keep it."""
    if not office_kind:
        return "with them"
    return "in the chart" if office_kind in MEDICAL else "on file"


def standing_of(one: Sent, *, where: str = "in the chart") -> Standing:
    if one.state == DeliveryState.FAILED:
        return Standing("stop", "did not go through")
    if one.is_denied:
        return Standing("stop", "they say they don't have it")
    if one.is_verified:
        return Standing("ver", where, is_verified=True)
    if one.state == DeliveryState.RECEIVED:
        return Standing("said", "received, they say")
    return Standing("said", f"sent, nobody saw it {where}")


def standing_of_all(sendings: Iterable[Sent], *, where: str = "in the chart") -> Standing:
    """Of one paper at one place: it is there if somebody checked, and nobody there has denied it since."""
    found = sorted(sendings, key=lambda one: one.sent_at)
    if not found:
        return Standing("muted", "never sent here")
    if is_there(found):
        return Standing("ver", where, is_verified=True)
    last = standing_of(found[-1], where=where)
    if len(found) == 1 or last.kind == "stop":
        return last
    if any(one.is_denied for one in found):
        return Standing("said", f"sent again, nobody saw it {where}")
    return Standing("said", f"sent {len(found)} times, nobody saw it {where}")


def is_there(sendings: Iterable[Sent]) -> bool:
    found = list(sendings)
    checked = [one.verified_at for one in found if one.is_verified and one.verified_at is not None]
    denied = [one.denied_at for one in found if one.denied_at is not None]
    return bool(checked) and (not denied or max(checked) > max(denied))
