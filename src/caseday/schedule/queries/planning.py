"""What a day's appointments mean together: drives, conflicts, drives as they were tapped."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.cases.models import Assignment
from caseday.schedule.models import Appointment, AppointmentKind, VisitStep
from caseday.schedule.queries.calendar import appointments_between, appointments_seen_by
from caseday.schedule.rules import (
    CALLED_OFF,
    ENDED,
    OPEN,
    Conflict,
    LeaveBy,
    Slot,
    Stop,
    conflicts_of,
    leave_times,
)
from caseday.schedule.rules.travel import Point

DayTravel = dict[UUID, LeaveBy]
_MOST_TAPS = 1200


def place_of(appointment: Appointment) -> str:
    """Where it is, in words: the office with its address, or the address."""
    if appointment.place:
        return appointment.place
    office = appointment.office
    return ", ".join(part for part in (office.name, office.address) if part) if office else ""


def _point(appointment: Appointment) -> Point | None:
    office = appointment.office
    there = (office.latitude, office.longitude) if office else (None, None)
    return _first_point(appointment.latitude, appointment.longitude, *there)


def is_travelled_to(appointment: Appointment) -> bool:
    is_somewhere = bool(appointment.office_id or appointment.place or _point(appointment))
    is_call = appointment.kind == AppointmentKind.CALL
    return is_somewhere and not is_call and appointment.needs_worker and not appointment.is_all_day


def is_gone_to(appointment: Appointment) -> bool:
    """Not called off, or called off when its worker was on the way already: the way was driven all the same."""
    has_begun = appointment.set_off_at or appointment.arrived_at
    return appointment.state not in CALLED_OFF or has_begun is not None


def stop_of(appointment: Appointment) -> Stop:
    return Stop(
        id=appointment.id,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        point=_point(appointment),
        arrive_early_minutes=appointment.early_minutes,
        travel_minutes=appointment.travel_minutes,
        is_travelled_to=is_travelled_to(appointment),
    )


def leave_times_of(appointments: Sequence[Appointment], staff: Staff) -> DayTravel:
    """One worker's days, without what was called off in time; from the stop before or the home base. No query.

    Rush hours are those of the worker's zone.
    """
    home = None
    if staff.home_latitude is not None and staff.home_longitude is not None:
        home = (staff.home_latitude, staff.home_longitude)
    zone = ZoneInfo(staff.time_zone)
    days: dict[date, list[Stop]] = defaultdict(list)
    for one in appointments:
        if one.staff_id == staff.id and is_gone_to(one):
            days[one.starts_at.astimezone(zone).date()].append(stop_of(one))
    return {
        stop_id: leave for stops in days.values() for stop_id, leave in leave_times(stops, home, zone).items()
    }


def slot_of(appointment: Appointment, leave_by: LeaveBy | None = None) -> Slot:
    """What it takes of its worker's time; the drive as estimated for that day, where one is known."""
    goes = is_travelled_to(appointment)
    drive = leave_by.travel.minutes if leave_by else appointment.travel_minutes or 0
    return Slot(
        id=appointment.id,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        travel_minutes=drive if goes else 0,
        arrive_early_minutes=appointment.early_minutes if goes else 0,
        label=appointment.title,
    )


def conflicts_for(viewer: Viewer, appointment: Appointment, staff: Staff) -> list[Conflict]:
    """Of a planned or a yet unsaved appointment with the worker's others on the days around it; one query.

    All-day entries and what the worker does not attend take no time and conflict with nothing.
    """
    if appointment.is_all_day or not appointment.needs_worker:
        return []
    reach = timedelta(hours=12)
    start, end = appointment.starts_at - reach, appointment.ends_at + reach
    others = [
        one
        for one in appointments_between(viewer, start, end, staff_ids=[staff.id])
        if one.state not in ENDED and one.id != appointment.id and not one.is_all_day and one.needs_worker
    ]
    leaves = leave_times_of([*others, appointment], staff)
    mine = slot_of(appointment, leaves.get(appointment.id))
    return conflicts_of(mine, [slot_of(one, leaves.get(one.id)) for one in others])


@dataclass(frozen=True, slots=True)
class DrivenTo:
    """One drive as it was tapped; `point` None: the place is not on the map."""

    set_off_at: datetime
    arrived_at: datetime
    point: Point | None


def driven_by(staff_id: UUID, *, since: datetime) -> list[DrivenTo]:
    """The latest drives of one worker, by their own taps, in the order of the day; one query.

    They carry places and times, no client.
    """
    kinds = VisitStep.Kind
    taps = (
        VisitStep.objects.filter(staff=staff_id, kind__in=[kinds.SET_OFF, kinds.ARRIVED], at__gte=since)
        .order_by("-at", "-id")
        .values_list(
            "appointment_id",
            "kind",
            "at",
            "appointment__latitude",
            "appointment__longitude",
            "appointment__office__latitude",
            "appointment__office__longitude",
        )[:_MOST_TAPS]
    )
    arrived: dict[UUID, datetime] = {}
    driven: list[DrivenTo] = []
    for appointment_id, kind, at, *places in taps:
        if kind == kinds.ARRIVED:
            arrived[appointment_id] = at
        elif appointment_id in arrived:
            driven.append(DrivenTo(at, arrived[appointment_id], _first_point(*places)))
    return driven[::-1]


def _first_point(
    latitude: float | None,
    longitude: float | None,
    office_latitude: float | None,
    office_longitude: float | None,
) -> Point | None:
    for pair in ((latitude, longitude), (office_latitude, office_longitude)):
        if pair[0] is not None and pair[1] is not None:
            return pair[0], pair[1]
    return None


def left_behind(
    viewer: Viewer, *, now: datetime, staff_ids: Iterable[UUID] | None = None
) -> list[Appointment]:
    """Coming appointments of cases that were handed over, still in the calendar of who no longer works on them."""
    still_assigned = Assignment.objects.filter(case=OuterRef("case"), staff=OuterRef("staff"), to_at=None)
    wanted = [viewer.staff_id] if staff_ids is None else list(staff_ids)
    return list(
        appointments_seen_by(viewer)
        .filter(case__assigned_to__in=wanted, state__in=OPEN, starts_at__gte=now)
        .exclude(staff=F("case__assigned_to"))
        .filter(~Exists(still_assigned))
        .order_by("starts_at", "id")
    )
