"""In: plain values, minutes. Out: what an activity is billed as, units, and problems of rates."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from caseday.programs.rules.parts import Kind, Reference, Slug
from caseday.programs.rules.scopes import Scoped, meetings


class ActivityCode(Kind):
    """What an activity is written down as for the payer."""

    code: str = Field(
        default="", max_length=20, description="the payer's billing code; left out: it has none"
    )
    activity_kinds: tuple[Slug, ...] = Field(default=(), description="activity_kinds that are billed as this")
    is_travel: bool = Field(default=False, description="time on the way")
    is_wait: bool = Field(default=False, description="time in a waiting room")
    is_no_show: bool = Field(default=False, description="the client was not there")
    is_mileage: bool = Field(default=False, description="miles, not minutes")
    is_by_choice: bool = Field(
        default=False,
        description="never proposed by itself, for somebody has to judge; offered first for its activity_kinds",
    )


class Rate(Scoped):
    """How an activity code is counted and paid."""

    activity_code: Slug = Field(description="one of activity_codes")
    kind: Literal["tenth_hours", "units", "flat", "miles", "capped_month"] = Field(
        description="tenth_hours: tenths of an hour; units: of `unit_minutes`; flat: one amount each time; miles: by"
        " the mile; capped_month: units (or, without unit_minutes, times), at most `cap_units` in a calendar month"
    )
    unit_minutes: int = Field(default=0, ge=0, le=1440, description="minutes of a unit, such as 15")
    remainder_minutes: int = Field(
        default=1, ge=1, le=1440, description="a remainder of at least so many minutes counts as a unit"
    )
    amount: Decimal | None = Field(
        default=None,
        ge=0,
        le=100000,
        decimal_places=4,
        description="dollars a unit; left out: the contract says",
    )
    cap_units: int = Field(default=0, ge=0, le=100000, description="at most so many units; 0: no limit")
    cap_per: Literal["", "day", "week", "month", "year", "case"] = Field(
        default="", description="the stretch in which `cap_units` counts"
    )

    @model_validator(mode="after")
    def _can_be_counted(self) -> "Rate":
        if self.kind == "units" and not self.unit_minutes:
            raise ValueError('unit_minutes: kind "units" needs the minutes of a unit')
        if self.remainder_minutes > max(self.minutes_of_unit, 1):
            raise ValueError("remainder_minutes: must not be more than the minutes of a unit")
        if self.kind == "capped_month" and not (self.cap_units and self.cap_per in ("", "month")):
            raise ValueError('cap_units: kind "capped_month" needs how many units a month holds')
        if self.kind != "capped_month" and bool(self.cap_units) != bool(self.cap_per):
            raise ValueError("cap_per: cap_units and cap_per go together")
        return self

    @property
    def minutes_of_unit(self) -> int:
        """0 where time does not count."""
        return minutes_of_unit(self.kind, self.unit_minutes)

    def units(self, minutes: int) -> int:
        """Units of one activity before any cap; tenths of an hour are units of six minutes."""
        return units_in(minutes, size=self.minutes_of_unit, remainder=self.remainder_minutes)

    @property
    def period_of_cap(self) -> str:
        """In which stretch `cap_units` counts: day, week, month, year, case; "" without a cap."""
        return "month" if self.kind == "capped_month" else self.cap_per


def minutes_of_unit(kind: str, unit_minutes: int) -> int:
    """A tenth of an hour is six minutes; else what the kind was given."""
    return 6 if kind == "tenth_hours" else unit_minutes


def units_in(minutes: int, *, size: int, remainder: int) -> int:
    """Whole units of `size` minutes first; a remainder of at least so many counts as one more. Of size 0, where time
    does not count, it is one each time."""
    if not size:
        return 1
    whole, rest = divmod(max(minutes, 0), size)
    return whole + (rest >= max(remainder, 1))


def problems_of_rates(rates: Sequence[Rate]) -> Iterator[str]:
    for place in meetings([(one.activity_code, one) for one in rates]):
        code = rates[place].activity_code
        yield f"rates[{place}].effective_from: overlaps an earlier rate of {code!r}"


def references_of_billing(
    codes: Sequence[ActivityCode], rates: Sequence[Rate], *, kinds: frozenset[str]
) -> Iterable[Reference]:
    for place, code in enumerate(codes):
        where = f"activity_codes[{place}].activity_kinds"
        yield from ((where, slug, "activity_kinds", kinds) for slug in code.activity_kinds)
    known = frozenset(one.slug for one in codes)
    for place, rate in enumerate(rates):
        yield f"rates[{place}].activity_code", rate.activity_code, "activity_codes", known
