"""Every read of to-dos, viewer first."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from caseday.access.viewer import Viewer
from caseday.followups.models import FollowUp
from caseday.followups.permissions import visible_to
from caseday.followups.rules import Due
from caseday.kernel.errors import NotFound

_IN_ORDER = (F("due_on").asc(nulls_last=True), F("due_at").asc(nulls_last=True), "id")


def todos_seen_by(viewer: Viewer) -> QuerySet[FollowUp]:
    around = ("case__person", "office", "professional__office", "person", "staff")
    return FollowUp.objects.filter(visible_to(viewer)).select_related(*around)


def get_todo(viewer: Viewer, followup_id: UUID) -> FollowUp:
    """With everything around it, in one query; NotFound outside the viewer's sight."""
    found = todos_seen_by(viewer).filter(pk=followup_id).first()
    if found is None:
        raise NotFound
    return found


def open_todos(
    viewer: Viewer, staff_ids: Iterable[UUID] | None = None, *, until: date | None = None
) -> list[FollowUp]:
    """Open ones of these workers (default: the viewer and those they cover), earliest due first; one query.

    `until`: only those due by that day, and those without a day.
    """
    whose = {viewer.staff_id, *viewer.covered_staff_ids} if staff_ids is None else set(staff_ids)
    wanted = todos_seen_by(viewer).filter(staff__in=whose - {None}, state=FollowUp.State.OPEN)
    if until is not None:
        wanted = wanted.filter(Q(due_on=None) | Q(due_on__lte=until))
    return list(wanted.order_by(*_IN_ORDER))


def recently_ended(viewer: Viewer, limit: int = 15) -> list[FollowUp]:
    """The viewer's own, newest first."""
    ended = todos_seen_by(viewer).filter(staff=viewer.staff_id).exclude(state=FollowUp.State.OPEN)
    return list(ended.order_by("-ended_at", "-id")[:limit])


def due_of(followup: FollowUp) -> Due:
    return Due(followup.due_on, followup.due_at)


def case_of_followup(followup_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    found = FollowUp.objects.filter(pk=followup_id, case__isnull=False)
    return [case_id for case_id in found.values_list("case_id", flat=True) if case_id]
