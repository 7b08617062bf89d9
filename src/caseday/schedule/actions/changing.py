"""The frame of every change of one appointment: lock, sight, permission, version, one event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import Chain, ChangeRecord, case_chain, change, staff_chain
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.schedule.models import Appointment, State
from caseday.schedule.permissions import can_change
from caseday.schedule.queries import get_appointment
from caseday.schedule.rules import AppointmentState, can_become


class Changed(Invalid):
    """Somebody else changed it since it was opened; `stored` is what it is now."""

    def __init__(self, stored: Appointment) -> None:
        super().__init__(
            "This was changed in the meantime. Nothing of yours is lost: compare, then save again."
        )
        self.stored = stored


def chain_of(appointment: Appointment) -> Chain:
    return case_chain(appointment.case_id) if appointment.case_id else staff_chain(appointment.staff_id)


def require_can_change(actor: Viewer, appointment: Appointment) -> None:
    require(can_change(actor, appointment), "Only a case manager or a supervisor can change appointments.")


def require_may_become(appointment: Appointment, state: State) -> None:
    if not can_become(AppointmentState(appointment.state), AppointmentState(state)):
        raise Invalid(
            f"It is {appointment.get_state_display().lower()} already: that cannot be recorded now."
        )


@contextmanager
def changing(
    verb: str,
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    version: int | None = None,
    happened_at: datetime | None = None,
    summary: str = "",
) -> Iterator[tuple[Appointment, ChangeRecord]]:
    """Counts the version up when anything was changed."""
    with transaction.atomic():
        Appointment.objects.select_for_update().filter(pk=appointment_id).first()
        appointment = get_appointment(actor, appointment_id)
        require_can_change(actor, appointment)
        if version is not None and version != appointment.version:
            raise Changed(appointment)
        with change(
            verb,
            actor=actor,
            now=now,
            chain=chain_of(appointment),
            subject=appointment,
            happened_at=happened_at,
            summary=summary or appointment.title,
        ) as record:
            yield appointment, record
            if record.changes:
                record.update(appointment, version=appointment.version + 1, updated_at=now)
