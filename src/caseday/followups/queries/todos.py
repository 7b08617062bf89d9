"""Every read of to-dos, viewer first."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet

from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.followups.models import Attempt, FollowUp
from caseday.followups.permissions import visible_to
from caseday.followups.queries.untils import still_open, until_holds, waiting
from caseday.followups.rules import Due
from caseday.kernel.errors import NotFound

IN_ORDER = ("is_waiting", F("due_on").asc(nulls_last=True), F("due_at").asc(nulls_last=True), "id")
_MOST_OF_CASE = 200
_AROUND = ("case__person", "office", "professional__office", "person", "staff")
_CHASED = ("request", "waits_for", "until_appointment", "until_identifier")


def todos_seen_by(viewer: Viewer) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(visible_to(viewer)).select_related(*_AROUND)


def as_shown(todos: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With what a row tells of a chase: the last try, whether it waits, whether its until holds. No query more."""
    tries = Attempt.objects.filter(followup=OuterRef("pk")).order_by("-at", "-pk")
    return todos.select_related(*_AROUND, *_CHASED).annotate(
        is_waiting=waiting(),
        last_result=tries.values("result")[:1],
        last_hold_minutes=tries.values("hold_minutes")[:1],
    )


def get_todo(viewer: Viewer, followup_id: UUID) -> FollowUp:
    """With everything around it, in one query; NotFound outside the viewer's sight."""
    shown = as_shown(todos_seen_by(viewer).filter(pk=followup_id))
    found = shown.annotate(has_held=until_holds()).first()
    if found is None:
        raise NotFound
    return found


def open_todos(
    viewer: Viewer, staff_ids: Iterable[UUID] | None = None, *, until: date | None = None
) -> list[FollowUp]:
    """Open ones of these workers (default: the viewer and those they cover), earliest due first; one query.

    A chase whose until holds is not among them. Those that wait for another stand below. `until`: only those due
    by that day, and those without a day.
    """
    whose = {viewer.staff_id, *viewer.covered_staff_ids} if staff_ids is None else set(staff_ids)
    wanted = todos_seen_by(viewer).filter(still_open(), staff__in=whose - {None})
    if until is not None:
        wanted = wanted.filter(Q(due_on=None) | Q(due_on__lte=until))
    return list(as_shown(wanted).order_by(*IN_ORDER))


def open_todos_of_case(case_id: UUID, limit: int = _MOST_OF_CASE) -> list[FollowUp]:
    """Of a case that the caller has fetched: in the order of `open_todos`; one query."""
    return _OPEN_OF_CASE.objects(case_id=case_id)[:limit]


def _open_of_case(case_id: UUID) -> QuerySet[FollowUp]:
    wanted = FollowUp.objects.filter(still_open(), case=case_id)
    return as_shown(wanted).order_by(*IN_ORDER)[:_MOST_OF_CASE]


_OPEN_OF_CASE = SpelledObjects(_open_of_case)


def recently_ended(viewer: Viewer, limit: int = 15) -> list[FollowUp]:
    """The viewer's own, newest first; those that ended by themselves and are not settled yet before them."""
    own = todos_seen_by(viewer).filter(~still_open(), staff=viewer.staff_id)
    return list(own.order_by(F("ended_at").desc(nulls_first=True), "-id")[:limit])


def due_of(followup: FollowUp) -> Due:
    return Due(followup.due_on, followup.due_at)


def case_of_followup(followup_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    found = FollowUp.objects.filter(pk=followup_id, case__isnull=False)
    return [case_id for case_id in found.values_list("case_id", flat=True) if case_id]
