"""In: minutes of entries, how a fund counts them. Out: units, and what they come to.

As a program's rates count (`programs.rules.billing`): a remainder of 8 of 15 minutes is one more, by most contracts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from caseday.programs.rules.billing import minutes_of_unit, units_in

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class UnitRule:
    """`kind`: "units" of `unit_minutes`, "tenth_hours" (of six minutes), or "flat": one each time, however long."""

    kind: str
    unit_minutes: int = 15
    remainder_minutes: int = 8
    adds_up_per_day: bool = False
    amount: Decimal | None = None

    @property
    def minutes_of_unit(self) -> int:
        """0 where time does not count."""
        return 0 if self.kind == "flat" else minutes_of_unit(self.kind, self.unit_minutes)

    def units(self, minutes: int) -> int:
        return units_in(minutes, size=self.minutes_of_unit, remainder=self.remainder_minutes)

    def units_beside(self, minutes: int, before: Sequence[int]) -> int:
        """Units of one more entry of a client's day, beside the minutes of those that were counted before.

        Where minutes are added up, two calls of 8 minutes are 16: one unit, the second call none.
        """
        if not (self.adds_up_per_day and self.minutes_of_unit):
            return self.units(minutes)
        so_far = sum(before)
        return self.units(so_far + minutes) - self.units(so_far)

    def worth(self, units: int) -> Decimal:
        """In dollars, to the cent; 0 where no amount is agreed."""
        return ((self.amount or Decimal(0)) * units).quantize(_CENT, ROUND_HALF_UP)
