"""In: minutes of entries, how a fund counts them. Out: units, and what they come to.

As a program's rates count (`programs.rules.billing`): a remainder of 8 of 15 minutes is one more, by most contracts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from caseday.programs.rules.billing import minutes_of_unit, units_in
from caseday.programs.rules.counting import Units as Units
from caseday.programs.rules.counting import minute_words

_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")


def plain(units: Units) -> Units:
    """3 rather than 3.0; miles keep their tenth."""
    whole = int(units)
    return whole if whole == units else Decimal(units).quantize(_TENTH)


def in_dollars(amount: Decimal | None) -> Decimal | None:
    """To the cent; nothing where the contract sets it."""
    return None if amount is None else amount.quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class UnitRule:
    """A fund's own terms. `kind`: "units" of `unit_minutes`, "tenth_hours" (of six minutes), "flat": one each time,
    however long; "miles"; "program": what the program's rates say, and nothing of this."""

    kind: str
    unit_minutes: int = 15
    remainder_minutes: int = 8
    adds_up_per_day: bool = False
    amount: Decimal | None = None

    @property
    def minutes_of_unit(self) -> int:
        """0 where time does not count."""
        timed = self.kind in ("units", "tenth_hours")
        return minutes_of_unit(self.kind, self.unit_minutes) if timed else 0

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

    def words(self, minutes: int, before: Sequence[int], units: Units) -> str:
        """ "37 minutes = 2 units of 15, remainder rule 8"."""
        said = minute_words(minutes, units, self.minutes_of_unit, self.remainder_minutes)
        if not (self.adds_up_per_day and self.minutes_of_unit and sum(before)):
            return said
        return f"{said}, beside {sum(before)} minutes of the same day"

    def worth(self, units: Units) -> Decimal | None:
        """In dollars, to the cent; None where no amount is agreed."""
        return None if self.amount is None else in_dollars(self.amount * units)
