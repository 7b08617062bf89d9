"""Offices and their hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.directory.actions.checks import (
    Fields,
    apply,
    check,
    clean_office,
    may_keep,
)
from caseday.directory.actions.keeping import keep, keep_new, stored
from caseday.directory.models import Office, OfficePhone
from caseday.directory.queries import get_office
from caseday.directory.rules.numbers import BadNumber, normalize_phone
from caseday.kernel.ids import new_id


def add_office(
    *, actor: Viewer, now: datetime, fields: Fields, phone: str = "", id: UUID | None = None
) -> Office:
    """An office, with its front desk's number where one is given. Sent again with its id, it is stored once."""
    may_keep(actor)
    if known := stored(Office, id):
        return known
    office = Office(id=id or new_id())
    cleaned, problems = clean_office(office, fields)
    desk = OfficePhone(office=office, purpose="front desk")
    if phone.strip():
        _read_phone(desk, phone, problems)
    if not cleaned.get("name"):
        problems.setdefault("name", "What is the office called?")
    apply(office, cleaned)
    check(office, problems)
    summary = f"{office.name} added to the directory"
    desks = [desk] if desk.number else []
    return keep_new("office_added", office, *desks, actor=actor, now=now, summary=summary)


def _read_phone(desk: OfficePhone, text: str, problems: dict[str, str]) -> None:
    try:
        desk.number, desk.extension = normalize_phone(text)
    except BadNumber as error:
        problems["phone"] = str(error)


def revise_office(*, actor: Viewer, now: datetime, office_id: UUID, fields: Fields) -> Office:
    may_keep(actor)
    office = get_office(actor, office_id)
    cleaned = _cleaned(office, fields)
    summary = f"{cleaned.get('name', office.name)} revised"
    return keep("office_revised", office, actor=actor, now=now, summary=summary, **cleaned)


def _cleaned(office: Office, fields: Fields) -> dict[str, Any]:
    """Raises Invalid where the office would not be right with these."""
    cleaned, problems = clean_office(office, fields)
    draft = Office.objects.get(pk=office.pk)
    apply(draft, cleaned)
    check(draft, problems)
    return cleaned


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
    may_keep(actor)
    office = get_office(actor, office_id)
    given: dict[str, Any] = {
        "opening_hours": opening_hours,
        "closes_on_holidays": closes_on_holidays,
        "holiday_calendar": holiday_calendar,
        "hours_note": hours_note,
    }
    cleaned = _cleaned(office, {name: value for name, value in given.items() if value is not None})
    summary = f"Hours learned: {heard_as.strip()[:200]}" if heard_as.strip() else "Hours learned"
    return keep("hours_learned", office, actor=actor, now=now, summary=summary, **cleaned)


def retire_office(*, actor: Viewer, now: datetime, office_id: UUID) -> Office:
    """It is offered no more; cases that name it keep it."""
    may_keep(actor)
    office = get_office(actor, office_id)
    if office.retired_at:
        return office
    summary = f"{office.name} is no longer used"
    return keep("office_retired", office, actor=actor, now=now, summary=summary, retired_at=now)


def restore_office(*, actor: Viewer, now: datetime, office_id: UUID) -> Office:
    may_keep(actor)
    office = get_office(actor, office_id)
    summary = f"{office.name} is used again"
    return keep("office_restored", office, actor=actor, now=now, summary=summary, retired_at=None)
