"""Phones and professionals of an office."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

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
from caseday.directory.actions.keeping import keep, keep_new, stored
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
    if known := stored(OfficePhone, id):
        return known
    office = get_office(actor, office_id)
    phone = OfficePhone(id=id or new_id(), office=office, position=office.phones.count())
    fields = {"number": number, "purpose": purpose, "menu_hint": menu_hint, "extension": extension}
    apply(phone, _clean_phone(phone, fields))
    summary = f"{_called(phone)} of {office.name} learned"
    return keep_new("office_phone_added", phone, actor=actor, now=now, summary=summary)


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
    return keep(
        "office_phone_revised", phone, actor=actor, now=now, summary=f"{_called(phone)} revised", **cleaned
    )


def _called(phone: OfficePhone) -> str:
    return f"{phone.purpose or 'Phone'} number"


def retire_phone(*, actor: Viewer, now: datetime, phone_id: UUID) -> OfficePhone:
    may_keep(actor)
    phone = get_phone(actor, phone_id)
    summary = f"{_called(phone)} no longer used"
    return keep("office_phone_retired", phone, actor=actor, now=now, summary=summary, is_retired=True)


def restore_phone(*, actor: Viewer, now: datetime, phone_id: UUID) -> OfficePhone:
    may_keep(actor)
    phone = get_phone(actor, phone_id)
    summary = f"{_called(phone)} used again"
    return keep("office_phone_restored", phone, actor=actor, now=now, summary=summary, is_retired=False)


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
    if known := stored(Professional, id):
        return known
    professional = Professional(id=id or new_id())
    if fields.get("office_id"):
        get_office(actor, fields["office_id"])
    apply(professional, _clean_professional(professional, fields))
    summary = f"{professional.name} added"
    return keep_new("professional_added", professional, actor=actor, now=now, summary=summary)


def revise_professional(
    *, actor: Viewer, now: datetime, professional_id: UUID, fields: Fields
) -> Professional:
    may_keep(actor)
    professional = get_professional(actor, professional_id)
    if fields.get("office_id"):
        get_office(actor, fields["office_id"])
    cleaned = _clean_professional(professional, fields)
    summary = f"{cleaned.get('name', professional.name)} revised"
    return keep("professional_revised", professional, actor=actor, now=now, summary=summary, **cleaned)


def retire_professional(*, actor: Viewer, now: datetime, professional_id: UUID) -> Professional:
    may_keep(actor)
    professional = get_professional(actor, professional_id)
    if professional.retired_at:
        return professional
    summary = f"{professional.name} no longer works here"
    return keep("professional_retired", professional, actor=actor, now=now, summary=summary, retired_at=now)


def restore_professional(*, actor: Viewer, now: datetime, professional_id: UUID) -> Professional:
    may_keep(actor)
    professional = get_professional(actor, professional_id)
    summary = f"{professional.name} works here again"
    return keep("professional_restored", professional, actor=actor, now=now, summary=summary, retired_at=None)
