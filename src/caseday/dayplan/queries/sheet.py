"""What a printed day needs besides the plan: whom to phone at each stop, and which papers are handed over there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from caseday.access.viewer import Viewer
from caseday.dayplan.queries.plans import Shown
from caseday.directory.models import Office
from caseday.directory.queries import offices_by_id
from caseday.documents.queries import papers_to_hand_over
from caseday.schedule.models import Appointment


@dataclass(frozen=True)
class AtStop:
    """`whose`: whose number it is, where it is not the office's."""

    number: str = ""
    whose: str = ""
    papers: tuple[str, ...] = ()


def at_stops(viewer: Viewer, shown: Shown) -> dict[UUID | None, AtStop]:
    """By appointment; five queries at most, none without stops."""
    things = (line.thing for line in shown.lines if line.thing)
    stops = [one.appointment for one in things if one.appointment and one.place_words]
    if not stops:
        return {}
    offices = offices_by_id(viewer, list({one.office_id for one in stops if one.office_id}))
    prefetch_related_objects(stops, "case__person__contact_points")
    papers = papers_to_hand_over(viewer, [one.pk for one in stops])
    return {
        one.pk: AtStop(
            *_phone(one, offices.get(one.office_id) if one.office_id else None), papers.get(one.pk, ())
        )
        for one in stops
    }


def _phone(one: Appointment, office: Office | None) -> tuple[str, str]:
    """The office's first number; where nobody's office is, the client's, who opens the door."""
    phones = getattr(office, "shown_phones", [])
    if phones:
        return phones[0].number, ""
    if office is not None or one.case is None:
        return "", ""
    points = (point for point in one.case.person.contact_points.all() if not point.is_retired)
    number = next((p.value for p in points if p.system == "phone" and p.call_consent != "declined"), "")
    return number, one.case.person.called if number else ""
