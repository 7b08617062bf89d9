"""In: a clock of a jurisdiction, a start, a calendar, pauses. Out: when it runs out, or that it stands still.

Days end when the calendar closes. Plain hours run through nights and weekends.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from caseday.programs.rules.clocks import Unit, WorkCalendar, in_words
from caseday.programs.rules.parts import (
    Kind,
    OpenTime,
    Part,
    Slug,
    Source,
    Word,
    is_effective,
)

_DAY = timedelta(days=1)
_TO_BE_CHECKED = "to be checked: "


class Cited(Part):
    """A figure of a rule. Not verified means: nobody has read it in the rule, and the source says so."""

    citation: Source
    verified: bool

    @model_validator(mode="after")
    def _says_what_is_to_be_checked(self) -> "Cited":
        if self.verified == self.citation.source.startswith(_TO_BE_CHECKED):
            raise ValueError(
                f"verified: the source begins with {_TO_BE_CHECKED!r} if, and only if, this is false"
            )
        return self


class Clock(Kind, Cited):
    """How long somebody has, by the rule of one jurisdiction, in one period of its history.

    It runs from step `starts` to step `until` of the kinds of request that it is for; one without such kinds
    runs where an outcome or a paper opens it. Between the same steps at most one clock is the usual one.
    `until_papers`: kinds of paper that stop it, too, once one of them is filed to the request.
    `repeats`: what stops it begins the next one, on the day on which it happened.
    `cut_off`: what arrives later, or on a day that is not worked, counts as arriving on the next working day.
    `counts_from`: which day is day one.
    `if_closed`: where a deadline in days goes that falls on a day that is not worked.
    """

    jurisdiction: str = Field(pattern=r"^[A-Z]{2}$")
    starts: Slug
    starts_word: Word
    until: Slug | Literal[""] = ""
    until_papers: tuple[Slug, ...] = ()
    for_request_kinds: tuple[Slug, ...] = ()
    repeats: bool = False
    is_usual: bool = False
    within: int = Field(ge=1, le=1000)
    unit: Unit
    cut_off: time | None = None
    counts_from: Literal["same_day", "next_day", "next_working_day"] = "next_day"
    if_closed: Literal["next", "previous", "same"] = "same"
    may_pause: bool = False
    pause_reason: str = ""
    who_must_act: Slug
    effective_from: date
    effective_to: date | None = None

    @model_validator(mode="after")
    def _can_be_counted(self) -> "Clock":
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("effective_to: must not be before effective_from")
        if self.is_in_hours and (self.counts_from, self.if_closed) != ("same_day", "same"):
            raise ValueError(
                'unit: hours run from the moment on, so counts_from is "same_day" and if_closed "same"'
            )
        if self.repeats and not (self.until or self.until_papers):
            raise ValueError("repeats: only of a clock that a step or a paper stops, until or until_papers")
        if self.may_pause != bool(self.pause_reason):
            raise ValueError("pause_reason: says why a clock may stand still, and only of one that may_pause")
        return self

    @property
    def is_in_hours(self) -> bool:
        return self.unit in ("hours", "working_hours")

    def is_effective(self, on: date) -> bool:
        return is_effective(self.effective_from, self.effective_to, on)


def begins_next(clock: Clock, started_at: datetime, happened_at: datetime, zone: ZoneInfo) -> bool:
    """Whether what happened ends this run of a clock that repeats, and begins the next one.

    Once a day: what comes on the day of the start is the start itself, told again; what came before it is older news.
    """
    later = happened_at.astimezone(zone).date() > started_at.astimezone(zone).date()
    return clock.repeats and later


@dataclass(frozen=True)
class Pause:
    """A stretch in which a clock stands still; it goes on while `to_at` is None. Moments are aware."""

    from_at: datetime
    to_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.to_at is not None and self.to_at < self.from_at:
            raise ValueError("a pause ends before it begins")


@dataclass(frozen=True)
class Deadline:
    """`due_at` (UTC) is None while the clock stands still."""

    due_at: datetime | None
    is_paused: bool = False


def deadline(
    clock: Clock, started_at: datetime, calendar: WorkCalendar, pauses: Collection[Pause] = ()
) -> Deadline:
    """When `clock` runs out. Pauses of a clock that may not pause do not count.

    A day on which a pause began, and each day until it ended, is not counted; the day on which it ended is.
    """
    counted = sorted(pauses, key=lambda one: one.from_at) if clock.may_pause else []
    over = [(one.from_at, one.to_at) for one in counted if one.to_at is not None]
    due = _due(clock, started_at, calendar, over)
    if any(one.to_at is None and one.from_at < due for one in counted):
        return Deadline(None, is_paused=True)
    return Deadline(due)


Stretch = tuple[datetime, datetime]


def _due(clock: Clock, started_at: datetime, calendar: WorkCalendar, pauses: Sequence[Stretch]) -> datetime:
    start = started_at.astimezone(UTC)
    begins = _received(clock, start, calendar)
    if clock.is_in_hours:
        return _after_hours(clock, begins, calendar, pauses)
    day = _last_day(clock, begins.astimezone(calendar.zone).date(), calendar, pauses)
    return max(calendar.closing(_moved(clock, day, calendar)), start)


def _received(clock: Clock, start: datetime, calendar: WorkCalendar) -> datetime:
    """When it counts as having arrived: with a cut-off never before the office opens."""
    if clock.cut_off is None:
        return start
    local = start.astimezone(calendar.zone)
    day = local.date()
    if calendar.is_working_day(day) and local.time() <= clock.cut_off:
        return max(start, calendar.opening(day))
    return calendar.opening(_next_working_day(day + _DAY, calendar))


def _last_day(clock: Clock, received: date, calendar: WorkCalendar, pauses: Sequence[Stretch]) -> date:
    left = clock.within
    for day in _days_from(_first_day(clock, received, calendar), clock, calendar):
        if not _is_paused(day, calendar, pauses):
            left -= 1
        if not left:
            return day
    raise ValueError("this calendar has no working days")


def _first_day(clock: Clock, received: date, calendar: WorkCalendar) -> date:
    if clock.counts_from == "same_day":
        return received
    following = received + _DAY
    return following if clock.counts_from == "next_day" else _next_working_day(following, calendar)


def _days_from(first: date, clock: Clock, calendar: WorkCalendar) -> Iterator[date]:
    if clock.unit == "working_days":
        return calendar.working_days_from(first)
    return (first + timedelta(days=n) for n in range(100_000))


def _is_paused(day: date, calendar: WorkCalendar, pauses: Sequence[Stretch]) -> bool:
    zone = calendar.zone
    return any(
        begins.astimezone(zone).date() <= day < ends.astimezone(zone).date() for begins, ends in pauses
    )


def _moved(clock: Clock, day: date, calendar: WorkCalendar) -> date:
    if clock.if_closed == "same":
        return day
    return _next_working_day(day, calendar, -_DAY if clock.if_closed == "previous" else _DAY)


def _next_working_day(day: date, calendar: WorkCalendar, step: timedelta = _DAY) -> date:
    """The day itself where it is worked."""
    for count in range(731):
        if calendar.is_working_day(day + count * step):
            return day + count * step
    raise ValueError("this calendar has no working days")


def _after_hours(
    clock: Clock, begins: datetime, calendar: WorkCalendar, pauses: Sequence[Stretch]
) -> datetime:
    left = timedelta(hours=clock.within)
    for opens, closes in _running(clock, begins, calendar):
        for free_from, free_to in _without((opens, closes), pauses):
            if free_to - free_from >= left:
                return free_from + left
            left -= free_to - free_from
    raise ValueError("this calendar has no working days")


def _running(clock: Clock, begins: datetime, calendar: WorkCalendar) -> Iterator[Stretch]:
    """The stretches in which hours are counted, from `begins` on."""
    if clock.unit == "hours":
        return iter([(begins, begins + timedelta(days=36_500))])
    days = calendar.working_days_from(begins.astimezone(calendar.zone).date())
    hours = ((calendar.opening(day), calendar.closing(day)) for day in days)
    return ((max(begins, opens), closes) for opens, closes in hours if begins < closes)


def _without(stretch: Stretch, pauses: Sequence[Stretch]) -> Iterator[Stretch]:
    """What is left of a stretch between pauses, which are in the order of their beginnings."""
    at, end = stretch
    for begins, ends in pauses:
        if begins > at:
            yield at, min(begins, end)
        at = min(max(at, ends), end)
    if at < end:
        yield at, end


def describe_clock(clock: Clock) -> str:
    """ "within 5 working days after the request reached review (8 CCR 9792.9.1)", or with "to be checked: ..." """
    return f"within {in_words(clock.within, clock.unit)} after {clock.starts_word} ({clock.citation.source})"


class LegalWorkingTime(OpenTime, Cited):
    """The days that the rules of a jurisdiction count as worked."""


class ClockFile(Part):
    """The clocks of one jurisdiction."""

    jurisdiction: str = Field(pattern=r"^[A-Z]{2}$")
    word: Word
    working_time: LegalWorkingTime
    clocks: tuple[Clock, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _names_its_jurisdiction(cls, values: object) -> object:
        """Each clock knows where it holds; in the file this stands once."""
        if not isinstance(values, dict) or not isinstance(values.get("clocks"), list):
            return values
        where = {"jurisdiction": values.get("jurisdiction", "")}
        return values | {
            "clocks": [where | one if isinstance(one, dict) else one for one in values["clocks"]]
        }

    @model_validator(mode="after")
    def _periods_do_not_overlap(self) -> "ClockFile":
        problems = [
            f"clocks[{place}].effective_from: {one.slug!r} is there twice on this date"
            for place, one in enumerate(self.clocks)
            if any(_overlap(one, other) for other in self.clocks[:place])
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self


def _overlap(one: Clock, other: Clock) -> bool:
    later = max(one.effective_from, other.effective_from)
    return one.slug == other.slug and one.is_effective(later) and other.is_effective(later)
