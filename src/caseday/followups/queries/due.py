"""To-dos as the list of open work needs them: few columns, no objects."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.followups.models import FollowUp
from caseday.followups.queries.untils import until_holds, waiting
from caseday.followups.rules import Due


class DueTodo(NamedTuple):
    id: UUID
    case_id: UUID | None
    text: str
    due_on: date | None
    due_at: datetime | None
    promised_at: datetime
    promised_to: str
    reach_role: str
    office_id: UUID | None
    office: str | None
    request_id: UUID | None
    until: str
    waits_for_id: UUID | None
    attempts: int
    last_attempt_at: datetime | None

    @property
    def due(self) -> Due:
        return Due(self.due_on, self.due_at)


_COLUMNS = (
    "pk",
    "case_id",
    "text",
    "due_on",
    "due_at",
    "promised_at",
    "promised_to",
    "reach_role",
    "office_id",
    "office__name",
    "request_id",
    "until",
    "waits_for_id",
    "attempts",
    "last_attempt_at",
)


def todos_due(viewer: Viewer, staff_ids: Collection[UUID], *, until: date) -> list[DueTodo]:
    """Open ones of these workers that are due by that day and wait for no other, earliest first; two queries.

    The caller has authorized the workers, and shows no case that is out of the viewer's sight.
    """
    rows = FollowUp.objects.filter(staff__in=staff_ids, state=FollowUp.State.OPEN, due_on__lte=until)
    found = [DueTodo(*row) for row in rows.order_by("due_on", "due_at", "id").values_list(*_COLUMNS)]
    resting = _resting([one.id for one in found if one.until or one.waits_for_id])
    return [one for one in found if one.id not in resting]


def _resting(ids: list[UUID]) -> set[UUID]:
    """Of these, the chases whose until holds, and those that wait for another."""
    if not ids:
        return set()
    return set(FollowUp.objects.filter(until_holds() | waiting(), pk__in=ids).values_list("pk", flat=True))
