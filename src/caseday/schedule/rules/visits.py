"""In: the taps of one visit with their times. Out: its spans of travel, wait and visit, for the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caseday.schedule.rules.states import StepKind

Tap = tuple[StepKind, datetime]


@dataclass(frozen=True)
class VisitSpan:
    kind: str
    """travel, wait or visit."""
    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


_SPAN_OF: dict[StepKind, str] = {
    StepKind.SET_OFF: "travel",
    StepKind.ARRIVED: "visit",
    StepKind.WAITING: "wait",
    StepKind.WITH_PROVIDER: "visit",
}


def spans_of(taps: Sequence[Tap]) -> list[VisitSpan]:
    """Neighbouring spans of one kind become one; time between arrival and the wait clock counts as the visit
    (the worker meets the client in the lobby)."""
    spans: list[VisitSpan] = []
    for (kind, starts_at), (_, ends_at) in zip(taps, taps[1:], strict=False):
        name = _SPAN_OF.get(kind)
        if name is None or ends_at <= starts_at:
            continue
        if spans and spans[-1].kind == name and spans[-1].ends_at == starts_at:
            starts_at = spans.pop().starts_at
        spans.append(VisitSpan(name, starts_at, ends_at))
    return spans


def waited_minutes(taps: Sequence[Tap]) -> int | None:
    """All waits of the visit together; 0 when one went straight in; None while nobody was seen."""
    if not any(kind is StepKind.WITH_PROVIDER for kind, _ in taps):
        return None
    return sum(span.minutes for span in spans_of(taps) if span.kind == "wait")
