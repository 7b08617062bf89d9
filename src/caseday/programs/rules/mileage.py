"""In: plain values. Out: what a mile is paid at on a date, and whose miles a drive is; problems of their periods."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import Field

from caseday.programs.rules.parts import Figure, Part, Reference, Word, is_effective

Split = Literal["equal", "direct_drive", "first"]
Counts = Literal["counts", "does_not_count"]
_DAY = timedelta(days=1)


class Dated(Part):
    effective_from: date = Field(description="first day on which it holds")
    effective_to: date | None = Field(
        default=None, description="last such day; left out: until further notice"
    )

    def is_effective(self, on: date) -> bool:
        return is_effective(self.effective_from, self.effective_to, on)


class MileageRate(Dated, Figure):
    """What a mile is paid at. Periods follow each other without a gap."""

    word: Word = Field(description="its name for people")
    cents_a_mile: Decimal = Field(gt=0, le=1000, decimal_places=2, description="cents")


class MileageRule(Dated, Figure):
    """Whose miles a drive for several cases is, and which drives a payer takes."""

    split: Split = Field(
        description="equal: in equal shares; direct_drive: by what a drive for each alone would be; first: the first's"
    )
    called_off: Counts = Field(
        description="a drive to an appointment that was called off when one was on the way"
    )
    way_home: Counts = Field(description="the drive home after the last visit")

    @property
    def split_words(self) -> str:
        return _SPLITS[self.split]


_SPLITS: dict[Split, str] = {
    "equal": "in equal shares",
    "direct_drive": "by the miles of a direct drive",
    "first": "whole to the first case",
}
USUAL_MILEAGE_RULE = MileageRule(
    effective_from=date.min,
    split="equal",
    called_off="counts",
    way_home="counts",
    basis="contract",
    verified=False,
)


def problems_of_periods(name: str, members: Sequence[Dated]) -> list[str]:
    """Each period that ends before it begins, overlaps the one before, or leaves days behind that one empty."""
    problems = [
        f"{name}[{place}].effective_to: must not be before effective_from"
        for place, one in enumerate(members)
        if one.effective_to is not None and one.effective_to < one.effective_from
    ]
    if problems:
        return problems
    in_order = sorted(enumerate(members), key=lambda pair: pair[1].effective_from)
    return [
        f"{name}[{place}].effective_from: {said}"
        for (_, before), (place, one) in zip(in_order, in_order[1:], strict=False)
        if (said := _step(before, one))
    ]


def _step(before: Dated, one: Dated) -> str:
    if before.effective_to is None or before.effective_to >= one.effective_from:
        return f"overlaps the one that holds since {before.effective_from}"
    if before.effective_to + _DAY < one.effective_from:
        return f"leaves a gap: nothing holds from {before.effective_to + _DAY} on"
    return ""


def references_of_mileage(
    rates: Iterable[MileageRate], rules: Iterable[MileageRule], sources: frozenset[str]
) -> Iterable[Reference]:
    for place, rate in enumerate(rates):
        yield f"mileage_rates[{place}].basis", rate.basis, "citations", sources
    for place, rule in enumerate(rules):
        yield f"mileage_rules[{place}].basis", rule.basis, "citations", sources
