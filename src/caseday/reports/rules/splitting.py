"""In: miles or minutes of a drive, and the cases that it served. Out: each one's share; the shares are the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from caseday.reports.rules.drives import Drive, Place, Source
from caseday.schedule.rules import free_drive

TENTH = Decimal("0.1")
_CENT = Decimal("0.01")


def to_tenth(miles: Decimal | float) -> Decimal:
    return Decimal(str(miles)).quantize(TENTH, ROUND_HALF_UP)


def weights_of(rule: str, places: Sequence[Place], base: Place) -> list[int]:
    """`base`: where the drive began, or ends at home. By direct drive: whole feet, so that sums are exact;
    where a place is not on the map, all are equal."""
    if rule == "first":
        return [1] + [0] * (len(places) - 1)
    if rule == "direct_drive":
        feet = [_direct_feet(base, place) for place in places]
        known = [one for one in feet if one is not None]
        if len(known) == len(feet) and any(known):
            return known
    return [1] * len(places)


def base_of(drive: Drive) -> Place:
    return drive.end if drive.source is Source.HOME else drive.start


def _direct_feet(base: Place, place: Place) -> int | None:
    if base.point is None or place.point is None:
        return None
    drive = free_drive(base.point, place.point)
    return round(drive.miles * 5280) if drive else 0


def split_units(whole: int, weights: Sequence[int]) -> list[int]:
    """Whole units by weight: what rounding leaves over goes to the largest remainders, the first of them first."""
    total = sum(weights)
    shares = [whole * weight // total for weight in weights]
    rest = whole - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda n: -(whole * weights[n] % total))
    for n in by_remainder[:rest]:
        shares[n] += 1
    return shares


def split_miles(miles: Decimal, weights: Sequence[int]) -> list[Decimal]:
    return [TENTH * tenths for tenths in split_units(int(to_tenth(miles) * 10), weights)]


def amount_of(miles: Decimal, cents_a_mile: Decimal) -> Decimal:
    """In dollars, to the cent."""
    return (miles * cents_a_mile / 100).quantize(_CENT, ROUND_HALF_UP)
