"""Makers of records for tests: sensible defaults, everything can be overridden. They write around the actions."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from caseday.access.models import Agency, Role, Staff
from caseday.cases.models import Assignment, Case, Party
from caseday.directory.models import Office, OfficePhone, Professional
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity
from caseday.people.models import ContactPoint, Person
from caseday.schedule.models import Appointment

MONDAY_8 = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
"""Monday, March 2, 2026, 8:00 in Austin."""

_numbers = count(1)


def make_agency(**fields: Any) -> Agency:
    return Agency.objects.create(**{"name": "Hill Country Case Management", **fields})


def make_staff(
    name: str, *, role: str = Role.CASE_MANAGER, password: str | None = None, **fields: Any
) -> Staff:
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.com")
    return Staff.objects.create_user(
        email, password, **{"name": name, "role": role, "time_zone": "America/Chicago", **fields}
    )


def make_person(**fields: Any) -> Person:
    return Person.objects.create(
        **{"given_name": "Rosa", "family_name": f"Delgado{next(_numbers)}", **fields}
    )


def make_contact_point(person: Person, value: str = "+15125550123", **fields: Any) -> ContactPoint:
    return ContactPoint.objects.create(person=person, value=value, **fields)


def make_office(**fields: Any) -> Office:
    defaults = {
        "name": f"Ridgeview Orthopedics {next(_numbers)}",
        "kind": "physician_practice",
        "time_zone": "America/Chicago",
        "state": "TX",
        "opening_hours": "Mo-Fr 08:00-12:00,13:00-17:00",
    }
    phone = fields.pop("phone", None)
    office = Office.objects.create(**{**defaults, **fields})
    if phone:
        OfficePhone.objects.create(office=office, number=phone)
    return office


def make_professional(**fields: Any) -> Professional:
    return Professional.objects.create(**{"name": "Amina Farouk", "credentials": "MD", **fields})


def make_case(assigned_to: Staff, **fields: Any) -> Case:
    number = next(_numbers)
    defaults = {
        "number": f"CD-{number:05d}",
        "program": "workers_compensation",
        "stage": "active",
        "referred_at": MONDAY_8 - timedelta(days=30),
        "jurisdiction": "TX",
    }
    fields.setdefault("person", None)
    if fields["person"] is None:
        fields["person"] = make_person()
    case = Case.objects.create(assigned_to=assigned_to, **{**defaults, **fields})
    Assignment.objects.create(case=case, staff=assigned_to, kind="primary", from_at=case.referred_at)
    return case


def make_party(case: Case, role: str = "adjuster", **fields: Any) -> Party:
    return Party.objects.create(case=case, role=role, **{"name": "Dana Whitfield", **fields})


def make_appointment(
    case: Case | None, *, starts_at: datetime = MONDAY_8 + timedelta(hours=2), **fields: Any
) -> Appointment:
    staff = fields.pop("staff", None) or (case and case.assigned_to)
    defaults = {
        "title": "Orthopedic follow-up",
        "kind": "physician_visit",
        "ends_at": starts_at + timedelta(minutes=45),
        "time_zone": "America/Chicago",
    }
    return Appointment.objects.create(case=case, staff=staff, starts_at=starts_at, **{**defaults, **fields})


def make_activity(case: Case | None, *, started_at: datetime = MONDAY_8, **fields: Any) -> Activity:
    staff = fields.pop("staff", None) or (case and case.assigned_to)
    defaults = {
        "kind": "call",
        "minutes": 10,
        "result": "reached",
        "summary": "Called.",
        "recorded_at": started_at,
    }
    return Activity.objects.create(case=case, staff=staff, started_at=started_at, **{**defaults, **fields})


def make_followup(case: Case | None, **fields: Any) -> FollowUp:
    staff = fields.pop("staff", None) or (case and case.assigned_to)
    defaults = {"text": "Call the pharmacy back", "promised_at": MONDAY_8, "due_on": MONDAY_8.date()}
    return FollowUp.objects.create(case=case, staff=staff, **{**defaults, **fields})
