"""In: an address. Out: what a Photon server finds: `GET /api?q=` (komoot/photon, API)."""

from __future__ import annotations

from typing import Any

from caseday.dayplan.asking import Unavailable
from caseday.dayplan.geocoding.port import Found, Pacing, Precision, Wanted, is_same_street
from caseday.dayplan.geocoding.postal import is_near_its_postal_code
from caseday.dayplan.wire import ask

_LIMIT = 5


class Photon:
    def __init__(self, url: str, agent: str, *, pacing: Pacing | None = None, seconds: float = 5.0) -> None:
        self._url, self._agent = f"{url.rstrip('/')}/api", agent
        self._pacing, self._seconds = pacing or Pacing(), seconds

    def find(self, wanted: Wanted) -> Found | None:
        self._pacing.wait()
        params = {"q": _query(wanted), "limit": str(_LIMIT), "lang": "en"}
        answered = ask(self._url, seconds=self._seconds, params=params, agent=self._agent)
        features = answered.body.get("features") if isinstance(answered.body, dict) else None
        if answered.status != 200 or not isinstance(features, list):
            raise Unavailable(f"refused the address (status {answered.status})")
        found = [place for one in features if (place := _place(one, wanted)) is not None]
        return min(found, key=lambda place: place.precision != Precision.ADDRESS, default=None)


def _query(wanted: Wanted) -> str:
    town = " ".join(part for part in (wanted.state, wanted.five_digits) if part)
    return ", ".join(part for part in (wanted.street, wanted.city, town) if part)


def _place(one: Any, wanted: Wanted) -> Found | None:
    """None for what is coarser than a street, lies elsewhere, or is no place at all."""
    try:
        properties, (longitude, latitude) = one["properties"], one["geometry"]["coordinates"]
        precision = _precision(properties, wanted)
        found = Found(float(latitude), float(longitude), precision) if precision else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return found if found and is_near_its_postal_code(found, wanted) else None


def _precision(properties: dict[str, Any], wanted: Wanted) -> Precision | None:
    is_street = properties.get("type") == "street" or properties.get("osm_key") == "highway"
    street = str(properties.get("street") or (properties.get("name", "") if is_street else ""))
    if str(properties.get("countrycode", "US")).upper() != "US" or not is_same_street(wanted, street):
        return None
    number = str(properties.get("housenumber", ""))
    if number and number.casefold() == wanted.house_number.casefold():
        return Precision.ADDRESS
    return Precision.STREET if street else None
