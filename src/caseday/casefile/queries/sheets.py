"""Sheets for a call, a visit and a hand-off: drawn from the file, nothing typed."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.casefile.queries.file import CaseFile, case_file
from caseday.casefile.queries.open_items import OpenItem, open_items_of
from caseday.cases.models import Assignment, Party
from caseday.cases.queries import workers_of
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity
from caseday.people.models import Address, HouseholdMember
from caseday.schedule.models import Appointment


@dataclass(frozen=True)
class Sheet:
    file: CaseFile
    purpose: str
    drawn_at: datetime
    whom: Party | None = None
    appointment: Appointment | None = None
    last_contact: Activity | None = None
    questions: list[str] = field(default_factory=list)
    promises: list[FollowUp] = field(default_factory=list)
    carry: list[str] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    household: list[HouseholdMember] = field(default_factory=list)
    open_items: list[OpenItem] = field(default_factory=list)
    workers: list[Assignment] = field(default_factory=list)


def call_sheet(viewer: Viewer, case_id: UUID, *, now: datetime, party_id: UUID | None = None) -> Sheet:
    """For a call with a party of the case, or with the client where none is named."""
    file = case_file(viewer, case_id, now=now)
    return sheet_for_call(file, now, next((one for one in file.parties if one.pk == party_id), None))


def sheet_for_call(file: CaseFile, now: datetime, whom: Party | None) -> Sheet:
    """One query more than the file."""
    return Sheet(
        file,
        "call",
        now,
        whom=whom,
        last_contact=_last_contact(file, whom),
        questions=_questions(file, file.appointments[:1]),
        promises=_promises(file, whom),
        household=_household(file),
    )


def visit_sheet(viewer: Viewer, case_id: UUID, *, now: datetime, appointment_id: UUID | None = None) -> Sheet:
    """For an appointment of the case; the next one where none is named."""
    file = case_file(viewer, case_id, now=now)
    appointment = _appointment(file, appointment_id)
    there = [appointment] if appointment else []
    return Sheet(
        file,
        "visit",
        now,
        appointment=appointment,
        last_contact=_last_contact(file, None),
        questions=_questions(file, there),
        promises=_promises(file, None),
        carry=[line for one in there for line in lines_of(one.carry)],
        addresses=list(file.case.person.addresses.filter(to_on=None)),
        household=_household(file),
    )


def handoff_sheet(viewer: Viewer, case_id: UUID, *, now: datetime) -> Sheet:
    """What whoever takes the case over must know."""
    file = case_file(viewer, case_id, now=now)
    return Sheet(
        file,
        "handoff",
        now,
        last_contact=_last_contact(file, None),
        questions=_questions(file, file.appointments),
        promises=_promises(file, None),
        addresses=list(file.case.person.addresses.filter(to_on=None)),
        household=_household(file),
        open_items=open_items_of(file.case, now=now),
        workers=workers_of(file.case),
    )


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _appointment(file: CaseFile, appointment_id: UUID | None) -> Appointment | None:
    if appointment_id is None:
        return file.appointments[0] if file.appointments else None
    found = file.case.appointments.select_related("office")
    return found.filter(pk=appointment_id).first()


def _household(file: CaseFile) -> list[HouseholdMember]:
    """The emergency contact first; one query."""
    around = file.case.person.household.select_related("other")
    return list(around.order_by("-is_emergency_contact", "pk"))


def _last_contact(file: CaseFile, whom: Party | None) -> Activity | None:
    """The last time that somebody was reached: this party where one is named, else anybody."""
    reached = (one for one in file.journal.entries if one.result in ("reached", "done") and not one.voided_at)
    return next((one for one in reached if whom is None or _is_with(one, whom)), None)


def _is_with(one: Activity, whom: Party) -> bool:
    if whom.professional_id and one.professional_id == whom.professional_id:
        return True
    return (bool(whom.office_id) and one.office_id == whom.office_id) or one.with_role == whom.role


def _promises(file: CaseFile, whom: Party | None) -> list[FollowUp]:
    """What was promised to somebody first, then the other open to-dos."""
    named = whom.shown_name.casefold() if whom else ""
    mine = [
        one
        for one in file.followups
        if not named or not one.promised_to or one.promised_to.casefold() in named
    ]
    return sorted(mine, key=lambda one: not one.promised_to)


def _questions(file: CaseFile, appointments: list[Appointment]) -> list[str]:
    """The agenda's lines, then what the file does not know yet."""
    agenda = [line for one in appointments for line in lines_of(one.agenda)]
    return [*agenda, *_unknown(file)]


def _unknown(file: CaseFile) -> list[str]:
    person = file.case.person
    known = {one.role for one in file.parties if not one.to_on}
    asked = [role for role in file.pack.party_roles if role.is_asked_at_referral and role.slug not in known]
    missing = [f"Who is the {role.word.lower()}?" for role in asked]
    if file.asked.number and not file.number:
        missing.append(f"{file.asked.number.word}?")
    if file.asked.date and not file.case.onset_on:
        missing.append(f"{file.asked.date.word}?")
    if person.birth_date is None:
        missing.append("Date of birth?")
    if not file.contact_points:
        missing.append("Phone, and may one text?")
    if not file.goals:
        missing.append(f"Which goals does the {file.pack.words.referrer} agree to?")
    return missing
