"""What the file says for each field of a template: only what is known, in the receiver's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.models import Staff
from caseday.access.queries import get_agency, signature_of_day, today_of
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Party
from caseday.cases.queries import parties_of, present_work_status, restrictions_in_words
from caseday.correspondence.queries.ways import Receiver
from caseday.correspondence.rules.spoken_dates import (
    date_words,
    day_words,
    hours_words,
    time_words,
    when_words,
)
from caseday.directory.models import Office
from caseday.directory.rules.numbers import show_phone
from caseday.documents.queries import documents_seen_by
from caseday.followups.queries import get_followed
from caseday.schedule.models import Appointment
from caseday.schedule.queries import place_of


@dataclass(frozen=True)
class About:
    """What a message is drawn from."""

    case: Case | None = None
    appointment: Appointment | None = None
    request_id: UUID | None = None
    receiver: Receiver | None = None
    document_ids: Sequence[UUID] = field(default=())


def values_for(viewer: Viewer, about: About, *, now: datetime, language: str = "en") -> dict[str, str]:
    """Field to its words; a field that the file does not know is left out."""
    values = _of_us(viewer, now, language) | _of_receiver(about.receiver)
    if about.case is not None:
        values |= _of_case(about.case, now, language)
    values |= _of_office(_office_of(viewer, about), language)
    if about.appointment is not None:
        values |= _of_appointment(about.appointment, language)
    if about.request_id is not None:
        values |= _of_request(viewer, about.request_id, now, language)
    values["documents"] = _papers(viewer, about.document_ids, language)
    return {name: value for name, value in values.items() if value}


def _of_us(viewer: Viewer, now: datetime, language: str) -> dict[str, str]:
    agency = get_agency()
    staff = Staff.objects.filter(pk=viewer.staff_id).first() if viewer.staff_id else None
    return {
        "agency.name": agency.name,
        "agency.phone": show_phone(agency.phone),
        "case_manager.name": staff.name if staff else agency.name,
        "case_manager.signature": signature_of_day(staff, today_of(staff, now)) if staff else agency.name,
        "case_manager.phone": show_phone((staff and staff.phone) or agency.phone),
        "case_manager.email": staff.email if staff else "",
        "today": date_words(now.astimezone(viewer.time_zone).date(), language),
    }


def _of_receiver(receiver: Receiver | None) -> dict[str, str]:
    if receiver is None:
        return {}
    first = receiver.name.split()[0] if receiver.person_id and receiver.name else receiver.name
    return {"receiver.name": receiver.name, "receiver.first_name": first}


def _of_case(case: Case, now: datetime, language: str) -> dict[str, str]:
    person = case.person
    numbers = {one.kind: one.value for one in case.identifiers.filter(is_retired=False).order_by("-pk")}
    found = {
        "client.first_name": person.preferred_name or person.given_name,
        "client.full_name": f"{person.given_name} {person.family_name}".strip(),
        "client.birth_date": date_words(person.birth_date, language) if person.birth_date else "",
        "case.number": case.number,
        "claim_number": numbers.get("claim_number", ""),
        "injury_on": date_words(case.onset_on, language) if case.onset_on else "",
    }
    present: dict[str, Party] = {}
    for party in parties_of(case):
        if party.to_on is None:
            present.setdefault(party.role, party)
    for role in ("physician", "employer", "adjuster"):
        found[f"{role}.name"] = present[role].shown_name if role in present else ""
    status = present_work_status(case, now.date())
    if status is not None:
        found["work_status"] = "; ".join([status.get_kind_display(), *restrictions_in_words(status)])
    return found


def _office_of(viewer: Viewer, about: About) -> Office | None:
    """The office that it is about: the request's, else the appointment's, else who gets it."""
    if about.request_id is not None and (office := get_followed(viewer, about.request_id).row.office):
        return office
    if about.appointment is not None and about.appointment.office:
        return about.appointment.office
    office_id = about.receiver.office_id if about.receiver else None
    return Office.objects.filter(pk=office_id).first() if office_id else None


def _of_office(office: Office | None, language: str) -> dict[str, str]:
    if office is None:
        return {}
    phone = next((one for one in office.phones.all() if not one.is_retired), None)
    return {
        "office.name": office.name,
        "office.phone": show_phone(phone.number, phone.extension) if phone else "",
        "office.address": office.address,
        "office.hours": hours_words(office.opening_hours, language),
    }


def _of_appointment(one: Appointment, language: str) -> dict[str, str]:
    there = one.starts_at.astimezone(ZoneInfo(one.time_zone))
    office, early = one.office, one.starts_at - timedelta(minutes=one.early_minutes)
    phone = next((row for row in office.phones.all() if not row.is_retired), None) if office else None
    be_there = time_words(early.astimezone(ZoneInfo(one.time_zone)), language) if one.early_minutes else ""
    return {
        "appointment.when": day_words(there, language) if one.is_all_day else when_words(there, language),
        "appointment.day": day_words(there, language),
        "appointment.time": "" if one.is_all_day else time_words(there, language),
        "appointment.be_there_at": "" if one.is_all_day else be_there,
        "appointment.place": office.name if office else place_of(one),
        "appointment.address": one.place or (office.address if office else ""),
        "appointment.phone": show_phone(phone.number, phone.extension) if phone else "",
        "appointment.who": one.staff.name,
        "appointment.arrival_note": office.arrival_note.rstrip(". ") if office else "",
    }


def _of_request(viewer: Viewer, request_id: UUID, now: datetime, language: str) -> dict[str, str]:
    one = get_followed(viewer, request_id)
    row, standing = one.row, one.standing.current
    zone = viewer.time_zone
    return {
        "request.title": row.title,
        "request.asked_on": date_words(row.opened_at.astimezone(zone).date(), language),
        "request.days": str((now - row.opened_at).days),
        "request.reference": row.reference,
        "request.stands": standing.rung.word.lower() if standing else "",
    }


def _papers(viewer: Viewer, ids: Sequence[UUID], language: str) -> str:
    rows = {one.pk: one.title for one in documents_seen_by(viewer).filter(pk__in=list(ids))}
    titles = [rows[one] for one in ids if one in rows]
    if len(titles) < 2:
        return "".join(titles)
    return f"{', '.join(titles[:-1])} {'y' if language.startswith('es') else 'and'} {titles[-1]}"
