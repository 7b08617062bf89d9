"""In: what others confirmed about a day that is set. Out: where each line stands, and what has to be asked now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class LineState(StrEnum):
    OPEN = "open"
    """Nobody confirmed it, and there is time."""
    STANDS_OUT = "stands_out"
    """Nobody confirmed it, and the day is near."""
    SAID = "said"
    VERIFIED = "verified"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class LineFact:
    is_needed: bool = True
    confirmed_at: datetime | None = None
    verified_at: datetime | None = None
    stands_out_days_before: int = 3


@dataclass(frozen=True)
class Readiness:
    """Counts of the needed lines; a line that was verified counts as said too."""

    needed: int
    said: int
    verified: int
    standing_out: int

    @property
    def unconfirmed(self) -> int:
        return self.needed - self.said

    @property
    def words(self) -> str:
        """`2 of 9 not confirmed`, `everything confirmed, 4 of 9 verified`, `everything verified`."""
        if not self.needed:
            return "nothing to confirm"
        if self.unconfirmed:
            return f"{self.unconfirmed} of {self.needed} not confirmed"
        if self.verified == self.needed:
            return "everything verified"
        return f"everything confirmed, {self.verified} of {self.needed} verified"


def days_left(starts_at: datetime | None, now: datetime, zone: ZoneInfo) -> int | None:
    """Calendar days in the zone of the place: 1 is tomorrow there, negative is past. None without a date."""
    if starts_at is None:
        return None
    return (starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days


def state_of(line: LineFact, left: int | None) -> LineState:
    """What was not confirmed before the day is over stands out no more: nothing can be done about it."""
    if not line.is_needed:
        return LineState.NOT_NEEDED
    if line.verified_at:
        return LineState.VERIFIED
    if line.confirmed_at:
        return LineState.SAID
    if left is not None and 0 <= left <= line.stands_out_days_before:
        return LineState.STANDS_OUT
    return LineState.OPEN


def readiness(lines: Iterable[LineFact], left: int | None) -> Readiness:
    states = [state_of(one, left) for one in lines]
    verified = states.count(LineState.VERIFIED)
    return Readiness(
        needed=len(states) - states.count(LineState.NOT_NEEDED),
        said=verified + states.count(LineState.SAID),
        verified=verified,
        standing_out=states.count(LineState.STANDS_OUT),
    )


def left_words(left: int | None) -> str:
    """`tomorrow`, `in 3 days`, `2 days ago`, `no date yet`."""
    if left is None:
        return "no date yet"
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(left) or (f"in {left} days" if left > 0 else f"{-left} days ago")
