"""Who has to confirm what, and what they said last."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import prefetch_related_objects

from caseday.access.viewer import Viewer
from caseday.schedule.models import Appointment, AppointmentKind, Attendee, Confirmation
from caseday.schedule.queries.calendar import appointments_on
from caseday.schedule.rules import (
    OPEN,
    CallResult,
    Side,
    SideStanding,
    Standing,
    chosen_sides,
    needed_sides,
    standing_of,
)


@dataclass(frozen=True)
class SideToConfirm:
    side: Side
    name: str
    """Who to ask for: 'Rosa Delgado', 'Ridgeview Orthopedics'."""
    attendee_id: UUID | None = None
    phone: str = ""
    phone_note: str = ""
    tries: tuple[Confirmation, ...] = ()
    """Newest first; only tries for the present start: after a move everybody is asked again."""

    @property
    def key(self) -> str:
        return f"{self.side}:{self.attendee_id}" if self.attendee_id else str(self.side)

    @property
    def last(self) -> Confirmation | None:
        return self.tries[0] if self.tries else None

    @property
    def is_confirmed(self) -> bool:
        return self.standing.is_confirmed

    @property
    def standing(self) -> SideStanding:
        return _standing(self.side, self.name, self.last)


def _standing(side: Side, name: str, last: Confirmation | None) -> SideStanding:
    shown = name if side is Side.ATTENDEE else str(side)
    return SideStanding(shown, CallResult(last.result) if last else None)


@dataclass(frozen=True)
class ToConfirm:
    appointment: Appointment
    sides: list[SideToConfirm] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        return standing_of([side.standing for side in self.sides])


def _usual_sides(appointment: Appointment) -> tuple[Side, ...]:
    """A call at a set time is confirmed by being made; an event without case and office by nobody."""
    if appointment.kind == AppointmentKind.CALL:
        return ()
    case = appointment.case
    return needed_sides(
        has_client=case is not None,
        has_office=appointment.office_id is not None,
        needs_interpreter=bool(case and case.person.needs_interpreter),
    )


def attendees_of(appointment: Appointment) -> list[Attendee]:
    return list(appointment.attendees.all())


def confirmations_of(appointment: Appointment) -> list[Confirmation]:
    """Every try, newest first, those before a move included."""
    return sorted(appointment.confirmations.all(), key=lambda one: (one.at, one.id), reverse=True)


def _tries(appointment: Appointment) -> Iterator[tuple[Side, Attendee | None, tuple[Confirmation, ...]]]:
    """Whom to ask, and how often they were asked for the present start; newest first."""
    tries = [
        one for one in confirmations_of(appointment) if one.for_starts_at in (None, appointment.starts_at)
    ]
    for side in chosen_sides(appointment.confirm_sides, _usual_sides(appointment)):
        yield side, None, tuple(one for one in tries if one.side == side and one.attendee_id is None)
    for attendee in attendees_of(appointment):
        if attendee.needs_confirming:
            yield Side.ATTENDEE, attendee, tuple(one for one in tries if one.attendee_id == attendee.id)


def sides_of(appointment: Appointment) -> list[SideToConfirm]:
    """Two queries for one appointment; none after `with_sides`."""
    return [_side(appointment, *asked) for asked in _tries(appointment)]


def _side(
    appointment: Appointment, side: Side, attendee: Attendee | None, of_them: tuple[Confirmation, ...]
) -> SideToConfirm:
    if attendee:
        return SideToConfirm(side, str(attendee), attendee.id, attendee.phone, attendee.role, of_them)
    if side is Side.CLIENT and appointment.case:
        person = appointment.case.person
        points = person.contact_points.all()
        phones = (point.value for point in points if point.system == "phone" and not point.is_retired)
        return SideToConfirm(side, person.called, None, next(phones, ""), "", of_them)
    if side is Side.OFFICE and appointment.office:
        desk = next((phone for phone in appointment.office.phones.all() if not phone.is_retired), None)
        number, hint = (desk.number, desk.menu_hint) if desk else ("", "")
        return SideToConfirm(side, appointment.office.name, None, number, hint, of_them)
    return SideToConfirm(side, str(side).capitalize(), None, "", "", of_them)


def with_sides(appointments: Sequence[Appointment]) -> list[ToConfirm]:
    """Four queries for any number of appointments."""
    prefetch_related_objects(
        appointments,
        "attendees",
        "confirmations",
        "office__phones",
        "case__person__contact_points",
    )
    return [ToConfirm(one, sides_of(one)) for one in appointments]


class Unconfirmed(NamedTuple):
    """An appointment that somebody has not confirmed yet."""

    id: UUID
    case_id: UUID | None
    title: str
    kind: str
    starts_at: datetime
    planned_at: datetime
    standing: Standing


def not_confirmed(asked: Iterable[ToConfirm]) -> list[Unconfirmed]:
    return [_unconfirmed(one.appointment, one.standing) for one in asked if not one.standing.is_confirmed]


def unconfirmed_of(appointments: Iterable[Appointment]) -> list[Unconfirmed]:
    """Of appointments whose attendees and confirmations are fetched."""
    standings = [(one, standing_of(sides)) for one in appointments if (sides := _standings(one))]
    return [_unconfirmed(one, standing) for one, standing in standings if not standing.is_confirmed]


def _standings(one: Appointment) -> list[SideStanding]:
    return [_standing(side, str(who), next(iter(tries), None)) for side, who, tries in _tries(one)]


def _unconfirmed(one: Appointment, standing: Standing) -> Unconfirmed:
    planned_at = one.updated_at or one.starts_at
    return Unconfirmed(one.pk, one.case_id, one.title, one.kind, one.starts_at, planned_at, standing)


def to_confirm(viewer: Viewer, day: date, staff_ids: Iterable[UUID] | None = None) -> list[ToConfirm]:
    """A day's appointments that somebody has to confirm, confirmed ones included; five queries."""
    open_ones = [one for one in appointments_on(viewer, day, staff_ids) if one.state in OPEN]
    return [one for one in with_sides(open_ones) if one.sides]
