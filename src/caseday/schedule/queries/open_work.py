"""Appointments as the list of open work needs them: few columns, at most four queries in all.

The caller shows no case that is out of the viewer's sight.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value, prefetch_related_objects

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.schedule.models import Appointment, Confirmation
from caseday.schedule.queries.calendar import day_bounds
from caseday.schedule.queries.confirming import Unconfirmed, unconfirmed_of
from caseday.schedule.rules import CALLED_OFF, LONGEST, OPEN, UNDERWAY


class Ended(NamedTuple):
    """An appointment that is over and nobody said how it went, or that was called off and has no new date."""

    id: UUID
    case_id: UUID | None
    title: str
    starts_at: datetime
    ends_at: datetime
    needs_worker: bool
    cancelled_at: datetime | None
    cancelled_by: str
    notice_minutes: int | None
    office_id: UUID | None
    office: str | None
    was_confirmed: bool
    is_off: bool


_COLUMNS = (
    "pk",
    "case_id",
    "title",
    "starts_at",
    "ends_at",
    "needs_worker",
    "cancelled_at",
    "cancelled_by",
    "notice_minutes",
    "office_id",
    "office__name",
    "was_confirmed",
    "is_off",
)


def _ended(staff_ids: Collection[UUID], now: datetime) -> QuerySet[Appointment, tuple[Any, ...]]:
    mine = Appointment.objects.filter(staff__in=staff_ids).order_by()
    over = mine.filter(state__in=OPEN | UNDERWAY, ends_at__lt=now)
    off = mine.filter(needs_new_date=True, replaced_by=None, state__in=CALLED_OFF)
    said = Confirmation.objects.filter(
        Q(for_starts_at=None) | Q(for_starts_at=OuterRef("starts_at")),
        appointment=OuterRef("pk"),
        result=Confirmation.Result.CONFIRMED,
    )
    yes, no = (Value(one, output_field=BooleanField()) for one in (True, False))
    outcomes = over.annotate(was_confirmed=no, is_off=no).values_list(*_COLUMNS)
    undated = off.annotate(was_confirmed=Exists(said), is_off=yes).values_list(*_COLUMNS)
    return outcomes.union(undated, all=True)


_ENDED = Spelled(_ended)


def ended_open(viewer: Viewer, now: datetime, staff_ids: Collection[UUID]) -> list[Ended]:
    """Both sorts in one query, the oldest first."""
    found = [Ended(*row) for row in _ENDED.rows(staff_ids=staff_ids, now=now)]
    return sorted(found, key=lambda one: (one.cancelled_at or one.starts_at, one.id))


_ON_THE_DAY = (
    "case_id",
    "case__person__needs_interpreter",
    "office_id",
    "office__kind",
    "kind",
    "title",
    "state",
    "starts_at",
    "ends_at",
    "updated_at",
    "confirm_sides",
    "carry",
)


def planned_on(viewer: Viewer, day: date, staff_ids: Collection[UUID]) -> list[Appointment]:
    """What is still to take place on a day of the viewer's clock; the columns that are asked for here, and no more."""
    start, end = day_bounds(day, viewer.time_zone)
    found = Appointment.objects.filter(
        staff__in=staff_ids,
        state__in=OPEN,
        starts_at__gte=start - LONGEST,
        starts_at__lt=end,
        ends_at__gt=start,
    )
    return list(found.select_related("case__person", "office").only(*_ON_THE_DAY).order_by("starts_at", "id"))


def unconfirmed_among(planned: Sequence[Appointment]) -> list[Unconfirmed]:
    """Two queries, whatever their number."""
    prefetch_related_objects(planned, "attendees", "confirmations")
    return unconfirmed_of(planned)
