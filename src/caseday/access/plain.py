"""In: an object's columns. Out: the same as JSON keeps them, alike whether just set or read back from a database."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.expressions import BaseExpression

# Kept beside the record: secrets, a moment that signing in writes, how far a machine has read a scan, and
# when somebody first had a message on the screen.
UNRECORDED = {
    "access.staff": {"password", "last_login"},
    "people.person": {"sealed_ssn"},
    "documents.document": {"text_state", "text_pages_done"},
    "correspondence.account": {"sealed_secret", "sealed_client_secret"},
    "correspondence.message": {"read_at"},
}


def values_of(obj: models.Model) -> dict[str, Any]:
    """Plain values of an object's own columns, empty ones and the id left out."""
    pairs = ((f, plain_value(f, getattr(obj, f.attname))) for f in recorded_columns(type(obj)))
    return {f.attname: value for f, value in pairs if value != empty_of(f)}


def recorded_columns(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    left_out = UNRECORDED.get(model._meta.label_lower, set())
    return (f for f in model._meta.concrete_fields if not f.primary_key and f.attname not in left_out)


def empty_of(column: "models.Field[Any, Any]") -> Any:
    """What is left out of an `add`: None, or for a text that cannot be null, the empty text."""
    return None if column.null or not column.empty_strings_allowed else ""


def attname_of(obj: models.Model, name: str) -> str:
    column = obj._meta.get_field(name)
    if not isinstance(column, models.Field):
        raise TypeError(f"{name} is no column of {obj._meta.label}")
    return column.attname


def plain_of(obj: models.Model, attname: str) -> Any:
    column = obj._meta.get_field(attname)
    assert isinstance(column, models.Field)  # attname_of checked it
    return plain_value(column, getattr(obj, attname))


def plain_value(column: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, BaseExpression) or hasattr(value, "resolve_expression"):
        raise TypeError(f"{column.name}: compute the value first; an expression cannot be recorded")
    if isinstance(column, models.JSONField):
        return json.loads(json.dumps(value, default=plain))
    if isinstance(column, models.DecimalField):
        return f"{Decimal(str(value)):.{column.decimal_places}f}"
    if isinstance(column, models.BinaryField):
        return "sha256:" + hashlib.sha256(bytes(value)).hexdigest()
    return plain(column.to_python(value))


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    return value


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")
