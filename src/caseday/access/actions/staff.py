"""Who belongs to the agency, in which role."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from caseday.access.actions.sessions import end_sessions_of
from caseday.access.models import MapApp, Role, Staff
from caseday.access.permissions import can_manage_staff, require
from caseday.access.queries import get_staff
from caseday.access.record import change, staff_chain
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_ADMINISTRATORS = "Only an administrator adds or changes staff. Ask yours."
_MANAGED = ("name", "email", "credentials", "languages", "role", "time_zone", "phone")
_OWN = (
    "name",
    "credentials",
    "languages",
    "time_zone",
    "phone",
    "home_base",
    "home_latitude",
    "home_longitude",
    "playlist_url",
    "navigates_with",
)


def add_staff(
    *, actor: Viewer, now: datetime, name: str, email: str, role: str, id: UUID | None = None, **more: Any
) -> Staff:
    """Without a password: the person sets it by the one-time link (`one_time_path`)."""
    require(can_manage_staff(actor), _ADMINISTRATORS)
    if id and (existing := Staff.objects.filter(pk=id).first()):
        return existing
    values = _cleaned({"name": name, "email": email, "role": role, **more}, _MANAGED)
    staff = Staff(id=id or new_id(), joined_at=now, **values)
    _check(staff, values)
    staff.set_unusable_password()
    with change("staff_added", actor=actor, now=now, chain=staff_chain(staff.pk), subject=staff) as record:
        record.add(staff)
    return staff


def change_staff(*, actor: Viewer, now: datetime, staff_id: UUID, **values: Any) -> Staff:
    """A change of role or email takes effect at the person's next click; their sessions stay."""
    require(can_manage_staff(actor), _ADMINISTRATORS)
    staff = get_staff(actor, staff_id)
    values = _cleaned(values, _MANAGED)
    _check(staff, values)
    if values.get("role", staff.role) != Role.ADMINISTRATOR:
        _keep_an_administrator(staff, "role")
    with change("staff_changed", actor=actor, now=now, chain=staff_chain(staff.pk), subject=staff) as record:
        record.update(staff, **values)
        EmailAddress.objects.filter(user=staff).exclude(email=staff.email).delete()
    return staff


def disable_staff(*, actor: Viewer, now: datetime, staff_id: UUID) -> Staff:
    """Their sessions end at once; their name stays on what they did."""
    require(can_manage_staff(actor), _ADMINISTRATORS)
    staff = get_staff(actor, staff_id)
    if staff.pk == actor.staff_id:
        raise Invalid("You cannot disable yourself. Another administrator can.")
    _keep_an_administrator(staff, "")
    with change("staff_disabled", actor=actor, now=now, chain=staff_chain(staff.pk), subject=staff) as record:
        record.update(staff, is_active=False)
        end_sessions_of(staff.pk)
    return staff


def enable_staff(*, actor: Viewer, now: datetime, staff_id: UUID) -> Staff:
    require(can_manage_staff(actor), _ADMINISTRATORS)
    staff = get_staff(actor, staff_id)
    with change("staff_enabled", actor=actor, now=now, chain=staff_chain(staff.pk), subject=staff) as record:
        record.update(staff, is_active=True)
    return staff


def change_my_settings(*, actor: Viewer, now: datetime, **values: Any) -> Staff:
    """Everybody their own, auditors too: it concerns no case."""
    require(actor.staff_id is not None, "Only a person has settings of their own.")
    assert actor.staff_id is not None
    staff = Staff.objects.get(pk=actor.staff_id)
    values = _cleaned(values, _OWN)
    _check(staff, values)
    with change(
        "own_settings_changed", actor=actor, now=now, chain=staff_chain(staff.pk), subject=staff
    ) as record:
        record.update(staff, **values)
    return staff


def _cleaned(values: dict[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    cleaned = {k: v.strip() if isinstance(v, str) else v for k, v in values.items() if k in known}
    if "email" in cleaned:
        cleaned["email"] = cleaned["email"].lower()
    return cleaned


def _check(staff: Staff, values: dict[str, Any]) -> None:
    problems = {}
    if not values.get("name", staff.name):
        problems["name"] = "Write the person's name, as it is signed."
    if "email" in values and (problem := _email_problem(staff, values["email"])):
        problems["email"] = problem
    if "role" in values and values["role"] not in Role.values:
        problems["role"] = "Choose one of the roles."
    if "time_zone" in values and values["time_zone"] not in available_timezones():
        problems["time_zone"] = "Choose a time zone of the list, e.g. America/Chicago."
    if "navigates_with" in values and values["navigates_with"] not in MapApp.values:
        problems["navigates_with"] = "Choose one of the maps."
    if values.get("playlist_url") and not _is_web_address(values["playlist_url"]):
        problems["playlist_url"] = "Paste the whole link; it begins with https://."
    if problems:
        raise Invalid(problems)


def _email_problem(staff: Staff, email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return "Write a complete email address, e.g. nora@example.com."
    if Staff.objects.filter(email=email).exclude(pk=staff.pk).exists():
        return "Somebody signs in with this email already. Enable or change them instead."
    return ""


def _is_web_address(text: str) -> bool:
    try:
        URLValidator(schemes=["https", "http"])(text)
    except ValidationError:
        return False
    return True


def _keep_an_administrator(staff: Staff, field: str) -> None:
    if staff.role != Role.ADMINISTRATOR or not staff.is_active:
        return
    if not Staff.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=staff.pk).exists():
        raise Invalid({field: f"{staff.name} is the only administrator. Make somebody else one first."})
