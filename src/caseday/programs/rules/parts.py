"""In: plain values. Out: what every part of a pack is made of: slugs with words, figures with their source."""

from collections.abc import Iterable
from datetime import date, time
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from caseday.programs.rules.clocks import WorkCalendar

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Word = Annotated[str, Field(min_length=1, max_length=120)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Where a reference stands, the slug, the name of the list, and what that list knows.
Reference = tuple[str, str, str, frozenset[str]]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(Part):
    """Something with a name."""

    slug: Slug = Field(description="its name for machines: small letters, digits, underscores; never changed")
    word: Word = Field(description="its name for people")
    meaning: str = Field(default="", description="what it means, where the name leaves that open")


Spanish = Annotated[str, Field(max_length=120)]


class Printed(Part):
    """Something that papers for clients name: plans, minutes."""

    spanish: Spanish = Field(
        default="",
        description="its name on papers in Spanish; left out: ours where we know the word, else the English one",
    )


class Coded(Kind):
    """Something that others know by a code."""

    code: str = Field(default="", max_length=40, description="what exports call it; left out: it has no code")


K = TypeVar("K", bound=Kind)


class Figure(Part):
    """A figure, and where it comes from; `verified` only where the cited source states it."""

    basis: Slug = Field(description="where the figure comes from: the slug of one of citations")
    verified: bool = Field(description="true only where somebody has read the figure in that source")


class Source(Part):
    source: str = Field(
        min_length=1, description="the law, rule, standard or contract, so that one can look it up"
    )
    url: str = Field(default="", description="where it can be read")
    dated_on: date | None = Field(default=None, description="the date of that text")


class Citation(Source):
    """Where figures come from."""

    slug: Slug = Field(description="what a figure names as its basis")


class OpenTime(Part):
    days: tuple[Weekday, ...] = Field(min_length=1, description="days on which the office works")
    opens: time = Field(description="such as 08:00:00")
    closes: time = Field(description="such as 17:00:00; a deadline in working days ends then")
    holidays: Literal["jurisdiction", "federal", "none"] = Field(
        description="which holidays are not worked: the state's and the nation's, the nation's alone, or none"
    )
    not_observed: tuple[str, ...] = Field(default=(), description="names of holidays that are worked")

    @model_validator(mode="after")
    def _opens_first(self) -> "OpenTime":
        if self.opens >= self.closes:
            raise ValueError(f"opens ({self.opens}) must be before closes ({self.closes})")
        return self

    def calendar(self, *, zone: ZoneInfo, jurisdiction: str) -> WorkCalendar:
        return WorkCalendar(
            zone=zone,
            weekdays=frozenset(_WEEKDAYS.index(day) for day in self.days),
            opens=self.opens,
            closes=self.closes,
            subdivision=jurisdiction if self.holidays == "jurisdiction" else "",
            has_holidays=self.holidays != "none",
            not_observed=frozenset(self.not_observed),
        )


def find_kind(kinds: Iterable[K], slug: str) -> K | None:
    return next((one for one in kinds if one.slug == slug), None)


def word_of(kinds: Iterable[Kind], slug: str) -> str:
    """The word for a slug; the slug, spelled out, where a later pack has dropped it."""
    found = find_kind(kinds, slug)
    return found.word if found else slug.replace("_", " ").capitalize()


def is_effective(begins: date, ends: date | None, on: date) -> bool:
    return begins <= on and (ends is None or on <= ends)


def repeated(name: str, members: Iterable[Kind | Citation]) -> list[str]:
    """Every slug that a list has twice, with its place."""
    seen: set[str] = set()
    problems = []
    for place, one in enumerate(members):
        if one.slug in seen:
            problems.append(f"{name}[{place}].slug: {one.slug!r} is there twice")
        seen.add(one.slug)
    return problems


def dangling(references: Iterable[Reference]) -> list[str]:
    return [
        f"{where}: {slug!r} is not among {among}"
        for where, slug, among, known in references
        if slug not in known
    ]
