"""What every write of the directory checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.directory.models import Office
from caseday.directory.permissions import can_edit_directory
from caseday.directory.queries import agency_zone
from caseday.directory.rules.compiled import UnreadableHours, check_hours
from caseday.directory.rules.doubles import name_key
from caseday.directory.rules.numbers import BadNumber, check_npi, normalize_phone
from caseday.directory.rules.places import PIN, guess_time_zone, is_time_zone, place_of
from caseday.kernel.errors import Invalid

READERS_ASK = "Auditors read the directory. Ask a case manager or the administrator to change it."
OFFICE_FIELDS = frozenset(
    [
        "name",
        "kind",
        "fax",
        "email",
        "website",
        "line1",
        "line2",
        "city",
        "state",
        "postal_code",
        "time_zone",
        "npi",
        "preferred_channel",
        "hours_note",
        "arrival_note",
        "note",
        "opening_hours",
        "closes_on_holidays",
        "holiday_calendar",
    ]
)
_ADDRESS = ("line1", "city", "state", "postal_code")
Fields = Mapping[str, Any]


def check(obj: Model, problems: dict[str, str]) -> None:
    """The model's own limits (length, choices, email), said as the form's problems."""
    try:
        obj.clean_fields(exclude=list(problems))
    except ValidationError as error:
        problems |= {
            name: " ".join(texts) for name, texts in error.message_dict.items() if name not in problems
        }
    if problems:
        raise Invalid(problems)


def read_number(fields: dict[str, Any], name: str, problems: dict[str, str]) -> None:
    if not fields.get(name):
        return
    try:
        fields[name], extension = normalize_phone(fields[name])
    except BadNumber as error:
        problems[name] = str(error)
        return
    if extension and "extension" in fields:
        fields["extension"] = fields["extension"] or extension


def read_npi(fields: dict[str, Any], problems: dict[str, str]) -> None:
    if fields.get("npi"):
        try:
            fields["npi"] = check_npi(fields["npi"])
        except BadNumber as error:
            problems["npi"] = str(error)


def clean_text(fields: Fields, known: frozenset[str]) -> dict[str, Any]:
    unknown = set(fields) - known
    if unknown:
        raise Invalid({name: "There is no such field." for name in unknown})
    return {
        name: value.replace("\x00", "").strip() if isinstance(value, str) else value
        for name, value in fields.items()
    }


def clean_office(office: Office, fields: Fields) -> tuple[dict[str, Any], dict[str, str]]:
    """Fields ready to be stored, what follows from them included (folded name, zone, coordinates)."""
    problems: dict[str, str] = {}
    cleaned = clean_text(fields, OFFICE_FIELDS)
    read_number(cleaned, "fax", problems)
    read_npi(cleaned, problems)
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
        problems["opening_hours"] = (
            "This is no opening_hours text. Write it like Mo-Fr 08:00-12:00,13:00-17:00."
        )


def _place(office: Office, cleaned: dict[str, Any], problems: dict[str, str]) -> None:
    """A new address moves the office to the middle of its postal code; the zone is guessed where none is chosen."""
    zone = cleaned.get("time_zone", office.time_zone)
    if zone and not is_time_zone(zone):
        problems["time_zone"] = "Choose a time zone from the list, like America/Chicago."
    code = cleaned.get("postal_code", office.postal_code)
    place = place_of(code)
    if place and not cleaned.get("state", office.state):
        cleaned["state"] = place.state
    if _has_moved(office, cleaned) and office.place_precision != PIN:
        cleaned |= {
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "place_precision": "postal code" if place else "",
        }
    if not zone:
        cleaned["time_zone"] = guess_time_zone(code, cleaned.get("state", office.state), agency_zone())


def _has_moved(office: Office, cleaned: Fields) -> bool:
    """Another address than the one that was found on the map; by postal code alone only that counts."""
    parts = ["postal_code"] if office.place_precision in ("", "postal code") else list(_ADDRESS)
    differs = any(cleaned.get(name, getattr(office, name)) != getattr(office, name) for name in parts)
    return differs or office._state.adding


def apply(obj: Model, fields: Fields) -> None:
    for name, value in fields.items():
        setattr(obj, name, value)


def may_keep(actor: Viewer) -> None:
    require(can_edit_directory(actor), READERS_ASK)
