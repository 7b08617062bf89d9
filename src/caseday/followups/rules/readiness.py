"""In: what others confirmed about a day that is set. Out: where each line stands, and what has to be asked now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words


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
    is_moved: bool = False
    """It was confirmed for another day, hour or place than the one that is set now."""


@dataclass(frozen=True)
class Setting:
    """When and where a day begins: `place` as it is called, "" where none is named."""

    at: datetime | None
    place: str = ""


def moved_words(was: Setting, now_set: Setting, zone: ZoneInfo) -> str:
    """`confirmed for Tue, Mar 3, moved to Thu, Mar 5: ask again`; "" where it stands as it was confirmed, or where
    nobody knows for when that was."""
    if was.at is None:
        return ""
    if now_set.at is None:
        return f"confirmed for {_day(was.at, zone)}, which is set no more: ask again"
    for old, new in (
        (_day(was.at, zone), _day(now_set.at, zone)),
        (clock_words(was.at.astimezone(zone)), clock_words(now_set.at.astimezone(zone))),
        (was.place, now_set.place),
    ):
        if old and new and old != new:
            return f"confirmed for {old}, moved to {new}: ask again"
    return ""


def _day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%a}, {local:%b} {local.day}"


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
    """What was not confirmed before the day is over stands out no more: nothing can be done about it. What was
    confirmed for another day was not confirmed."""
    if not line.is_needed:
        return LineState.NOT_NEEDED
    if line.verified_at and not line.is_moved:
        return LineState.VERIFIED
    if line.confirmed_at and not line.is_moved:
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
