"""What a printed day needs besides the plan: whom to phone at each stop."""

from __future__ import annotations

from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.dayplan.queries.plans import Shown
from caseday.directory.queries import offices_by_id


def phones_at_stops(viewer: Viewer, shown: Shown) -> dict[UUID | None, str]:
    """The first number of the office, by appointment; at most two queries."""
    stops = [
        line.thing.appointment
        for line in shown.lines
        if line.thing and line.thing.appointment and line.thing.place_words
    ]
    offices = offices_by_id(viewer, list({one.office_id for one in stops if one.office_id}))
    found: dict[UUID | None, str] = {}
    for one in stops:
        office = offices.get(one.office_id) if one.office_id else None
        phones = getattr(office, "shown_phones", [])
        if phones:
            found[one.pk] = phones[0].number
    return found
