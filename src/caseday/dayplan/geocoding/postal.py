"""In: an address. Out: the middle of its postal code, and whether a find can be its place at all."""

from __future__ import annotations

from caseday.dayplan.geocoding.port import Found, Precision, Wanted
from caseday.directory.rules.places import miles_between, place_of

# Postal codes of the West reach over 50 miles; elsewhere few reach 10.
FARTHEST_MILES = 40.0


def in_the_middle(wanted: Wanted) -> Found | None:
    place = place_of(wanted.postal_code)
    return Found(place.latitude, place.longitude, Precision.POSTAL_CODE) if place else None


def is_near_its_postal_code(found: Found, wanted: Wanted) -> bool:
    """Where the postal code is not known nothing speaks against it, unless it is nowhere."""
    if not found.is_on_the_map:
        return False
    place = place_of(wanted.postal_code)
    if place is None:
        return True
    there = (place.latitude, place.longitude)
    return miles_between((found.latitude, found.longitude), there) <= FARTHEST_MILES
