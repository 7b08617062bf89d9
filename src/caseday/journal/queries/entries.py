"""What happened, by case and by day. Each list costs two queries: activities, and their notes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.cases.spelled import SeenObjects
from caseday.journal.models import Activity, ActivityKind, Note, Result
from caseday.journal.permissions import visible_to
from caseday.kernel.errors import NotFound

Before = tuple[datetime, UUID]
_CONTACT_ENDS = (Result.REACHED, Result.DONE, "")


@dataclass(frozen=True)
class Entry:
    """An activity with its notes in the order of signing."""

    activity: Activity
    notes: tuple[Note, ...] = ()

    @property
    def key(self) -> Before:
        return self.activity.started_at, self.activity.pk


@dataclass(frozen=True)
class DayOfActivities:
    """A day of one worker in the order of time, with its sums."""

    day: date
    entries: list[Entry] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(entry.activity.minutes or 0 for entry in self._counted)

    @property
    def miles(self) -> Decimal:
        return sum((entry.activity.miles or Decimal(0) for entry in self._counted), Decimal(0))

    @property
    def minutes_by_kind(self) -> dict[str, int]:
        sums: dict[str, int] = {}
        for entry in self._counted:
            label = entry.activity.get_kind_display()
            sums[label] = sums.get(label, 0) + (entry.activity.minutes or 0)
        return {label: minutes for label, minutes in sums.items() if minutes}

    @property
    def _counted(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.activity.voided_at is None]


def activities_seen_by(viewer: Viewer) -> QuerySet[Activity]:
    return Activity.objects.filter(visible_to(viewer))


class Happening(NamedTuple):
    """An entry as the line of the day shows it."""

    id: UUID
    started_at: datetime
    kind: str
    with_name: str
    with_role: str
    office: str | None
    needs_note: bool
    noted_at: datetime | None
    appointment_id: UUID | None

    @property
    def kind_word(self) -> str:
        return str(ActivityKind(self.kind).label)


_OF_LINE = (
    "pk",
    "started_at",
    "kind",
    "with_name",
    "with_role",
    "office__name",
    "needs_note",
    "noted_at",
    "appointment_id",
)


def happenings(
    viewer: Viewer, staff_ids: Collection[UUID], start: datetime, end: datetime, *, limit: int = 200
) -> list[Happening]:
    """What these workers did within [start, end), in order."""
    found = activities_seen_by(viewer).filter(
        staff__in=staff_ids, started_at__gte=start, started_at__lt=end, voided_at=None
    )
    return [Happening(*row) for row in found.order_by("started_at", "pk").values_list(*_OF_LINE)[:limit]]


def get_activity(viewer: Viewer, activity_id: UUID) -> Activity:
    """With case, person, staff, office, professional and appointment; NotFound outside the viewer's sight."""
    found = _ACTIVITY.first(viewer, activity_id=activity_id)
    if found is None:
        raise NotFound
    return found


_AROUND = ("case__person", "staff", "office", "professional", "person", "appointment")
_ACTIVITY = SeenObjects(
    lambda activity_id: Activity.objects.select_related(*_AROUND).filter(pk=activity_id), staff="staff"
)


def entries_of_case(
    viewer: Viewer, case_id: UUID, before: Before | None = None, limit: int = 50
) -> list[Entry]:
    """A page of the case's journal, latest first; `before` is the `key` of the last entry shown.

    NotFound outside the viewer's sight. Three queries, whatever the length of the history.
    """
    if not cases_seen_by(viewer).filter(pk=case_id).exists():
        raise NotFound
    return entries_of_seen_case(case_id, before, limit)


def entries_of_seen_case(case_id: UUID, before: Before | None = None, limit: int = 50) -> list[Entry]:
    """The same for a case that the caller has fetched by `get_case`: two queries."""
    activities = Activity.objects.filter(case=case_id)
    if before is not None:
        at, last_id = before
        activities = activities.filter(started_at__lte=at).filter(
            Q(started_at__lt=at) | Q(started_at=at, pk__lt=last_id)
        )
    page = activities.select_related("staff", "office", "professional").order_by("-started_at", "-pk")
    return with_notes(list(page[:limit]))


def with_notes(activities: Sequence[Activity]) -> list[Entry]:
    """The entries of activities that the caller may see; one query."""
    notes: dict[UUID, list[Note]] = {}
    ids = [activity.pk for activity in activities]
    for note in Note.objects.filter(activity__in=ids).order_by("signed_at", "pk") if ids else ():
        notes.setdefault(note.activity_id, []).append(note)
    return [Entry(activity, tuple(notes.get(activity.pk, ()))) for activity in activities]


def activities_on(viewer: Viewer, day: date, staff_id: UUID | None = None) -> DayOfActivities:
    """The viewer's day (or that of somebody on their caseload) by the viewer's clock, earliest first."""
    whose = staff_id or viewer.staff_id
    if whose is None or (whose not in viewer.caseload_staff_ids and not viewer.sees_every_case):
        raise NotFound
    start = datetime.combine(day, time(), viewer.time_zone)
    end = datetime.combine(day + timedelta(days=1), time(), viewer.time_zone)
    found = Activity.objects.filter(staff=whose, started_at__gte=start, started_at__lt=end)
    rows = found.select_related("case__person", "office", "professional").order_by("started_at", "pk")
    return DayOfActivities(day, with_notes(list(rows)))


def last_contact_of(case_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When somebody was last reached, by case; cases without any contact are absent. One query.

    For cases that the caller has fetched within the viewer's sight.
    """
    rows = Case.objects.filter(pk__in=case_ids, last_contact_at__isnull=False).values_list(
        "pk", "last_contact_at"
    )
    return {case_id: at for case_id, at in rows if at is not None}


def last_time_reached(case_id: UUID, role: str) -> datetime | None:
    """When a party of the case was last reached; for a case that the caller has fetched."""
    reached = Activity.objects.filter(case=case_id, with_role=role, voided_at=None, result__in=_CONTACT_ENDS)
    latest: datetime | None = reached.aggregate(at=Max("started_at"))["at"]
    return latest


def activities_of_appointment(appointment_id: UUID) -> list[Activity]:
    """What was drawn from an appointment that the caller has fetched, in the order of time."""
    found = Activity.objects.filter(appointment=appointment_id, voided_at=None)
    return list(found.order_by("started_at", "pk"))
