"""Addresses are found on the map, some a turn, through the actions of whose addresses they are."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.db import transaction

from caseday import __version__
from caseday.access.viewer import Viewer, system_viewer
from caseday.dayplan.actions.trouble import note_trouble, over_trouble
from caseday.dayplan.asking import Unavailable
from caseday.dayplan.geocoding import Found, Geocoder, geocoder_of
from caseday.dayplan.models import PlaceLookup
from caseday.dayplan.queries.lookups import Unplaced, unplaced
from caseday.dayplan.queries.travel import has_rested
from caseday.directory.actions import place_office
from caseday.people.actions import place_address

_ADDRESSES = "addresses"
_A_TURN = 20
_REST_MINUTES = 10


class Where(TypedDict):
    latitude: float
    longitude: float
    precision: str


def place_some(*, now: datetime) -> int:
    """How many were found. With the geocoder in trouble it ends, and is tried again some minutes later."""
    geocoder = _geocoder()
    if geocoder is None or not has_rested(_ADDRESSES, now=now, minutes=_REST_MINUTES):
        return 0
    actor, found = system_viewer("Geocoder"), 0
    for one in unplaced(actor, now=now, most=_A_TURN):
        try:
            place = geocoder.find(one.wanted)
        except Unavailable as error:
            note_trouble(now=now, server=_ADDRESSES, words=str(error))
            return found
        _keep(one, place, actor, now)
        found += place is not None
        over_trouble(server=_ADDRESSES)
    return found


def _geocoder() -> Geocoder | None:
    return geocoder_of(**settings.GEOCODER, agent=f"Caseday/{__version__} (+{settings.PUBLIC_URL})")


def _keep(one: Unplaced, place: Found | None, actor: Viewer, now: datetime) -> None:
    with transaction.atomic():
        PlaceLookup.objects.update_or_create(
            subject_id=one.id,
            defaults={
                "wording": one.wanted.wording,
                "precision": place.precision if place else "",
                "asked_at": now,
            },
        )
        if place is None:
            return
        where: Where = {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "precision": place.precision,
        }
        if one.is_office:
            place_office(actor=actor, now=now, office_id=one.id, **where)
        else:
            place_address(actor=actor, now=now, address_id=one.id, **where)
