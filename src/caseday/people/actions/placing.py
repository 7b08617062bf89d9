"""Where somebody lives on the map: found by a geocoder, or a pin set by hand, which no geocoder overwrites."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.record import change, person_chain
from caseday.access.viewer import Viewer
from caseday.directory.rules.places import PIN, pin_problems
from caseday.kernel.errors import Invalid
from caseday.people.actions.checks import may_keep
from caseday.people.models import Address
from caseday.people.queries import get_address


def place_address(
    *, actor: Viewer, now: datetime, address_id: UUID, latitude: float, longitude: float, precision: str
) -> Address:
    """What a geocoder found. A pin set by hand stays."""
    may_keep(actor)
    address = get_address(actor, address_id)
    if address.place_precision == PIN:
        return address
    place = {"latitude": latitude, "longitude": longitude, "place_precision": precision}
    return _keep("address_placed", address, actor, now, f"Address found on the map: {precision}", place)


def pin_address(
    *, actor: Viewer, now: datetime, address_id: UUID, latitude: float, longitude: float
) -> Address:
    """Set by hand. Raises Invalid where it cannot be the place."""
    may_keep(actor)
    address = get_address(actor, address_id)
    if problems := pin_problems(latitude, longitude, address.postal_code):
        raise Invalid(problems)
    place = {"latitude": latitude, "longitude": longitude, "place_precision": PIN}
    return _keep("address_pinned", address, actor, now, "Pin of the address set", place)


def _keep(
    verb: str, address: Address, actor: Viewer, now: datetime, summary: str, place: dict[str, Any]
) -> Address:
    chain = person_chain(address.person_id)
    with change(verb, actor=actor, now=now, chain=chain, subject=address, summary=summary) as record:
        record.update(address, **place)
    return address
