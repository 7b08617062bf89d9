"""What a calendar invitation proposes becomes an appointment, or ends one, when somebody says so: once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.correspondence.permissions import can_file
from caseday.correspondence.queries.invitations import Proposed, proposed_in
from caseday.correspondence.queries.messages import get_message
from caseday.correspondence.queries.reading import filed_message
from caseday.kernel.errors import Invalid
from caseday.schedule.actions import cancel_appointment, move_appointment, plan_appointment
from caseday.schedule.queries import Appointment
from caseday.schedule.rules import AppointmentDetails

_WORKERS = "Invitations are taken up by those who work on cases."


def take_up_invitation(
    *, actor: Viewer, now: datetime, message_id: UUID, uid: str, starts_at: datetime | None = None
) -> Appointment:
    """In the actor's calendar, on the message's case; a later invitation of the same event moves it.

    Raises Invalid where the message brings no such invitation, or calls the event off.
    """
    require(can_file(actor), _WORKERS)
    message, case_id = filed_message(actor, message_id)
    proposed = _one(actor, message_id, uid, starts_at)
    if proposed.is_cancelling:
        raise Invalid("The organizer has called this off.")
    details = _details(actor, proposed)
    with transaction.atomic():
        there = proposed.appointment
        if there is None:
            return plan_appointment(
                actor=actor, now=now, details=details, case_id=case_id, source_uid=uid[:255]
            )
        if (there.starts_at, there.ends_at) == (proposed.invitation.starts_at, proposed.invitation.ends_at):
            return there
        return move_appointment(
            actor=actor, now=now, appointment_id=there.pk, version=None,
            starts_at=proposed.invitation.starts_at, ends_at=proposed.invitation.ends_at,
        )  # fmt: skip


def call_off_invited(*, actor: Viewer, now: datetime, message_id: UUID, uid: str) -> Appointment:
    """The organizer called it off: so is the appointment that was made of it. Done twice, it is done once."""
    require(can_file(actor), _WORKERS)
    message = get_message(actor, message_id)
    proposed = _one(actor, message_id, uid, None)
    there = proposed.appointment
    if not proposed.is_cancelling or there is None:
        raise Invalid("There is nothing in your calendar to call off.")
    if there.state == "cancelled":
        return there
    return cancel_appointment(
        actor=actor, now=now, appointment_id=there.pk, party="office", happened_at=min(message.at, now),
        said_by=message.from_name or message.from_address, reason="Called off by its organizer",
    )  # fmt: skip


def _one(actor: Viewer, message_id: UUID, uid: str, starts_at: datetime | None) -> Proposed:
    for one in proposed_in(actor, message_id):
        if one.invitation.uid == uid and starts_at in (None, one.invitation.starts_at):
            return one
    raise Invalid("The message brings no such invitation.")


def _details(actor: Viewer, proposed: Proposed) -> AppointmentDetails:
    invitation = proposed.invitation
    return AppointmentDetails(
        title=invitation.title,
        kind="other",
        starts_at=invitation.starts_at,
        ends_at=invitation.ends_at,
        time_zone=actor.zone_name,
        is_all_day=invitation.is_all_day,
        place=invitation.place,
        agenda=f"Invited by {invitation.organizer}" if invitation.organizer else "",
    )
