"""Where an office lies on the map: found by a geocoder, or a pin set by hand, which nothing overwrites."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.directory.actions.checks import may_keep
from caseday.directory.actions.keeping import keep
from caseday.directory.models import Office
from caseday.directory.queries import get_office
from caseday.directory.rules.places import PIN, pin_problems
from caseday.kernel.errors import Invalid


def place_office(
    *, actor: Viewer, now: datetime, office_id: UUID, latitude: float, longitude: float, precision: str
) -> Office:
    """What a geocoder found. A pin set by hand stays."""
    may_keep(actor)
    office = get_office(actor, office_id)
    if office.place_precision == PIN:
        return office
    place = {"latitude": latitude, "longitude": longitude, "place_precision": precision}
    summary = f"{office.name} found on the map: {precision}"
    return keep("office_placed", office, actor=actor, now=now, summary=summary, **place)


def pin_office(*, actor: Viewer, now: datetime, office_id: UUID, latitude: float, longitude: float) -> Office:
    """Set by hand. Raises Invalid where it cannot be the place."""
    may_keep(actor)
    office = get_office(actor, office_id)
    if problems := pin_problems(latitude, longitude, office.postal_code):
        raise Invalid(problems)
    place = {"latitude": latitude, "longitude": longitude, "place_precision": PIN}
    return keep("office_pinned", office, actor=actor, now=now, summary=f"Pin of {office.name} set", **place)
