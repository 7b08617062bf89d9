"""How details become rows: what planning, editing and repeating share."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from caseday.access.record import ChangeRecord
from caseday.people.models import Address
from caseday.schedule.models import Appointment, AppointmentKind, Attendee, State
from caseday.schedule.queries import attendees_of
from caseday.schedule.rules import OPEN, AppointmentDetails, AttendeeDetails


def fields_of(details: AppointmentDetails) -> dict[str, Any]:
    fields = asdict(details)
    del fields["attendees"]
    cut = {"title": details.title.strip()[:200], "place": details.place.strip()[:240]}
    return {**fields, **cut, "skills": details.skills.strip()[:120]}


def details_of(appointment: Appointment, **others: object) -> AppointmentDetails:
    names = [name for name in AppointmentDetails.__dataclass_fields__ if name != "attendees"]
    attendees = tuple(
        AttendeeDetails(
            one.name, one.role, one.phone, one.needs_confirming, one.person_id, one.professional_id
        )
        for one in attendees_of(appointment)
    )
    values = {name: getattr(appointment, name) for name in names}
    return AppointmentDetails(**{**values, "attendees": attendees, **others})


def add_planned(record: ChangeRecord, appointment: Appointment, attendees: Iterable[AttendeeDetails]) -> None:
    record.add(appointment)
    for one in attendees:
        record.add(Attendee(appointment=appointment, **asdict(one)))


def place_at_home(appointment: Appointment) -> None:
    """A home visit without a place is at the client's present address."""
    case = appointment.case
    if (
        appointment.kind != AppointmentKind.HOME_VISIT
        or appointment.place
        or appointment.office_id
        or not case
    ):
        return
    homes = Address.objects.filter(person_id=case.person_id, to_on=None).order_by("-from_on", "-id")
    home = next((one for one in homes if one.use in ("home", "")), None)
    if home:
        appointment.place = str(home)[:240]
        appointment.latitude, appointment.longitude = home.latitude, home.longitude


def apply_details(record: ChangeRecord, appointment: Appointment, details: AppointmentDetails) -> None:
    """Another start takes the confirmations away: they were for the old one."""
    fields = fields_of(details)
    if appointment.starts_at != details.starts_at and appointment.state in OPEN:
        fields["state"] = State.PLANNED
    record.update(appointment, **fields)
    if details.attendees is not None:
        _replace_attendees(record, appointment, details.attendees)


def _replace_attendees(
    record: ChangeRecord, appointment: Appointment, wanted: Iterable[AttendeeDetails]
) -> None:
    """Who stays keeps their confirmations."""
    present = {(one.name, one.person_id, one.professional_id): one for one in attendees_of(appointment)}
    for details in wanted:
        known = present.pop((details.name, details.person_id, details.professional_id), None)
        if known:
            record.update(known, **asdict(details))
        else:
            record.add(Attendee(appointment=appointment, **asdict(details)))
    for gone in present.values():
        record.remove(gone)
