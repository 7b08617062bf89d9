"""What is not finished: activities without a note, drafts without a signature, visits without an entry.

Each is answered by a partial index that holds open rows only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.journal.models import Activity, ActivityKind, Draft, Note
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
    around = ("case__person", "office", "professional", "staff")
    return Activity.objects.filter(staff__in=whose, **_WANTS_NOTE).select_related(*around)


_WANTS_NOTE: dict[str, Any] = {"needs_note": True, "noted_at": None, "voided_at": None}


class Unnoted(NamedTuple):
    id: UUID
    case_id: UUID | None
    kind: str
    with_name: str
    with_role: str
    started_at: datetime
    note_begun_at: datetime | None

    @property
    def what(self) -> str:
        return what_words(self.kind, self.with_name, self.with_role)


def what_words(kind: str, with_name: str, with_role: str) -> str:
    """`call with Dana Whitfield`, `paperwork`."""
    who, word = with_name or with_role.replace("_", " "), ActivityKind(kind).label.lower()
    return f"{word} with {who}" if who else word


_UNNOTED = ("pk", "case_id", "kind", "with_name", "with_role", "started_at", "note_begun_at")


def unnoted(viewer: Viewer, staff_ids: Collection[UUID], *, limit: int = 200) -> list[Unnoted]:
    """As `activities_without_note`, few columns: for the list of open work."""
    whose = frozenset(staff_ids) & viewer.caseload_staff_ids
    return [Unnoted(*row) for row in _WITHOUT_NOTE.rows(staff_ids=whose)[:limit]]


def _without_note(staff_ids: Collection[UUID]) -> QuerySet[Activity, tuple[Any, ...]]:
    rows = Activity.objects.filter(staff__in=staff_ids, **_WANTS_NOTE)
    return rows.order_by("started_at", "pk").values_list(*_UNNOTED)


_WITHOUT_NOTE = Spelled(_without_note)


class UnsignedDraft(NamedTuple):
    id: UUID
    activity_id: UUID
    case_id: UUID | None
    kind: str
    amends_id: UUID | None
    saved_at: datetime
    activity_kind: str
    with_name: str
    with_role: str

    @property
    def what(self) -> str:
        kind = Note.Kind(self.kind).label.lower()
        return f"{kind}, {what_words(self.activity_kind, self.with_name, self.with_role)}"


_OF_DRAFT = (
    "pk",
    "activity_id",
    "activity__case_id",
    "kind",
    "amends_id",
    "saved_at",
    "activity__kind",
    "activity__with_name",
    "activity__with_role",
)


def drafts_of_additions(viewer: Viewer, *, limit: int = 200) -> list[UnsignedDraft]:
    """The viewer's unsigned drafts that no activity without note shows already; longest untouched first."""
    if viewer.staff_id is None:
        return []
    return [UnsignedDraft(*row) for row in _ADDITIONS.rows(author_id=viewer.staff_id)[:limit]]


def _additions(author_id: UUID) -> QuerySet[Draft, tuple[Any, ...]]:
    beside = Q(amends__isnull=False) | Q(activity__noted_at__isnull=False) | Q(activity__needs_note=False)
    drafts = Draft.objects.filter(beside, author=author_id, signed_at=None, discarded_at=None)
    return drafts.order_by("saved_at", "pk").values_list(*_OF_DRAFT)


_ADDITIONS = Spelled(_additions)


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
