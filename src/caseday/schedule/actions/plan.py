"""Planning, editing, moving. A conflict never forbids: it is shown while one types."""

from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from caseday.access.models import Staff
from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, change
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.directory.models import Office
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.schedule.actions.changing import chain_of, changing
from caseday.schedule.actions.series import plan_series
from caseday.schedule.actions.writing import add_planned, apply_details, fields_of, place_at_home
from caseday.schedule.models import Appointment, AppointmentKind, State
from caseday.schedule.permissions import can_plan_for
from caseday.schedule.queries import get_appointment
from caseday.schedule.rules import OPEN, AppointmentDetails, require_sound


def draft_appointment(
    *, details: AppointmentDetails, staff: Staff, case: Case | None, id: UUID | None = None
) -> Appointment:
    """As it would be planned, unsaved: to show conflicts and the drive while one types."""
    draft = Appointment(id=id or new_id(), staff=staff, case=case, **fields_of(details))
    place_at_home(draft)
    return draft


def plan_appointment(
    *,
    actor: Viewer,
    now: datetime,
    details: AppointmentDetails,
    case_id: UUID | None = None,
    staff_id: UUID | None = None,
    repeat: str = "",
    source_uid: str = "",
    source_fingerprint: str = "",
    id: UUID | None = None,
) -> Appointment:
    """`staff_id`: whose calendar, by default the actor's own. `repeat`: an RRULE; the first one is returned.

    Raises NotFound for a case outside sight, Refused for somebody else's calendar, Invalid for the details.
    """
    existing = Appointment.objects.filter(pk=id).first() if id else None
    if existing is not None:
        return get_appointment(actor, existing.id)
    require_sound(details)
    _require_office(details)
    appointment = Appointment(
        id=id or new_id(),
        case=get_case(actor, case_id) if case_id else None,
        staff_id=_calendar_of(actor, staff_id),
        source_uid=source_uid,
        source_fingerprint=source_fingerprint,
        updated_at=now,
        **fields_of(details),
    )
    place_at_home(appointment)
    with _planning(actor, now, appointment) as record:
        if repeat:
            plan_series(record, appointment, details, repeat, now=now)
        else:
            add_planned(record, appointment, details.attendees or ())
    return appointment


def _planning(actor: Viewer, now: datetime, appointment: Appointment) -> AbstractContextManager[ChangeRecord]:
    verb, title = "appointment_planned", appointment.title
    chain = chain_of(appointment)
    return change(verb, actor=actor, now=now, chain=chain, subject=appointment, summary=title)


def _calendar_of(actor: Viewer, staff_id: UUID | None) -> UUID:
    owner = staff_id or actor.staff_id
    if owner is None or not can_plan_for(actor, owner):
        raise Refused(
            "Appointments can be planned in your own calendar, and in those of the people you cover or lead."
        )
    return owner


def _require_office(details: AppointmentDetails) -> None:
    if details.office_id and not Office.objects.filter(pk=details.office_id).exists():
        raise Invalid({"office": "Choose an office from the directory."})
    if details.kind not in AppointmentKind.values:
        raise Invalid({"kind": "Choose a kind."})


def require_not_begun(appointment: Appointment, details: AppointmentDetails) -> None:
    if appointment.state not in OPEN and appointment.starts_at != details.starts_at:
        raise Invalid(
            {"starts_at": f"It is {appointment.get_state_display().lower()}: its time stays as it was."}
        )


def change_appointment(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    version: int | None,
    details: AppointmentDetails,
    source_fingerprint: str = "",
) -> Appointment:
    """Everything at once, as the form has it; this one only (a series: `change_series`)."""
    require_sound(details)
    _require_office(details)
    with changing(
        "appointment_changed", actor=actor, now=now, appointment_id=appointment_id, version=version
    ) as (appointment, record):
        require_not_begun(appointment, details)
        apply_details(record, appointment, details)
        if source_fingerprint:
            record.update(appointment, source_fingerprint=source_fingerprint)
    return get_appointment(actor, appointment_id)


def move_appointment(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    version: int | None,
    starts_at: datetime,
    ends_at: datetime | None = None,
) -> Appointment:
    """To another time; the length stays unless `ends_at` is given. Everybody has to confirm anew."""
    with changing(
        "appointment_moved", actor=actor, now=now, appointment_id=appointment_id, version=version
    ) as (appointment, record):
        if appointment.state not in OPEN:
            state = appointment.get_state_display().lower()
            raise Invalid({"starts_at": f"It is {state}: set a new date for it instead of moving it."})
        end = ends_at or starts_at + (appointment.ends_at - appointment.starts_at)
        if end < starts_at:
            raise Invalid({"ends_at": "It must not end before it begins."})
        if starts_at != appointment.starts_at:
            record.update(appointment, state=State.PLANNED)
        record.update(appointment, starts_at=starts_at, ends_at=end)
    return appointment


def edit_agenda(
    *, actor: Viewer, now: datetime, appointment_id: UUID, version: int | None, agenda: str, carry: str
) -> Appointment:
    """What to discuss and ask, and what to hand over: one line each."""
    with changing("agenda_edited", actor=actor, now=now, appointment_id=appointment_id, version=version) as (
        appointment,
        record,
    ):
        record.update(appointment, agenda=agenda.strip()[:4000], carry=carry.strip()[:4000])
    return appointment


def take_over_appointment(
    *, actor: Viewer, now: datetime, appointment_id: UUID, staff_id: UUID
) -> Appointment:
    """Into another worker's calendar, after a case was handed over or for a day of cover."""
    require(
        can_plan_for(actor, staff_id),
        "Appointments can be moved to your own calendar, and to those of the people you cover or lead.",
    )
    with changing("appointment_taken_over", actor=actor, now=now, appointment_id=appointment_id) as (
        appointment,
        record,
    ):
        record.update(appointment, staff_id=staff_id)
    return get_appointment(actor, appointment_id)
