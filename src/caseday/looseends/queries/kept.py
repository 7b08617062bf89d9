"""What a person has done to the list by hand: put to sleep, pinned, moved; what they have from a colleague, and the
days that they closed."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, DateTimeField, FloatField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.looseends.models import DayClose, Given, Placement, Snooze
from caseday.looseends.rules import LooseEnd, Place


@dataclass(frozen=True)
class Kept:
    """By key of a loose end; `given_by` by the id of a to-do or a request."""

    asleep: dict[str, datetime] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    given_by: dict[UUID, str] = field(default_factory=dict)
    closes: list[DayClose] = field(default_factory=list)
    """Those from which something may still come back, the last one first."""

    def giver_of(self, end: LooseEnd) -> str:
        """From whom they have it; "" where it is their own."""
        about = (end.subject_id, end.followup_id, end.request_id)
        return next((self.given_by[one] for one in about if one in self.given_by), "")


_LONGEST_CARRIED = timedelta(days=90)


def _kept(staff_id: UUID, now: datetime, since: date) -> QuerySet[Snooze, tuple[Any, ...]]:
    never = Value(None, output_field=DateTimeField())
    no, nowhere = Value(False, output_field=BooleanField()), Value(None, output_field=FloatField())
    no_day = Value("", output_field=CharField())
    sleeping = Snooze.objects.filter(staff=staff_id, until__gt=now).values_list(
        Value("snooze"), "rule", "subject_id", "until", no, nowhere, no_day
    )
    placed = Placement.objects.filter(staff=staff_id).values_list(
        Value("place"), "rule", "subject_id", never, "is_pinned", "position", no_day
    )
    given = Given.objects.filter(staff=staff_id).values_list(
        Value("given"), "by__name", "subject_id", never, no, nowhere, no_day
    )
    closed = DayClose.objects.filter(staff=staff_id, on__gte=since).values_list(
        Value("close"), Cast("carried", TextField()), "pk", "closed_at", no, nowhere, Cast("on", CharField())
    )
    return sleeping.union(placed, given, closed, all=True)


_KEPT = Spelled(_kept)


def kept_by(viewer: Viewer, now: datetime) -> Kept:
    """Four tables in one query."""
    kept = Kept()
    if viewer.staff_id is None:
        return kept
    since = now.astimezone(viewer.time_zone).date() - _LONGEST_CARRIED
    rows = _KEPT.rows(staff_id=viewer.staff_id, now=now, since=since)
    for table, text, subject_id, until, is_pinned, position, on in rows:
        if table == "snooze":
            kept.asleep[f"{text}:{subject_id}"] = until
        elif table == "place":
            kept.places[f"{text}:{subject_id}"] = Place(is_pinned, position)
        elif table == "close":
            kept.closes.append(_close(viewer.staff_id, subject_id, on, until, text))
        else:
            kept.given_by[subject_id] = text
    kept.closes.sort(key=lambda one: one.on, reverse=True)
    return kept


def _close(staff_id: UUID, close_id: UUID, on: str, closed_at: datetime, carried: str) -> DayClose:
    return DayClose(
        pk=close_id, staff_id=staff_id, on=date.fromisoformat(on), closed_at=closed_at,
        carried=json.loads(carried),
    )  # fmt: skip
