"""Appointments and entries of the journal as the line of the day shows them. No queries."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.journal.queries import Happening
from caseday.schedule.models import Appointment, AppointmentKind
from caseday.schedule.queries import DayTravel, ToConfirm, is_gone_to, leave_times_of, place_of, stop_of
from caseday.schedule.rules import OPEN, Standing, UsualWait, estimated_travel
from caseday.today.rules import Happened, Stop

_STATE_CHIPS = {"done": "muted", "cancelled": "stop", "no_show": "stop", "awaiting_new_date": "said"}


def stops_of(
    viewer: Viewer,
    appointments: Sequence[Appointment],
    asked: Iterable[ToConfirm],
    waits: Mapping[UUID, UsualWait],
) -> list[Stop]:
    leaves: DayTravel = {}
    for staff in {one.staff_id: one.staff for one in appointments}.values():
        leaves |= leave_times_of(appointments, staff)
    standings = {one.appointment.id: one.standing for one in asked if one.sides}
    return [_stop(viewer, one, leaves, standings, waits) for one in appointments]


def _stop(
    viewer: Viewer,
    one: Appointment,
    leaves: DayTravel,
    standings: Mapping[UUID, Standing],
    waits: Mapping[UUID, UsualWait],
) -> Stop:
    leave = leaves.get(one.id)
    chip, words = _chip(one, standings.get(one.id))
    wait = waits.get(one.office_id) if one.office_id else None
    return Stop(
        id=one.id,
        title=one.title,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        state=one.state,
        is_call=one.kind == AppointmentKind.CALL,
        is_all_day=one.is_all_day,
        client=one.case.person.called if one.case else "",
        place=place_of(one),
        map_query=_map_query(one),
        case_id=one.case_id,
        chip=chip,
        chip_words=words,
        leave_at=leave.at if leave else None,
        arrive_at=leave.arrive_at if leave else None,
        drive_minutes=leave.travel.minutes if leave else 0,
        drive_miles=leave.travel.miles if leave else None,
        is_estimate=leave.travel.is_estimate if leave else True,
        usual_wait_minutes=wait.minutes if wait else None,
        waiting_since=one.waiting_since,
        has_set_off=one.set_off_at is not None,
        needs_worker=one.needs_worker,
        whose="" if one.staff_id == viewer.staff_id else one.staff.name,
        agenda=_lines(one.agenda),
        carry=_lines(one.carry),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _chip(one: Appointment, standing: Standing | None) -> tuple[str, str]:
    """Chip class and words; empty words: nothing to say."""
    if one.state in OPEN:
        if standing is not None:
            return ("ver" if standing.is_confirmed else standing.chip), standing.words
        return ("ver", "confirmed") if one.state == "confirmed" else ("muted", "")
    return _STATE_CHIPS.get(one.state, "next"), one.get_state_display().lower()


def _map_query(one: Appointment) -> str:
    """Address, else pin, for the phone's own map."""
    office = one.office
    address = one.place or (office.address if office and office.line1 else "")
    if address:
        return address
    point = stop_of(one).point
    return f"{point[0]},{point[1]}" if point else ""


def home_about(appointments: Sequence[Appointment], staff: Staff) -> tuple[int, float] | None:
    """Minutes and miles of the drive home from the worker's last stop; None where a place is not known."""
    mine = [one for one in appointments if one.staff_id == staff.pk and is_gone_to(one)]
    driven = [stop for one in mine if (stop := stop_of(one)).is_travelled_to]
    last = max(driven, key=lambda stop: stop.ends_at, default=None)
    if last is None or last.point is None or staff.home_latitude is None or staff.home_longitude is None:
        return None
    home = (staff.home_latitude, staff.home_longitude)
    travel = estimated_travel(last.point, home, last.ends_at.astimezone(ZoneInfo(staff.time_zone)))
    return travel.minutes, travel.miles or 0.0


def happened_of(activities: Iterable[Happening]) -> list[Happened]:
    return [
        Happened(
            id=one.id,
            at=one.started_at,
            what=one.kind_word,
            with_whom=one.with_name or one.office or one.with_role.replace("_", " "),
            is_open=one.needs_note and one.noted_at is None,
            appointment_id=one.appointment_id,
        )
        for one in activities
    ]
