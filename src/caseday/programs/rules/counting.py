"""In: what was done on a day, a program's codes and rates. Out: as what it is billed, how many units, and why in words.

Figures are the pack's; where the contract sets an amount, there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from caseday.programs.rules.billing import ActivityCode, Rate

Part = Literal["time", "miles"]
Units = Decimal | int
_TENTHS = 6


@dataclass(frozen=True, slots=True)
class Done:
    """An entry as it is billed. `on` is its worker's day: the one it began on, though it ended after midnight."""

    kind: str
    on: date
    minutes: int = 0
    miles: Decimal = Decimal(0)
    is_no_show: bool = False


@dataclass(frozen=True, slots=True)
class Billed:
    """`rate` None: the program names none for this code on that day, so that nothing is counted."""

    code: ActivityCode
    rate: Rate | None
    units: Units
    words: str

    def worth(self, units: Units) -> Decimal | None:
        """In dollars, before rounding; None where the contract sets the amount."""
        return None if self.rate is None or self.rate.amount is None else self.rate.amount * units


def bill(
    codes: Sequence[ActivityCode],
    rates: Sequence[Rate],
    done: Done,
    *,
    part: Part = "time",
    jurisdiction: str,
    case_type: str,
    chosen: str = "",
) -> Billed | None:
    """The time or the miles of an entry; None where no code is for them. `chosen` is a code of `offered`."""
    if chosen:
        code = next((one for one in offered(codes, done, part) if one.slug == chosen), None)
    else:
        code = next((one for one in codes if _is_for(one, done, part)), None)
    if code is None:
        return None
    rate = rate_on(rates, code.slug, done.on, jurisdiction=jurisdiction, case_type=case_type)
    if rate is None:
        return Billed(code, None, 0, "")
    return Billed(code, rate, counted(rate, done), words_of(rate, done))


def offered(codes: Sequence[ActivityCode], done: Done, part: Part) -> list[ActivityCode]:
    """What somebody may choose: the codes for such an entry first, each in the program's order."""
    fitting = [one for one in codes if one.is_mileage == (part == "miles")]
    return sorted(fitting, key=lambda one: done.kind not in one.activity_kinds)


def _is_for(code: ActivityCode, done: Done, part: Part) -> bool:
    """A code without kinds and marks, such as one for a whole month, is chosen by hand."""
    is_other_kind = bool(code.activity_kinds) and done.kind not in code.activity_kinds
    if code.is_by_choice or is_other_kind or code.is_mileage != (part == "miles"):
        return False
    if part == "miles":
        return done.miles > 0
    if code.is_no_show != done.is_no_show:
        return False
    if code.is_travel or code.is_wait:
        return done.kind == ("travel" if code.is_travel else "wait")
    return bool(code.activity_kinds) or code.is_no_show


def rate_on(
    rates: Sequence[Rate], activity_code: str, on: date, *, jurisdiction: str, case_type: str
) -> Rate | None:
    """At most one holds at a time (`billing.problems_of_rates`)."""
    return next(
        (
            one
            for one in rates
            if one.activity_code == activity_code
            and one.holds(jurisdiction=jurisdiction, case_type=case_type, on=on)
        ),
        None,
    )


def counted(rate: Rate, done: Done) -> Units:
    """Before any cap."""
    return done.miles if rate.kind == "miles" else rate.units(done.minutes)


def words_of(rate: Rate, done: Done) -> str:
    """ "37 minutes = 2 units of 15, remainder rule 8"."""
    if rate.kind == "miles":
        return mile_words(done.miles)
    return minute_words(done.minutes, rate.units(done.minutes), rate.minutes_of_unit, rate.remainder_minutes)


def mile_words(miles: Units) -> str:
    """ "23.4 miles", "1 mile"."""
    said = f"{Decimal(miles).normalize():f}"
    return f"{said} mile{'' if said == '1' else 's'}"


def minute_words(minutes: int, units: Units, size: int, remainder: int) -> str:
    """How minutes became units of so many minutes; of size 0 it is one each time."""
    if not size:
        return f"{units} each time, however long"
    whole = f"{minutes} minute{'' if minutes == 1 else 's'} = {units}"
    plural = "" if units == 1 else "s"
    what = f"tenth{plural} of an hour" if size == _TENTHS else f"unit{plural} of {size}"
    return f"{whole} {what}, remainder rule {remainder}"


_STRETCHES = {"day": "on a day", "week": "a week", "month": "a month", "year": "a year", "case": "a case"}


def capped(rate: Rate, units: Units, used: Units) -> tuple[Units, str]:
    """What is left of the rate's cap for these units, and why it is less; "" where it is not."""
    left = max(rate.cap_units - used, 0)
    if not rate.cap_units or units <= left:
        return units, ""
    return left, f"at most {rate.cap_units} {_STRETCHES[rate.period_of_cap]}, {used} used"
