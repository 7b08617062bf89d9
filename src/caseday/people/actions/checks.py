"""What every write of people checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.directory.rules.numbers import BadNumber, normalize_phone
from caseday.directory.rules.places import PIN, place_of
from caseday.kernel.errors import Invalid
from caseday.people.models import Address
from caseday.people.permissions import can_keep_people

WORKERS_ASK = (
    "Case managers and supervisors keep people's records. Ask the assigned case manager to change it."
)

Fields = Mapping[str, Any]


def may_keep(actor: Viewer) -> None:
    require(can_keep_people(actor), WORKERS_ASK)


def cleaned(fields: Fields, known: Iterable[str]) -> dict[str, Any]:
    unknown = set(fields) - set(known)
    if unknown:
        raise Invalid({name: "There is no such field." for name in unknown})
    return {
        name: value.replace("\x00", "").strip() if isinstance(value, str) else value
        for name, value in fields.items()
    }


def read_phone(fields: dict[str, Any], name: str, problems: dict[str, str]) -> None:
    if fields.get(name):
        try:
            fields[name] = normalize_phone(fields[name])[0]
        except BadNumber as error:
            problems[name] = str(error)


def put_on_map(address: Address, fields: dict[str, Any]) -> None:
    """The postal code's middle, and its state where none was typed. Who did not move keeps their place on the map."""
    place = place_of(fields.get("postal_code", ""))
    fields["state"] = (fields.get("state") or (place.state if place else "")).upper()
    if _lives_there_still(address, fields):
        return
    fields |= {
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "place_precision": "postal code" if place else "",
    }


def _lives_there_still(address: Address, fields: Fields) -> bool:
    """A pin stands as long as the postal code does: a street is often only spelled better."""
    if address.place_precision == PIN:
        return bool(fields.get("postal_code", "") == address.postal_code)
    parts = ("line1", "city", "state", "postal_code")
    is_placed = address.latitude is not None
    return is_placed and all(fields.get(name, "") == getattr(address, name) for name in parts)


def checked(obj: Model, fields: Fields, problems: dict[str, str]) -> None:
    """Put `fields` on `obj` and raise Invalid with the model's own objections beside `problems`."""
    for name, value in fields.items():
        setattr(obj, name, value)
    try:
        obj.clean_fields(exclude=list(problems))
    except ValidationError as error:
        problems |= {name: " ".join(texts) for name, texts in error.message_dict.items()}
    if problems:
        raise Invalid(problems)
