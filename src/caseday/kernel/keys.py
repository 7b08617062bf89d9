"""Where the next page of a list begins: after a moment and an id."""

import base64
from datetime import UTC, datetime
from uuid import UUID

from caseday.kernel.ids import parse_id


def write_key(moment: datetime, row_id: UUID) -> str:
    """Where the next page begins: after this moment and id."""
    return base64.urlsafe_b64encode(f"{moment.astimezone(UTC).isoformat()}|{row_id}".encode()).decode()


def read_key(text: str) -> tuple[datetime, UUID] | None:
    """None for a key that was tampered with."""
    try:
        moment, _, row_id = base64.urlsafe_b64decode(text.encode()).decode().partition("|")
        found = parse_id(row_id)
        return (datetime.fromisoformat(moment).astimezone(UTC), found) if found else None
    except (ValueError, TypeError, OverflowError):
        return None
