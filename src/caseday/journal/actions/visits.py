"""What an appointment leaves in the journal: the visit itself, and the travel and waits that were tapped."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.viewer import Viewer
from caseday.journal.actions.activities import Happened, record_activity
from caseday.journal.models import Activity
from caseday.journal.queries import (
    activities_of_appointment,
    get_activity,
    get_note,
    kind_of_appointment,
    minutes_of_appointment,
)
from caseday.kernel.errors import Invalid
from caseday.schedule.models import Appointment
from caseday.schedule.queries import get_appointment, place_of, steps_of
from caseday.schedule.rules import StepKind, VisitSpan, spans_of

_RESULTS = {"no_show": "no_show", "cancelled": "cancelled"}


def activity_for(
    *,
    actor: Viewer,
    now: datetime,
    activity_id: UUID | None = None,
    appointment_id: UUID | None = None,
    note_id: UUID | None = None,
) -> Activity:
    """The entry that is written about: by itself, by the note that is added to, or by its appointment."""
    if note_id:
        return get_activity(actor, get_note(actor, note_id).activity_id)
    if activity_id:
        return get_activity(actor, activity_id)
    if appointment_id:
        return record_visit(actor=actor, now=now, appointment_id=appointment_id)
    raise Invalid("Say which call or visit this note is about.")


def record_visit(*, actor: Viewer, now: datetime, appointment_id: UUID) -> Activity:
    """The visit's entry, with travel and waits as tapped at the door; made once, returned ever after."""
    appointment = get_appointment(actor, appointment_id)
    with transaction.atomic():
        present = activities_of_appointment(appointment.pk)
        main = next((one for one in present if one.kind not in ("travel", "wait")), None)
        if main is None:
            main = _record_main(actor, now, appointment)
        drawn = {(one.kind, one.started_at) for one in present}
        for span in _side_spans(appointment):
            if (span.kind, span.starts_at) not in drawn:
                _record_span(actor, now, appointment, span)
    return get_activity(actor, main.pk)


def _record_main(actor: Viewer, now: datetime, appointment: Appointment) -> Activity:
    begun = appointment.arrived_at or appointment.with_provider_at or appointment.starts_at
    kind = kind_of_appointment(appointment)
    return record_activity(
        actor=actor,
        now=now,
        appointment_id=appointment.pk,
        happened=Happened(
            kind=kind,
            case_id=appointment.case_id,
            with_role="client" if appointment.case_id else "",
            office_id=appointment.office_id,
            started_at=min(begun, now),
            minutes=minutes_of_appointment(appointment),
            place=place_of(appointment) if kind != "call" else "",
            result=_RESULTS.get(appointment.state, "done"),
            summary=". ".join(part for part in (appointment.title, appointment.outcome) if part),
        ),
    )


def _side_spans(appointment: Appointment) -> list[VisitSpan]:
    taps = [(StepKind(step.kind), step.at) for step in steps_of(appointment)]
    return [span for span in spans_of(taps) if span.kind in ("travel", "wait") and span.minutes > 0]


def _record_span(actor: Viewer, now: datetime, appointment: Appointment, span: VisitSpan) -> None:
    record_activity(
        actor=actor,
        now=now,
        appointment_id=appointment.pk,
        happened=Happened(
            kind=span.kind,
            case_id=appointment.case_id,
            office_id=appointment.office_id,
            started_at=span.starts_at,
            minutes=span.minutes,
            place=place_of(appointment),
            summary=f"{'Travel to' if span.kind == 'travel' else 'Wait at'} {appointment.title}",
        ),
    )
