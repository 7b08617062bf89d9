"""In: an address. Out: what a Nominatim server finds: `GET /search?format=jsonv2`, structured (nominatim.org, Search).

House numbers between two known ones are interpolated by Nominatim along a way: good for the street, not for the door.
"""

from __future__ import annotations

from typing import Any

from caseday.dayplan.asking import Unavailable
from caseday.dayplan.geocoding.port import Found, Pacing, Precision, Wanted, is_same_street
from caseday.dayplan.geocoding.postal import is_near_its_postal_code
from caseday.dayplan.wire import ask

_LIMIT = 5
_STREETS = 26
"""Search rank from which on a find is a street or something on one."""


class Nominatim:
    def __init__(self, url: str, agent: str, *, pacing: Pacing | None = None, seconds: float = 5.0) -> None:
        self._url, self._agent = f"{url.rstrip('/')}/search", agent
        self._pacing, self._seconds = pacing or Pacing(), seconds

    def find(self, wanted: Wanted) -> Found | None:
        self._pacing.wait()
        answered = ask(self._url, seconds=self._seconds, params=_params(wanted), agent=self._agent)
        if answered.status != 200 or not isinstance(answered.body, list):
            raise Unavailable(f"refused the address (status {answered.status})")
        found = [place for one in answered.body if (place := _place(one, wanted)) is not None]
        return min(found, key=lambda place: place.precision != Precision.ADDRESS, default=None)


def _params(wanted: Wanted) -> dict[str, str]:
    given = {
        "street": wanted.street,
        "city": wanted.city,
        "state": wanted.state,
        "postalcode": wanted.five_digits,
    }
    asked = {name: value for name, value in given.items() if value}
    return asked | {
        "format": "jsonv2",
        "addressdetails": "1",
        "countrycodes": "us",
        "limit": str(_LIMIT),
    }


def _place(one: Any, wanted: Wanted) -> Found | None:
    """None for what is coarser than a street, lies elsewhere, or is no place at all."""
    try:
        precision = _precision(one, wanted)
        found = Found(float(one["lat"]), float(one["lon"]), precision) if precision else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return found if found and is_near_its_postal_code(found, wanted) else None


def _precision(one: dict[str, Any], wanted: Wanted) -> Precision | None:
    category, kind, address = one["category"], one["type"], one.get("address", {})
    if not is_same_street(wanted, str(address.get("road", ""))):
        return None
    number = str(address.get("house_number", ""))
    if number and number.casefold() == wanted.house_number.casefold():
        is_interpolated = category == "place" and kind == "house" and one.get("osm_type") == "way"
        return Precision.STREET if is_interpolated else Precision.ADDRESS
    is_on_street = bool(address.get("road")) and int(one["place_rank"]) >= _STREETS
    return Precision.STREET if category == "highway" or is_on_street else None
