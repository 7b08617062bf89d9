"""In: slots of one worker's time. Out: which cannot both be kept, and by how many minutes. Forbids nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class ConflictKind(StrEnum):
    OVERLAP = "overlap"
    TRAVEL = "travel"
    """They do not overlap, but the drive and the early arrival between them do not fit."""


@dataclass(frozen=True)
class Slot:
    id: UUID
    starts_at: datetime
    ends_at: datetime
    travel_minutes: int = 0
    """Drive to this slot from the one before."""
    arrive_early_minutes: int = 0
    label: str = ""

    @property
    def busy_from(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.travel_minutes + self.arrive_early_minutes)


@dataclass(frozen=True)
class Conflict:
    kind: ConflictKind
    other: Slot
    minutes: int
    """Minutes that are missing."""

    @property
    def words(self) -> str:
        if self.kind is ConflictKind.OVERLAP:
            return f"overlaps by {self.minutes} min"
        return f"{self.minutes} min short for the drive and early arrival"


def _minutes(span: timedelta) -> int:
    return -(-int(span.total_seconds()) // 60)


def _conflict(slot: Slot, other: Slot) -> Conflict | None:
    overlap = min(slot.ends_at, other.ends_at) - max(slot.starts_at, other.starts_at)
    if overlap > timedelta(0) or slot.starts_at == other.starts_at:
        return Conflict(ConflictKind.OVERLAP, other, _minutes(overlap))
    earlier, later = (slot, other) if slot.starts_at < other.starts_at else (other, slot)
    short = earlier.ends_at - later.busy_from
    if short > timedelta(0):
        return Conflict(ConflictKind.TRAVEL, other, _minutes(short))
    return None


def conflicts_of(slot: Slot, others: Iterable[Slot]) -> list[Conflict]:
    """Conflicts of one slot with others, soonest first; the slot itself among the others is passed over."""
    found = [_conflict(slot, other) for other in others if other.id != slot.id]
    return sorted((c for c in found if c), key=lambda c: (c.other.starts_at, str(c.other.id)))


def conflicts_between(slots: Sequence[Slot]) -> dict[UUID, list[Conflict]]:
    """For every slot that has any."""
    found = {slot.id: conflicts_of(slot, slots) for slot in slots}
    return {slot_id: conflicts for slot_id, conflicts in found.items() if conflicts}
