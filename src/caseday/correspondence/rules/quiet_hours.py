"""In: when a text would go, the receiver's clock, when they last wrote. Out: when it may go.

The hours are those of 47 CFR 64.1200(c)(1) for calls that nobody asked for: 8 to 21 at the called party's place.
Kept here for every text, for courtesy; `shipped/courtesy.toml` has the figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class QuietHours:
    """Texts go from `opens` until `closes`; a conversation goes on `wrote_within` after their last message."""

    opens: time = time(8)
    closes: time = time(21)
    wrote_within: timedelta = timedelta(hours=1)


@dataclass(frozen=True)
class Ear:
    """One receiver's clock, and when they last wrote to us."""

    zone: ZoneInfo
    wrote_at: datetime | None = None


def may_go_at(at: datetime, ears: Iterable[Ear], hours: QuietHours) -> datetime:
    """`at` itself, or the end of quiet hours for everybody."""
    for _ in range(8):  # zones of several receivers may push it on by turns
        later = max((_end_of_quiet(at, one, hours) for one in ears), default=at)
        if later == at:
            break
        at = later
    return at


def _end_of_quiet(at: datetime, ear: Ear, hours: QuietHours) -> datetime:
    if ear.wrote_at is not None and timedelta(0) <= at - ear.wrote_at <= hours.wrote_within:
        return at
    local = at.astimezone(ear.zone)
    if hours.opens <= local.time() < hours.closes:
        return at
    day = local.date() + timedelta(days=1) if local.time() >= hours.closes else local.date()
    return datetime.combine(day, hours.opens, ear.zone).astimezone(UTC)
