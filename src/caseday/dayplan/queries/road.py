"""Where one goes on a day, from the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.dayplan.queries.plans import Shown
from caseday.dayplan.rules.road import Drive, Halt, Road
from caseday.kernel.errors import NotFound
from caseday.schedule.models import Appointment
from caseday.schedule.queries import (
    appointments_between,
    calendars_of,
    is_gone_to,
    is_travelled_to,
    leave_times_of,
    place_of,
    stop_of,
)
from caseday.schedule.rules import ENDED, LeaveBy, estimated_travel


@dataclass(frozen=True)
class PlanDay:
    """Which day of whom."""

    day: date
    today: date
    staff: Staff
    others: tuple[Staff, ...] = ()

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def earlier(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def later(self) -> date:
        return self.day + timedelta(days=1)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.staff.time_zone)


def plan_day_of(
    viewer: Viewer, *, now: datetime, day: date | None = None, staff_id: UUID | None = None
) -> PlanDay:
    """NotFound for somebody whose calendar the viewer may not look into, and who has none. One query."""
    others = calendars_of(viewer)
    wanted = staff_id or viewer.staff_id
    staff = next((one for one in others if one.pk == wanted), None)
    if staff is None:
        raise NotFound
    today = now.astimezone(viewer.time_zone).date()
    return PlanDay(day or today, today, staff, tuple(others))


def road_of(viewer: Viewer, when: PlanDay) -> Road:
    """As the calendar has it; one query. What was called off before one drove there is left out."""
    start = datetime.combine(when.day, time(), viewer.time_zone)
    planned = appointments_between(viewer, start, start + timedelta(days=1), staff_ids=[when.staff.pk])
    gone_to = [one for one in planned if is_travelled_to(one) and is_gone_to(one)]
    leaves = leave_times_of(planned, when.staff)
    halts = tuple(_halt(number, one, leaves.get(one.id)) for number, one in enumerate(gone_to, 1))
    home = _home(when.staff)
    return Road(halts, home, when.staff.home_base, _back(gone_to, when))


def _home(staff: Staff) -> tuple[float, float] | None:
    if staff.home_latitude is None or staff.home_longitude is None:
        return None
    return staff.home_latitude, staff.home_longitude


def _halt(number: int, one: Appointment, leave: LeaveBy | None) -> Halt:
    point = stop_of(one).point
    at_office = one.office if one.office and one.latitude is None else None
    return Halt(
        number=number,
        name=one.title,
        at=one.starts_at,
        until=one.ends_at,
        place=place_of(one),
        client=one.case.person.called if one.case else "",
        point=point,
        precision=at_office.place_precision if at_office else "",
        drive=_drive(leave),
        navigate_to=one.place
        or (at_office.address if at_office and at_office.line1 else "")
        or (f"{point[0]},{point[1]}" if point else ""),
        appointment_id=one.id,
        case_id=one.case_id,
        office_id=one.office_id,
        is_over=one.state in ENDED,
    )


def _drive(leave: LeaveBy | None) -> Drive | None:
    if leave is None:
        return None
    return Drive(leave.at, leave.arrive_at, leave.travel.miles, leave.travel.is_estimate)


def _back(gone_to: Sequence[Appointment], when: PlanDay) -> Drive | None:
    home, last = _home(when.staff), max(gone_to, key=lambda one: one.ends_at, default=None)
    start = stop_of(last).point if last else None
    if last is None or home is None or start is None:
        return None
    travel = estimated_travel(start, home, last.ends_at.astimezone(when.zone))
    return Drive(last.ends_at, last.ends_at + timedelta(minutes=travel.minutes), travel.miles)


def as_planned(road: Road, shown: Shown) -> Road:
    """The drives that the plan of the day has, where they are still ahead."""
    drives = {
        line.to.appointment_id if line.to else None: Drive(
            line.at, line.until, line.leg.miles, is_known=line.leg.is_known
        )
        for line in shown.lines
        if line.leg
    }
    halts = tuple(
        replace(one, drive=drives[one.appointment_id]) if one.appointment_id in drives else one
        for one in road.halts
    )
    return replace(road, halts=halts, back=drives.get(None, road.back))
