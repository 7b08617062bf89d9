"""In: now, a calendar, the days under review. Out: which checks belong to them, and how each stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from caseday.programs.rules.clocks import WorkCalendar
from caseday.programs.rules.documentation.results import Check, Proof, Standing
from caseday.programs.rules.documentation.times import end_of, midnight

T = TypeVar("T")
# How long before the days under review something may have begun that fell due in them, where no rhythm says so.
_MARGIN_DAYS = {"months": 32, "weeks": 8, "days": 2, "working_days": 4, "working_hours": 2, "hours": 1}


@dataclass(frozen=True)
class Look:
    """`first` and `last` inclusive, by the calendar's zone: an audit's period, or the last weeks until today."""

    now: datetime
    calendar: WorkCalendar
    first: date
    last: date

    @property
    def zone(self) -> ZoneInfo:
        return self.calendar.zone

    @cached_property
    def begins(self) -> datetime:
        return midnight(self.first, self.zone)

    @cached_property
    def ends(self) -> datetime:
        return end_of(self.last, self.zone)

    def local(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def has(self, check: Check) -> bool:
        """What fell due in these days, what stands open since before, and what their end finds under way."""
        if check.until > self.ends:
            is_under_way = check.since < self.ends and self.now <= self.ends
            return is_under_way and check.standing in (Standing.DUE, Standing.MET)
        return check.until > self.begins or check.is_open

    def earliest(self, amount: int, unit: str) -> datetime:
        """What began before this was due before these days."""
        return self.begins - timedelta(days=(amount + 1) * _MARGIN_DAYS.get(unit, 32) + 14)


def from_on(rows: Sequence[T], at: Callable[[T], datetime], earliest: datetime) -> int:
    """The place of the first row at or after a moment; rows are in the order of their moments."""
    return bisect_left(rows, earliest, key=at)


def judged(
    *,
    since: datetime,
    until: datetime,
    done: Proof | None,
    now: datetime,
    closed_at: datetime | None,
    about: Proof | None = None,
) -> Check | None:
    """One thing asked for, done or not; None where the case was closed before it was due."""
    if done is not None:
        standing = Standing.MET if done.at <= until else Standing.MISSED
        return Check(since, until, standing, (done,), about)
    if closed_at is not None and closed_at < until:
        return None
    if until <= now:
        return Check(since, until, Standing.MISSED, (), about, is_open=closed_at is None)
    return Check(since, until, Standing.DUE, (), about)
