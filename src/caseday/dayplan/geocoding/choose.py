"""In: what is configured. Out: the geocoder to ask, or none."""

from __future__ import annotations

from caseday.dayplan.geocoding.port import Geocoder


def geocoder_of(kind: str, url: str, *, agent: str) -> Geocoder | None:
    """Loaded by the jobs alone: httpx has no place in the memory of a web process."""
    if kind == "nominatim":
        from caseday.dayplan.geocoding.nominatim import Nominatim

        return Nominatim(url, agent)
    if kind == "photon":
        from caseday.dayplan.geocoding.photon import Photon

        return Photon(url, agent)
    return None
