"""Phones and professionals of an office."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.record import change, office_chain
from caseday.access.viewer import Viewer
from caseday.directory.actions.checks import (
    Fields,
    apply,
    check,
    clean_text,
    may_keep,
    read_npi,
    read_number,
)
from caseday.directory.models import OfficePhone, Professional
from caseday.directory.queries import get_office, get_phone, get_professional
from caseday.kernel.ids import new_id

PROFESSIONAL_FIELDS = frozenset(
    [
        "office_id",
        "name",
        "credentials",
        "role",
        "npi",
        "phone",
        "extension",
        "fax",
        "email",
        "preferred_channel",
        "note",
    ]
)


def add_phone(
    *,
    actor: Viewer,
    now: datetime,
    office_id: UUID,
    number: str,
    purpose: str = "",
    menu_hint: str = "",
    extension: str = "",
    id: UUID | None = None,
) -> OfficePhone:
    may_keep(actor)
    known = OfficePhone.objects.filter(pk=id).first() if id else None
    if known:
        return known
    office = get_office(actor, office_id)
    phone = OfficePhone(id=id or new_id(), office=office, position=office.phones.count())
    fields = {"number": number, "purpose": purpose, "menu_hint": menu_hint, "extension": extension}
    apply(phone, _clean_phone(phone, fields))
    with change(
        "office_phone_added",
        actor=actor,
        now=now,
        chain=office_chain(office.id),
        subject=phone,
        summary=f"{phone.purpose or 'Phone'} number of {office.name} learned",
    ) as record:
        record.add(phone)
    return phone


def _clean_phone(phone: OfficePhone, fields: Fields) -> dict[str, Any]:
    known = frozenset({"number", "purpose", "menu_hint", "extension"})
    problems: dict[str, str] = {}
    cleaned = clean_text(fields, known)
    read_number(cleaned, "number", problems)
    if not cleaned["number"]:
        problems["number"] = "Which number? Ten digits with area code."
    draft = OfficePhone(id=phone.id, office_id=phone.office_id, position=phone.position)
    apply(draft, cleaned)
    check(draft, problems)
    return cleaned


def revise_phone(
    *,
    actor: Viewer,
    now: datetime,
    phone_id: UUID,
    number: str,
    purpose: str = "",
    menu_hint: str = "",
    extension: str = "",
) -> OfficePhone:
    may_keep(actor)
    phone = get_phone(actor, phone_id)
    cleaned = _clean_phone(
        phone, {"number": number, "purpose": purpose, "menu_hint": menu_hint, "extension": extension}
    )
    with change(
        "office_phone_revised",
        actor=actor,
        now=now,
        chain=office_chain(phone.office_id),
        subject=phone,
        summary=f"{phone.purpose or 'Phone'} number revised",
    ) as record:
        record.update(phone, **cleaned)
    return phone


def retire_phone(*, actor: Viewer, now: datetime, phone_id: UUID) -> OfficePhone:
    may_keep(actor)
    phone = get_phone(actor, phone_id)
    with change(
        "office_phone_retired",
        actor=actor,
        now=now,
        chain=office_chain(phone.office_id),
        subject=phone,
        summary=f"{phone.purpose or 'Phone'} number no longer used",
    ) as record:
        record.update(phone, is_retired=True)
    return phone


def restore_phone(*, actor: Viewer, now: datetime, phone_id: UUID) -> OfficePhone:
    may_keep(actor)
    phone = get_phone(actor, phone_id)
    with change(
        "office_phone_restored",
        actor=actor,
        now=now,
        chain=office_chain(phone.office_id),
        subject=phone,
        summary=f"{phone.purpose or 'Phone'} number used again",
    ) as record:
        record.update(phone, is_retired=False)
    return phone


def _clean_professional(professional: Professional, fields: Fields) -> dict[str, Any]:
    problems: dict[str, str] = {}
    cleaned = clean_text(fields, PROFESSIONAL_FIELDS)
    read_number(cleaned, "phone", problems)
    read_number(cleaned, "fax", problems)
    read_npi(cleaned, problems)
    if not cleaned.get("name", professional.name):
        problems["name"] = "What is their name? Write the role where the name is not known."
    draft = Professional(id=professional.id, name=professional.name)
    apply(draft, cleaned)
    check(draft, problems)
    return cleaned


def add_professional(*, actor: Viewer, now: datetime, fields: Fields, id: UUID | None = None) -> Professional:
    """`fields["office_id"]` may be missing: somebody without an office, such as an interpreter at home."""
    may_keep(actor)
    known = Professional.objects.filter(pk=id).first() if id else None
    if known:
        return known
    professional = Professional(id=id or new_id())
    if fields.get("office_id"):
        get_office(actor, fields["office_id"])
    apply(professional, _clean_professional(professional, fields))
    chain = office_chain(professional.office_id or professional.id)
    with change(
        "professional_added",
        actor=actor,
        now=now,
        chain=chain,
        subject=professional,
        summary=f"{professional.name} added",
    ) as record:
        record.add(professional)
    return professional


def revise_professional(
    *, actor: Viewer, now: datetime, professional_id: UUID, fields: Fields
) -> Professional:
    may_keep(actor)
    professional = get_professional(actor, professional_id)
    if fields.get("office_id"):
        get_office(actor, fields["office_id"])
    cleaned = _clean_professional(professional, fields)
    chain = office_chain(professional.office_id or professional.id)
    with change(
        "professional_revised",
        actor=actor,
        now=now,
        chain=chain,
        subject=professional,
        summary=f"{cleaned.get('name', professional.name)} revised",
    ) as record:
        record.update(professional, **cleaned)
    return professional


def retire_professional(*, actor: Viewer, now: datetime, professional_id: UUID) -> Professional:
    may_keep(actor)
    professional = get_professional(actor, professional_id)
    if professional.retired_at is None:
        chain = office_chain(professional.office_id or professional.id)
        with change(
            "professional_retired",
            actor=actor,
            now=now,
            chain=chain,
            subject=professional,
            summary=f"{professional.name} no longer works here",
        ) as record:
            record.update(professional, retired_at=now)
    return professional


def restore_professional(*, actor: Viewer, now: datetime, professional_id: UUID) -> Professional:
    may_keep(actor)
    professional = get_professional(actor, professional_id)
    chain = office_chain(professional.office_id or professional.id)
    with change(
        "professional_restored",
        actor=actor,
        now=now,
        chain=chain,
        subject=professional,
        summary=f"{professional.name} works here again",
    ) as record:
        record.update(professional, retired_at=None)
    return professional
