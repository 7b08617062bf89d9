"""Short ways to write an appointment down in tests."""

from datetime import timedelta

from caseday.schedule.actions import plan_appointment
from caseday.schedule.rules import AppointmentDetails
from caseday.testing.make import MONDAY_8

TEN = MONDAY_8 + timedelta(hours=2)


def details(**fields):
    starts_at = fields.pop("starts_at", TEN)
    minutes = fields.pop("minutes", 45)
    return AppointmentDetails(
        **{
            "title": "Orthopedic follow-up",
            "kind": "physician_visit",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            "time_zone": "America/Chicago",
            **fields,
        }
    )


def plan(actor, case=None, *, now=MONDAY_8, repeat="", staff_id=None, id=None, **fields):
    return plan_appointment(
        actor=actor,
        now=now,
        details=details(**fields),
        case_id=case.id if case else None,
        repeat=repeat,
        staff_id=staff_id,
        id=id,
    )
