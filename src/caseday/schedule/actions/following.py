"""What follows in the calendar from a change of any app: who is found better on the map is visited there.

Runs inside the transaction of that change.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from caseday.access.models import ChainKind
from caseday.access.record import Chain, Change
from caseday.access.viewer import system_viewer
from caseday.people.models import Address
from caseday.schedule.actions.changing import changing
from caseday.schedule.models import Appointment
from caseday.schedule.rules import OPEN

_PLACE = {"latitude", "longitude"}


def follow_change(chain: Chain, changes: Collection[Change], now: datetime) -> None:
    """Costs a query only where an address was placed anew."""
    if chain.kind != ChainKind.PERSON:
        return
    for one in changes:
        if one["model"] == "people.address" and one["op"] == "update" and _PLACE & set(one["fields"]):
            _follow_address(Address.objects.get(pk=UUID(one["id"])), now)


def _follow_address(address: Address, now: datetime) -> None:
    """Coming visits there go to the new point; what is typed as their place stays as it is."""
    coming = Appointment.objects.filter(
        case__person=address.person_id,
        office=None,
        place=str(address)[:240],
        state__in=OPEN,
        starts_at__gte=now,
    )
    for appointment_id in coming.values_list("pk", flat=True):
        with changing(
            "appointment_placed", actor=system_viewer(), now=now, appointment_id=appointment_id
        ) as (appointment, record):
            record.update(appointment, latitude=address.latitude, longitude=address.longitude)
