"""What belongs to a person: ways to reach them, addresses, household, safety notes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import ProtectedError

from caseday.access.record import change, person_chain
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.people.actions.checks import Fields, checked, cleaned, may_keep, put_on_map, read_phone
from caseday.people.models import Address, ContactPoint, HouseholdMember, SafetyNote
from caseday.people.queries import (
    get_address,
    get_contact_point,
    get_household_member,
    get_person,
    get_safety_note,
)

P = TypeVar("P", ContactPoint, Address, HouseholdMember, SafetyNote)
CONTACT_FIELDS = frozenset(
    [
        "system",
        "value",
        "use",
        "call_consent",
        "text_consent",
        "email_consent",
        "details_allowed",
        "consent_on",
        "best_from",
        "best_to",
        "note",
    ]
)
ADDRESS_FIELDS = frozenset(
    ["use", "line1", "line2", "city", "state", "postal_code", "arrival_note", "from_on", "to_on"]
)
HOUSEHOLD_FIELDS = frozenset(
    ["other_id", "name", "relation", "phone", "lives_with", "is_emergency_contact", "may_be_told", "note"]
)
CONSENTS = ("call_consent", "text_consent", "email_consent")


def _add(actor: Viewer, now: datetime, part: P, summary: str) -> P:
    known = type(part).objects.filter(pk=part.pk, person=part.person).first()
    if known:
        return known
    verb = f"{part._meta.verbose_name} added".replace(" ", "_")
    with change(
        verb, actor=actor, now=now, chain=person_chain(part.person_id), subject=part, summary=summary
    ) as record:
        record.add(part)
    return part


def _revise(actor: Viewer, now: datetime, part: P, summary: str, fields: Fields) -> P:
    verb = f"{part._meta.verbose_name} revised".replace(" ", "_")
    with change(
        verb, actor=actor, now=now, chain=person_chain(part.person_id), subject=part, summary=summary
    ) as record:
        record.update(part, **fields)
    return part


def _clean_contact(point: ContactPoint, fields: Fields, now: datetime) -> dict[str, Any]:
    """Consent that was said without its date was said today."""
    problems: dict[str, str] = {}
    given = cleaned(fields, CONTACT_FIELDS)
    is_email = given.get("system", point.system) == ContactPoint.System.EMAIL
    if not given.get("value", point.value):
        problems["value"] = "Which number or address?"
    elif is_email:
        given["value"] = given.get("value", point.value).lower()
        if "@" not in given["value"][1:-1] or any(sign.isspace() for sign in given["value"]):
            problems["value"] = "An email address looks like name@example.com."
    else:
        read_phone(given, "value", problems)
    asked = any(given.get(name, "unknown") not in ("unknown", getattr(point, name)) for name in CONSENTS)
    if asked and not given.get("consent_on"):
        given["consent_on"] = now.date()
    draft = ContactPoint(id=point.id, person_id=point.person_id, position=point.position, value=point.value)
    checked(draft, given, problems)
    return given


def add_contact_point(
    *, actor: Viewer, now: datetime, person_id: UUID, fields: Fields, id: UUID | None = None
) -> ContactPoint:
    may_keep(actor)
    person = get_person(actor, person_id)
    point = ContactPoint(id=id or new_id(), person=person, position=person.contact_points.count())
    for name, value in _clean_contact(point, fields, now).items():
        setattr(point, name, value)
    return _add(actor, now, point, f"{point.get_system_display()} learned")


def revise_contact_point(
    *, actor: Viewer, now: datetime, contact_point_id: UUID, fields: Fields
) -> ContactPoint:
    may_keep(actor)
    point = get_contact_point(actor, contact_point_id)
    return _revise(
        actor, now, point, f"{point.get_system_display()} revised", _clean_contact(point, fields, now)
    )


def retire_contact_point(
    *, actor: Viewer, now: datetime, contact_point_id: UUID, is_retired: bool = True
) -> ContactPoint:
    may_keep(actor)
    point = get_contact_point(actor, contact_point_id)
    summary = f"{point.get_system_display()} {'no longer used' if is_retired else 'used again'}"
    return _revise(actor, now, point, summary, {"is_retired": is_retired})


def note_text_consent(*, actor: Viewer, now: datetime, number: str, agrees: bool) -> list[ContactPoint]:
    """What was said from that number itself, by text: for everybody who is reached there, in use or not."""
    may_keep(actor)
    said = ContactPoint.Consent.GRANTED if agrees else ContactPoint.Consent.DECLINED
    points = list(ContactPoint.objects.filter(value=number).select_related("person").order_by("person", "id"))
    for point in points:
        summary = "Agreed to texts, by text" if agrees else "Declined texts, by text"
        if point.text_consent != said:
            _revise(actor, now, point, summary, {"text_consent": said, "consent_on": now.date()})
    return points


def _clean_address(address: Address, fields: Fields) -> dict[str, Any]:
    problems: dict[str, str] = {}
    given = cleaned(fields, ADDRESS_FIELDS)
    if not any(given.get(name) for name in ("line1", "city", "postal_code")):
        problems["line1"] = "A street, a town or a postal code is needed."
    if given.get("from_on") and given.get("to_on") and given["to_on"] < given["from_on"]:
        problems["to_on"] = "It ends after it begins."
    put_on_map(address, given)
    draft = Address(id=address.id, person_id=address.person_id)
    checked(draft, given, problems)
    return given


def add_address(
    *, actor: Viewer, now: datetime, person_id: UUID, fields: Fields, id: UUID | None = None
) -> Address:
    may_keep(actor)
    address = Address(id=id or new_id(), person=get_person(actor, person_id))
    for name, value in _clean_address(address, fields).items():
        setattr(address, name, value)
    return _add(actor, now, address, "Address learned")


def revise_address(*, actor: Viewer, now: datetime, address_id: UUID, fields: Fields) -> Address:
    may_keep(actor)
    address = get_address(actor, address_id)
    return _revise(actor, now, address, "Address revised", _clean_address(address, fields))


def end_address(*, actor: Viewer, now: datetime, address_id: UUID, on: date | None) -> Address:
    """They moved away on that day; None: they live there after all."""
    may_keep(actor)
    address = get_address(actor, address_id)
    return _revise(actor, now, address, "Moved away" if on else "Lives there again", {"to_on": on})


def _clean_household(actor: Viewer, member: HouseholdMember, fields: Fields) -> dict[str, Any]:
    problems: dict[str, str] = {}
    given = cleaned(fields, HOUSEHOLD_FIELDS)
    read_phone(given, "phone", problems)
    if given.get("other_id"):
        get_person(actor, given["other_id"])
    elif not given.get("name"):
        problems["name"] = "Who is it? A first name is enough."
    if not given.get("relation"):
        problems["relation"] = "What are they to the client: daughter, neighbor, home health aide?"
    checked(HouseholdMember(id=member.id, person_id=member.person_id), given, problems)
    return given


def add_household_member(
    *, actor: Viewer, now: datetime, person_id: UUID, fields: Fields, id: UUID | None = None
) -> HouseholdMember:
    may_keep(actor)
    member = HouseholdMember(id=id or new_id(), person=get_person(actor, person_id))
    for name, value in _clean_household(actor, member, fields).items():
        setattr(member, name, value)
    return _add(actor, now, member, f"{member.relation} added")


def revise_household_member(
    *, actor: Viewer, now: datetime, member_id: UUID, fields: Fields
) -> HouseholdMember:
    may_keep(actor)
    member = get_household_member(actor, member_id)
    return _revise(actor, now, member, f"{member.relation} revised", _clean_household(actor, member, fields))


def remove_household_member(*, actor: Viewer, now: datetime, member_id: UUID) -> None:
    """Gone from the page; the person's history keeps who it was. Refused while records stand on them."""
    may_keep(actor)
    member = get_household_member(actor, member_id)
    try:
        _remove_member(actor, now, member)
    except ProtectedError:
        raise Refused(
            "They are enrolled with the client on a fund. Say there when they left, and keep them here."
        ) from None


def _remove_member(actor: Viewer, now: datetime, member: HouseholdMember) -> None:
    with change(
        "household_member_removed",
        actor=actor,
        now=now,
        chain=person_chain(member.person_id),
        subject=member,
        summary=f"{member.relation} no longer around",
    ) as record:
        record.remove(member)


def add_safety_note(
    *,
    actor: Viewer,
    now: datetime,
    person_id: UUID,
    text: str,
    audience: str = "caseload",
    id: UUID | None = None,
) -> SafetyNote:
    may_keep(actor)
    note = SafetyNote(
        id=id or new_id(), person=get_person(actor, person_id), noted_by_id=actor.staff_id, noted_at=now
    )
    given = cleaned({"text": text, "audience": audience}, ("text", "audience"))
    if not given["text"]:
        raise Invalid({"text": "What must one know before going there?"})
    checked(note, given, {})
    return _add(actor, now, note, "Safety note added")


def end_safety_note(*, actor: Viewer, now: datetime, note_id: UUID, is_over: bool = True) -> SafetyNote:
    """No longer true; `is_over` False takes that back."""
    may_keep(actor)
    note = get_safety_note(actor, note_id)
    return _revise(actor, now, note, "Safety note ended", {"ended_at": now if is_over else None})
