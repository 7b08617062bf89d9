"""In: plain values. Out: for which cases a rule holds, from when to when; how long after a start a thing is due."""

import calendar as months
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from caseday.programs.rules.clocks import WorkCalendar
from caseday.programs.rules.parts import Figure, Reference, Slug, is_effective

Span = Literal["days", "working_days", "weeks", "months"]
Jurisdiction = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Start = Annotated[str, Field(pattern=r"^(referred|accepted|(stage|date):[a-z][a-z0-9_]*)$", max_length=60)]
STARTS = (
    '"referred" (the day the referral came), "accepted", "stage:<slug>" (the day the case came into a stage) '
    'or "date:<slug>" (one of key_date_kinds, such as the day eligibility was found)'
)

TOLD_FOR = timedelta(days=30)
"""What was never begun, and what the file lacks, is open work so long after its day: who does without it is not to read
it every morning. It stays on the pages of its own and in the documentation of the caseload."""


class Scoped(Figure):
    """A figure that holds for some cases in some years; what is left out holds for all of them."""

    jurisdictions: tuple[Jurisdiction, ...] = Field(
        default=(), description='states in which it holds, such as ["TN"]; left out: everywhere'
    )
    case_types: tuple[Slug, ...] = Field(
        default=(), description="case_types for which it holds; left out: all of them"
    )
    effective_from: date = Field(
        default=date.min, description="first day on which it holds; left out: since ever"
    )
    effective_to: date | None = Field(
        default=None, description="last day on which it holds; left out: until further notice"
    )

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Scoped":
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("effective_to: must not be before effective_from")
        return self

    def holds(self, *, jurisdiction: str, case_type: str, on: date) -> bool:
        return (
            (not self.jurisdictions or jurisdiction in self.jurisdictions)
            and (not self.case_types or case_type in self.case_types)
            and is_effective(self.effective_from, self.effective_to, on)
        )

    def may_meet(self, other: "Scoped") -> bool:
        """Whether both could hold for one case on one day."""
        later = max(self.effective_from, other.effective_from)
        return (
            _share(self.jurisdictions, other.jurisdictions)
            and _share(self.case_types, other.case_types)
            and is_effective(self.effective_from, self.effective_to, later)
            and is_effective(other.effective_from, other.effective_to, later)
        )


class Staged(Scoped):
    """Holds in some stages only."""

    stages: tuple[Slug, ...] = Field(
        default=(), description="stages in which it holds; left out: all of them"
    )

    def holds_in(self, stage: str, *, jurisdiction: str, case_type: str, on: date) -> bool:
        in_stage = not self.stages or stage in self.stages
        return in_stage and self.holds(jurisdiction=jurisdiction, case_type=case_type, on=on)


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def meetings(rules: Sequence[tuple[object, Scoped]]) -> Iterator[int]:
    """Places of rules of one name that could hold at once with an earlier one of that name."""
    for place, (name, rule) in enumerate(rules):
        if any(name == before and rule.may_meet(other) for before, other in rules[:place]):
            yield place


def date_after(start: date, count: int, unit: Span, calendar: WorkCalendar) -> date:
    """The last day of `count` units after `start`; a month ends on the same day, or on the last of a shorter month."""
    if unit == "months":
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))
    if unit != "working_days":
        return start + timedelta(days=count * (7 if unit == "weeks" else 1))
    for number, day in enumerate(calendar.working_days_from(start + timedelta(days=1)), start=1):
        if number == count:
            return day
    raise ValueError("this calendar has no working days")


def span_words(count: int, unit: str) -> str:
    """ "30 days", "month", "2 working days": what stands after "every"."""
    words = unit.replace("_", " ")
    return words.removesuffix("s") if count == 1 else f"{count} {words}"


def within_words(count: int, unit: str, starts: str) -> str:
    """ "within 1 week of acceptance"; `starts` as packs have it: "referred", "stage:slug", "date:slug"."""
    one = "1 " if count == 1 else ""
    _, _, slug = starts.partition(":")
    begins = slug.replace("_", " ") or {"referred": "referral", "accepted": "acceptance"}[starts]
    return f"within {one}{span_words(count, unit)} of {begins}"


def references_of_scope(
    name: str,
    rules: Sequence[Scoped],
    *,
    sources: frozenset[str],
    types: frozenset[str],
    stages: frozenset[str],
) -> Iterable[Reference]:
    for place, one in enumerate(rules):
        where = f"{name}[{place}]"
        yield f"{where}.basis", one.basis, "citations", sources
        yield from ((f"{where}.case_types", slug, "case_types", types) for slug in one.case_types)
        if isinstance(one, Staged):
            yield from ((f"{where}.stages", slug, "stages", stages) for slug in one.stages)


def references_of_start(
    where: str, starts: str, *, stages: frozenset[str], dates: frozenset[str]
) -> Iterable[Reference]:
    kind, _, slug = starts.partition(":")
    if kind == "stage":
        yield where, slug, "stages", stages
    elif kind == "date":
        yield where, slug, "key_date_kinds", dates
