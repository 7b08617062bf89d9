"""Every write of the directory. Nothing is deleted: what is no longer used is retired, and keeps its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model

from caseday.access.permissions import require
from caseday.access.record import change, office_chain
from caseday.access.viewer import Viewer
from caseday.directory.models import Office, OfficePhone, Professional
from caseday.directory.permissions import can_edit_directory
from caseday.directory.queries import agency_zone, get_office, get_phone, get_professional
from caseday.directory.rules.compiled import UnreadableHours, check_hours
from caseday.directory.rules.doubles import name_key
from caseday.directory.rules.numbers import BadNumber, check_npi, normalize_phone
from caseday.directory.rules.places import guess_time_zone, is_time_zone, place_of
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

READERS_ASK = "Auditors read the directory. Ask a case manager or the administrator to change it."
OFFICE_FIELDS = frozenset(
    "name kind fax email website line1 line2 city state postal_code time_zone npi preferred_channel hours_note "
    "arrival_note note opening_hours closes_on_holidays holiday_calendar".split()
)
PROFESSIONAL_FIELDS = frozenset(
    "office_id name credentials role npi phone extension fax email preferred_channel note".split()
)

Fields = Mapping[str, Any]


def _check(obj: Model, problems: dict[str, str]) -> None:
    """The model's own limits (length, choices, email), said as the form's problems."""
    try:
        obj.clean_fields(exclude=list(problems))
    except ValidationError as error:
        problems |= {name: " ".join(texts) for name, texts in error.message_dict.items() if name not in problems}
    if problems:
        raise Invalid(problems)


def _number(fields: dict[str, Any], name: str, problems: dict[str, str]) -> None:
    if not fields.get(name):
        return
    try:
        fields[name], extension = normalize_phone(fields[name])
    except BadNumber as error:
        problems[name] = str(error)
        return
    if extension and "extension" in fields:
        fields["extension"] = fields["extension"] or extension


def _npi(fields: dict[str, Any], problems: dict[str, str]) -> None:
    if fields.get("npi"):
        try:
            fields["npi"] = check_npi(fields["npi"])
        except BadNumber as error:
            problems["npi"] = str(error)


def _clean_text(fields: Fields, known: frozenset[str]) -> dict[str, Any]:
    unknown = set(fields) - known
    if unknown:
        raise Invalid({name: "There is no such field." for name in unknown})
    return {
        name: value.replace("\x00", "").strip() if isinstance(value, str) else value for name, value in fields.items()
    }


def _clean_office(office: Office, fields: Fields) -> tuple[dict[str, Any], dict[str, str]]:
    """Fields ready to be stored, what follows from them included (folded name, zone, coordinates)."""
    cleaned, problems = _clean_text(fields, OFFICE_FIELDS), {}
    _number(cleaned, "fax", problems)
    _npi(cleaned, problems)
    if "name" in cleaned:
        cleaned["name_key"] = name_key(cleaned["name"])
        if not cleaned["name"]:
            problems["name"] = "What is the office called?"
    if cleaned.get("state"):
        cleaned["state"] = cleaned["state"].upper()
    if cleaned.get("opening_hours"):
        _hours(cleaned, problems)
    _place(office, cleaned, problems)
    return cleaned, problems


def _hours(cleaned: dict[str, Any], problems: dict[str, str]) -> None:
    try:
        cleaned["opening_hours"] = check_hours(cleaned["opening_hours"])
    except UnreadableHours:
        problems["opening_hours"] = "This is no opening_hours text. Write it like Mo-Fr 08:00-12:00,13:00-17:00."


def _place(office: Office, cleaned: dict[str, Any], problems: dict[str, str]) -> None:
    """A new postal code moves the office to its centroid; the zone is guessed where none is chosen."""
    zone = cleaned.get("time_zone", office.time_zone)
    if zone and not is_time_zone(zone):
        problems["time_zone"] = "Choose a time zone from the list, like America/Chicago."
    code = cleaned.get("postal_code", office.postal_code)
    place = place_of(code)
    if place and not cleaned.get("state", office.state):
        cleaned["state"] = place.state
    is_new_place = code != office.postal_code or office._state.adding
    if is_new_place and office.place_precision != "pin":
        cleaned |= {
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "place_precision": "postal code" if place else "",
        }
    if not zone:
        cleaned["time_zone"] = guess_time_zone(code, cleaned.get("state", office.state), agency_zone())


def _apply(obj: Model, fields: Fields) -> None:
    for name, value in fields.items():
        setattr(obj, name, value)


def _may(actor: Viewer) -> None:
    require(can_edit_directory(actor), READERS_ASK)


def add_office(
    *, actor: Viewer, now: datetime, fields: Fields, phone: str = "", id: UUID | None = None
) -> Office:
    """An office, with its front desk's number where one is given. Sent again with its id, it is stored once."""
    _may(actor)
    known = Office.objects.filter(pk=id).first() if id else None
    if known:
        return known
    office = Office(id=id or new_id())
    cleaned, problems = _clean_office(office, fields)
    desk = OfficePhone(office=office, purpose="front desk")
    if phone.strip():
        _read_phone(desk, phone, problems)
    if not cleaned.get("name"):
        problems.setdefault("name", "What is the office called?")
    _apply(office, cleaned)
    _check(office, problems)
    with change("office_added", actor=actor, now=now, chain=office_chain(office.id), subject=office,
                summary=f"{office.name} added to the directory") as record:
        record.add(office)
        if desk.number:
            record.add(desk)
    return office


