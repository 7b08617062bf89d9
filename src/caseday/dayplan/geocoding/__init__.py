"""In: an address. Out: where it lies and how exactly: by a geocoder where one is set, else its postal code's middle."""

from caseday.dayplan.geocoding.choose import geocoder_of
from caseday.dayplan.geocoding.port import Found, Geocoder, Precision, Wanted
from caseday.dayplan.geocoding.postal import in_the_middle, is_near_its_postal_code

__all__ = [
    "Found",
    "Geocoder",
    "Precision",
    "Wanted",
    "geocoder_of",
    "in_the_middle",
    "is_near_its_postal_code",
]
