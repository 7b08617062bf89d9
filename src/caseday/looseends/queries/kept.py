"""What a person has done to the list by hand: put to sleep, pinned, moved; and what they have from a colleague."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, DateTimeField, FloatField, QuerySet, Value

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.looseends.models import Given, Placement, Snooze
from caseday.looseends.rules import LooseEnd, Place


@dataclass(frozen=True)
class Kept:
    """By key of a loose end; `given_by` by the id of a to-do or a request."""

    asleep: dict[str, datetime] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    given_by: dict[UUID, str] = field(default_factory=dict)

    def giver_of(self, end: LooseEnd) -> str:
        """From whom they have it; "" where it is their own."""
        about = (end.subject_id, end.followup_id, end.request_id)
        return next((self.given_by[one] for one in about if one in self.given_by), "")


def _kept(staff_id: UUID, now: datetime) -> QuerySet[Snooze, tuple[Any, ...]]:
    never = Value(None, output_field=DateTimeField())
    no, nowhere = Value(False, output_field=BooleanField()), Value(None, output_field=FloatField())
    sleeping = Snooze.objects.filter(staff=staff_id, until__gt=now).values_list(
        Value("snooze"), "rule", "subject_id", "until", no, nowhere
    )
    placed = Placement.objects.filter(staff=staff_id).values_list(
        Value("place"), "rule", "subject_id", never, "is_pinned", "position"
    )
    given = Given.objects.filter(staff=staff_id).values_list(
        Value("given"), "by__name", "subject_id", never, no, nowhere
    )
    return sleeping.union(placed, given, all=True)


_KEPT = Spelled(_kept)


def kept_by(viewer: Viewer, now: datetime) -> Kept:
    """Three tables in one query."""
    kept = Kept()
    if viewer.staff_id is None:
        return kept
    rows = _KEPT.rows(staff_id=viewer.staff_id, now=now)
    for table, text, subject_id, until, is_pinned, position in rows:
        if table == "snooze":
            kept.asleep[f"{text}:{subject_id}"] = until
        elif table == "place":
            kept.places[f"{text}:{subject_id}"] = Place(is_pinned, position)
        else:
            kept.given_by[subject_id] = text
    return kept
