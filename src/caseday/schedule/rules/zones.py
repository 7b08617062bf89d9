"""In: a moment, the place's zone, the viewer's zone. Out: the words for it, and local time made a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words


@dataclass(frozen=True)
class ShownTime:
    """Times as the place's clock shows them; `yours` is empty where the viewer's clock shows the same."""

    on: date
    starts: str
    ends: str
    zone: str
    yours: str

    @property
    def words(self) -> str:
        if not self.yours:
            return f"{self.starts}–{self.ends}"
        return f"{self.starts}–{self.ends} {self.zone} ({self.yours} your time)"


def shown_time(starts_at: datetime, ends_at: datetime, place: ZoneInfo, viewer: ZoneInfo) -> ShownTime:
    there, here = starts_at.astimezone(place), starts_at.astimezone(viewer)
    differs = there.utcoffset() != here.utcoffset()
    yours = clock_words(here)
    if differs and here.date() != there.date():
        yours = f"{here:%a} {yours}"
    return ShownTime(
        on=there.date(),
        starts=clock_words(there),
        ends=clock_words(ends_at.astimezone(place)),
        zone=there.tzname() or place.key,
        yours=yours if differs else "",
    )


def resolve_local(local: datetime, zone: ZoneInfo) -> datetime:
    """A clock time at a place as a UTC moment.

    A time that the clock skips in spring becomes the one an hour later on the clock (2:30 is kept as 3:30);
    one that it shows twice in autumn is the first.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
