"""What is not finished: activities without a note, drafts without a signature, visits without an entry.

Each is answered by a partial index that holds open rows only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from caseday.access.viewer import Viewer
from caseday.journal.models import Activity, Draft
from caseday.schedule.models import Appointment
from caseday.schedule.queries import appointments_seen_by, own_staff_ids

_VISIT_WINDOW = timedelta(days=60)


@dataclass(frozen=True)
class WithoutNote:
    """`draft_id` where somebody has begun to write."""

    activity: Activity
    draft_id: UUID | None = None


def activities_without_note(
    viewer: Viewer, staff_ids: Collection[UUID] | None = None, *, limit: int = 200
) -> list[WithoutNote]:
    """What still needs a signed note, longest ago first: the viewer's own and of those they cover. Two queries."""
    found = list(without_note(viewer, staff_ids).order_by("started_at", "pk")[:limit])
    drafts = _drafts_of(viewer, [activity.pk for activity in found])
    return [WithoutNote(activity, drafts.get(activity.pk)) for activity in found]


def without_note(viewer: Viewer, staff_ids: Collection[UUID] | None = None) -> QuerySet[Activity]:
    """The same as a query set, with case and person; the caller orders and cuts it."""
    whose = own_staff_ids(viewer) if staff_ids is None else frozenset(staff_ids) & viewer.caseload_staff_ids
    return Activity.objects.filter(
        staff__in=whose, needs_note=True, noted_at=None, voided_at=None
    ).select_related("case__person", "office", "professional", "staff")


def count_without_note(viewer: Viewer) -> int:
    return without_note(viewer).count()


def _drafts_of(viewer: Viewer, activity_ids: list[UUID]) -> dict[UUID, UUID]:
    if not activity_ids:
        return {}
    drafts = Draft.objects.filter(
        activity__in=activity_ids, author=viewer.staff_id, signed_at=None, discarded_at=None
    )
    return dict(drafts.values_list("activity_id", "pk"))


def unsigned_drafts(viewer: Viewer, *, limit: int = 200) -> list[Draft]:
    """The viewer's drafts that were not signed, longest untouched first; with activity, case and person."""
    drafts = Draft.objects.filter(author=viewer.staff_id, signed_at=None, discarded_at=None)
    related = drafts.select_related("activity__case__person", "activity__office", "activity__professional")
    return list(related.order_by("saved_at", "pk")[:limit])


def visits_to_write_up(viewer: Viewer, *, now: datetime, limit: int = 50) -> list[Appointment]:
    """Attended appointments that left no entry in the journal, longest ago first; one query."""
    written = Activity.objects.filter(appointment=OuterRef("pk"), voided_at=None)
    return list(
        appointments_seen_by(viewer)
        .filter(
            staff__in=own_staff_ids(viewer),
            state="done",
            needs_worker=True,
            starts_at__gte=now - _VISIT_WINDOW,
        )
        .filter(~Exists(written))
        .order_by("starts_at", "pk")[:limit]
    )
