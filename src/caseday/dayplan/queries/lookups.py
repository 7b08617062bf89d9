"""Addresses that a geocoder may find better than their postal code does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.dayplan.geocoding import Wanted
from caseday.dayplan.models import PlaceLookup
from caseday.directory.queries import offices_to_place
from caseday.people.queries import addresses_to_place

_ASKED_AGAIN_AFTER = timedelta(days=180)
_COLUMNS = ("id", "line1", "city", "state", "postal_code")


@dataclass(frozen=True, slots=True)
class Unplaced:
    id: UUID
    is_office: bool
    wanted: Wanted


def unplaced(viewer: Viewer, *, now: datetime, most: int) -> list[Unplaced]:
    """Offices first; each wording once in half a year. Three queries."""
    lookups = PlaceLookup.objects.filter(asked_at__gte=now - _ASKED_AGAIN_AFTER)
    asked = dict(lookups.values_list("subject_id", "wording"))
    return list(islice((one for one in _vague(viewer) if asked.get(one.id) != one.wanted.wording), most))


def _vague(viewer: Viewer) -> Iterator[Unplaced]:
    for id, *address in offices_to_place(viewer).values_list(*_COLUMNS):
        yield Unplaced(id, True, Wanted(*address))
    for id, *address in addresses_to_place(viewer).values_list(*_COLUMNS):
        yield Unplaced(id, False, Wanted(*address))