def _read_phone(desk: OfficePhone, text: str, problems: dict[str, str]) -> None:
    try:
        desk.number, desk.extension = normalize_phone(text)
    except BadNumber as error:
        problems["phone"] = str(error)


def revise_office(*, actor: Viewer, now: datetime, office_id: UUID, fields: Fields) -> Office:
    _may(actor)
    office = get_office(actor, office_id)
    cleaned, problems = _clean_office(office, fields)
    draft = Office.objects.get(pk=office.pk)
    _apply(draft, cleaned)
    _check(draft, problems)
    with change("office_revised", actor=actor, now=now, chain=office_chain(office.id), subject=office,
                summary=f"{draft.name} revised") as record:
        record.update(office, **cleaned)
    return office


def note_hours(
    *,
    actor: Viewer,
    now: datetime,
    office_id: UUID,
    opening_hours: str,
    closes_on_holidays: bool | None = None,
    holiday_calendar: str | None = None,
    hours_note: str | None = None,
    heard_as: str = "",
) -> Office:
    """Hours learned once serve every case. `heard_as` is the line said on the phone; it is kept in the event."""
    _may(actor)
    office = get_office(actor, office_id)
    given: dict[str, Any] = {
        "opening_hours": opening_hours,
        "closes_on_holidays": closes_on_holidays,
        "holiday_calendar": holiday_calendar,
        "hours_note": hours_note,
    }
    cleaned, problems = _clean_office(office, {name: value for name, value in given.items() if value is not None})
    draft = Office.objects.get(pk=office.pk)
    _apply(draft, cleaned)
    _check(draft, problems)
    summary = f"Hours learned: {heard_as.strip()[:200]}" if heard_as.strip() else "Hours learned"
    with change("hours_learned", actor=actor, now=now, chain=office_chain(office.id), subject=office,
                summary=summary) as record:
        record.update(office, **cleaned)
    return office


def retire_office(*, actor: Viewer, now: datetime, office_id: UUID) -> Office:
    """It is offered no more; cases that name it keep it."""
    _may(actor)
    office = get_office(actor, office_id)
    if office.retired_at is None:
        with change("office_retired", actor=actor, now=now, chain=office_chain(office.id), subject=office,
                    summary=f"{office.name} is no longer used") as record:
            record.update(office, retired_at=now)
    return office


def restore_office(*, actor: Viewer, now: datetime, office_id: UUID) -> Office:
    _may(actor)
    office = get_office(actor, office_id)
    with change("office_restored", actor=actor, now=now, chain=office_chain(office.id), subject=office,
                summary=f"{office.name} is used again") as record:
        record.update(office, retired_at=None)
    return office


def add_phone(
    *, actor: Viewer, now: datetime, office_id: UUID, number: str, purpose: str = "", menu_hint: str = "",
    extension: str = "", id: UUID | None = None,
) -> OfficePhone:
    _may(actor)
    known = OfficePhone.objects.filter(pk=id).first() if id else None
    if known:
        return known
    office = get_office(actor, office_id)
    phone = OfficePhone(id=id or new_id(), office=office, position=office.phones.count())
    fields = {"number": number, "purpose": purpose, "menu_hint": menu_hint, "extension": extension}
    _apply(phone, _clean_phone(phone, fields))
    with change("office_phone_added", actor=actor, now=now, chain=office_chain(office.id), subject=phone,
                summary=f"{phone.purpose or 'Phone'} number of {office.name} learned") as record:
        record.add(phone)
    return phone


