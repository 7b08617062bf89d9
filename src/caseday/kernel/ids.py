"""Ids are UUIDv7: time-ordered, and made by whoever creates the record."""

import uuid

import uuid_utils.compat


def new_id() -> uuid.UUID:
    return uuid_utils.compat.uuid7()


def parse_id(text: str | None) -> uuid.UUID | None:
    """The id in `text`, or None where it is missing or no id."""
    try:
        return uuid.UUID(text) if text else None
    except (ValueError, AttributeError, TypeError):
        return None
