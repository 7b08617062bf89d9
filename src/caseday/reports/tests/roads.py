"""A day on the road, written around the actions."""

from datetime import datetime, timedelta
from typing import Any

from caseday.cases.models import Case
from caseday.directory.models import Office
from caseday.schedule.models import Appointment, VisitStep
from caseday.testing.make import MONDAY_8, make_appointment, make_office

HOME = (30.27, -97.74)
EVENING = MONDAY_8 + timedelta(hours=12)
DAY = MONDAY_8.date()


def settle(staff: Any, **fields: Any) -> None:
    """Gives a worker a home base on the map."""
    fields = {"home_base": "Austin", "home_latitude": HOME[0], "home_longitude": HOME[1], **fields}
    for name, value in fields.items():
        setattr(staff, name, value)
    staff.save()


def clinic(name: str = "Ridgeview", latitude: float = 30.30, **fields: Any) -> Office:
    return make_office(name=name, city="Austin", latitude=latitude, longitude=-97.74, **fields)


def drive(
    case: Case | None,
    at: datetime = MONDAY_8 + timedelta(hours=2),
    *,
    office: Office | None | bool = True,
    driver: Any = None,
    state: str = "done",
    **fields: Any,
) -> Appointment:
    """A visit that was tapped through: set off half an hour before, there five minutes before. `office` True: one."""
    set_off, arrived = at - timedelta(minutes=30), at - timedelta(minutes=5)
    taps = {"set_off_at": set_off, "arrived_at": arrived, "done_at": at + timedelta(minutes=45)}
    made = make_appointment(
        case,
        starts_at=at,
        office=clinic() if office is True else office or None,
        state=state,
        **{"waited_minutes": 12, **taps, **fields},
    )
    for kind, moment in (("set_off", made.set_off_at), ("arrived", made.arrived_at)):
        if moment:
            VisitStep.objects.create(appointment=made, kind=kind, at=moment, staff=driver or made.staff)
    return made