def _clean_phone(phone: OfficePhone, fields: Fields) -> dict[str, Any]:
    known = frozenset({"number", "purpose", "menu_hint", "extension"})
    cleaned, problems = _clean_text(fields, known), {}
    _number(cleaned, "number", problems)
    if not cleaned["number"]:
        problems["number"] = "Which number? Ten digits with area code."
    draft = OfficePhone(id=phone.id, office_id=phone.office_id, position=phone.position)
    _apply(draft, cleaned)
    _check(draft, problems)
    return cleaned


def revise_phone(
    *, actor: Viewer, now: datetime, phone_id: UUID, number: str, purpose: str = "", menu_hint: str = "",
    extension: str = "",
) -> OfficePhone:
    _may(actor)
    phone = get_phone(actor, phone_id)
    cleaned = _clean_phone(
        phone, {"number": number, "purpose": purpose, "menu_hint": menu_hint, "extension": extension}
    )
    with change("office_phone_revised", actor=actor, now=now, chain=office_chain(phone.office_id), subject=phone,
                summary=f"{phone.purpose or 'Phone'} number revised") as record:
        record.update(phone, **cleaned)
    return phone


def retire_phone(*, actor: Viewer, now: datetime, phone_id: UUID) -> OfficePhone:
    _may(actor)
    phone = get_phone(actor, phone_id)
    with change("office_phone_retired", actor=actor, now=now, chain=office_chain(phone.office_id), subject=phone,
                summary=f"{phone.purpose or 'Phone'} number no longer used") as record:
        record.update(phone, is_retired=True)
    return phone


def restore_phone(*, actor: Viewer, now: datetime, phone_id: UUID) -> OfficePhone:
    _may(actor)
    phone = get_phone(actor, phone_id)
    with change("office_phone_restored", actor=actor, now=now, chain=office_chain(phone.office_id), subject=phone,
                summary=f"{phone.purpose or 'Phone'} number used again") as record:
        record.update(phone, is_retired=False)
    return phone


def _clean_professional(professional: Professional, fields: Fields) -> dict[str, Any]:
    cleaned, problems = _clean_text(fields, PROFESSIONAL_FIELDS), {}
    _number(cleaned, "phone", problems)
    _number(cleaned, "fax", problems)
    _npi(cleaned, problems)
    if not cleaned.get("name", professional.name):
        problems["name"] = "What is their name? Write the role where the name is not known."
    draft = Professional(id=professional.id, name=professional.name)
    _apply(draft, cleaned)
    _check(draft, problems)
    return cleaned


def add_professional(*, actor: Viewer, now: datetime, fields: Fields, id: UUID | None = None) -> Professional:
    """`fields["office_id"]` may be missing: somebody without an office, such as an interpreter at home."""
    _may(actor)
    known = Professional.objects.filter(pk=id).first() if id else None
    if known:
        return known
    professional = Professional(id=id or new_id())
    if fields.get("office_id"):
        get_office(actor, fields["office_id"])
    _apply(professional, _clean_professional(professional, fields))
    chain = office_chain(professional.office_id or professional.id)
    with change("professional_added", actor=actor, now=now, chain=chain, subject=professional,
                summary=f"{professional.name} added") as record:
        record.add(professional)
    return professional


def revise_professional(*, actor: Viewer, now: datetime, professional_id: UUID, fields: Fields) -> Professional:
    _may(actor)
    professional = get_professional(actor, professional_id)
    if fields.get("office_id"):
        get_office(actor, fields["office_id"])
    cleaned = _clean_professional(professional, fields)
    chain = office_chain(professional.office_id or professional.id)
    with change("professional_revised", actor=actor, now=now, chain=chain, subject=professional,
                summary=f"{cleaned.get('name', professional.name)} revised") as record:
        record.update(professional, **cleaned)
    return professional


def retire_professional(*, actor: Viewer, now: datetime, professional_id: UUID) -> Professional:
    _may(actor)
    professional = get_professional(actor, professional_id)
    if professional.retired_at is None:
        chain = office_chain(professional.office_id or professional.id)
        with change("professional_retired", actor=actor, now=now, chain=chain, subject=professional,
                    summary=f"{professional.name} no longer works here") as record:
            record.update(professional, retired_at=now)
    return professional


def restore_professional(*, actor: Viewer, now: datetime, professional_id: UUID) -> Professional:
    _may(actor)
    professional = get_professional(actor, professional_id)
    chain = office_chain(professional.office_id or professional.id)
    with change("professional_restored", actor=actor, now=now, chain=chain, subject=professional,
                summary=f"{professional.name} works here again") as record:
        record.update(professional, retired_at=None)
    return professional
