"""What others recorded on one's cases since the last close of the day."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from caseday.access.models import CaseEvent, ChainKind
from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Status
from caseday.looseends.models import DayClose
from caseday.people.rules.names import called
from caseday.today.rules import CameIn, Event, came_in

_MOST = 200
# What follows from something that is told already.
_UNSAID = ("sender_learned", "message_answered")
_USUAL_END = time(17)
_LONGEST_LOOK_BACK = timedelta(days=7)


def since_last_close(viewer: Viewer, closing: DayClose | None, day: date) -> datetime:
    """The last close before `day`; without one, five in the afternoon of the last weekday before it."""
    last = day - timedelta(days=1)
    while last.weekday() > 4:
        last -= timedelta(days=1)
    usual = datetime.combine(last, _USUAL_END, viewer.time_zone)
    if closing is None or closing.on >= day:
        return usual
    return max(closing.closed_at, usual - _LONGEST_LOOK_BACK)


def came_in_since(viewer: Viewer, staff_ids: Collection[UUID], since: datetime) -> list[CameIn]:
    """By case, the latest first: what somebody else did on the open cases of these workers. One query."""
    mine = frozenset(staff_ids) & viewer.caseload_staff_ids
    rows = _EVENTS.rows(staff_ids=mine, since=since, own_id=viewer.staff_id or _NOBODY)
    return came_in(
        Event(case_id, called(*names), summary or _verb_words(verb), actor, at)
        for case_id, summary, verb, actor, at, *names in rows
    )


_NAMES = ("given_name", "preferred_name", "family_name")
_NOBODY = UUID(int=0)


def _by_others(staff_ids: Collection[UUID], since: datetime, own_id: UUID) -> QuerySet[CaseEvent, Any]:
    mine = Case.objects.filter(assigned_to__in=staff_ids).exclude(status=Status.CLOSED)
    client = Case.objects.filter(pk=OuterRef("chain_id"))
    return (
        CaseEvent.objects.filter(
            recorded_at__gt=since, chain_kind=ChainKind.CASE, chain_id__in=mine.values("pk")
        )
        .exclude(actor_id=own_id)
        .exclude(verb__in=_UNSAID)
        .annotate(**{name: Subquery(client.values(f"person__{name}")) for name in _NAMES})
        .order_by("-recorded_at")
        .values_list("chain_id", "summary", "verb", "actor_name", "recorded_at", *_NAMES)[:_MOST]
    )


_EVENTS = Spelled(_by_others, is_planned_anew=True)


def _verb_words(verb: str) -> str:
    return verb.replace("_", " ").capitalize()
