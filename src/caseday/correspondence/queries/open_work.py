"""Messages as the list of open work needs them: what may mean harm, what did not leave, what waits in the inbox,
and visits of which the adjuster was not told.

The caller has authorized the workers, and shows no case that is out of the viewer's sight.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    JSONField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from caseday.access.permissions import can_work_on_cases
from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Party, Status
from caseday.correspondence.models import Message, Update
from caseday.correspondence.queries.inbox import COUNTED, waiting_of
from caseday.correspondence.queries.updates import ADJUSTER
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity, ActivityKind

FLAGGED, NOT_SENT, WAITING, UNTOLD = "flagged", "not_sent", "waiting", "untold"
_LOOK_BACK = timedelta(days=10)
_COLUMNS = ("what", "id_", "on_case", "via", "who", "words", "at_", "sending_state", "names")
_EMPTY = Value("", output_field=CharField())


class OpenMessage(NamedTuple):
    """`words`: the phrases, the trouble, how many wait, or what happened, by what it is. Of what waits there is one row
    for all."""

    what: str
    id: UUID | None
    case_id: UUID | None
    channel: str
    who: str
    words: str
    at: datetime
    sending_state: str
    names: Any

    @property
    def to(self) -> str:
        """Whom an outgoing one goes to."""
        named = (str(one.get("name") or one.get("address") or "") for one in self.names or ())
        return ", ".join(one for one in named if one)


def open_messages(viewer: Viewer, staff_ids: Collection[UUID], *, now: datetime) -> list[OpenMessage]:
    """All in one query, whose parts are answered by an index each. The inbox is the viewer's own."""
    if not can_work_on_cases(viewer):
        return []
    rows = _ROWS.rows(mine=staff_ids, caseload=viewer.caseload_staff_ids, since=now - _LOOK_BACK, until=now)
    found = [OpenMessage(*row) for row in rows]
    viewer.counted[COUNTED] = sum(int(one.words) for one in found if one.what == WAITING)
    return [one for one in found if one.what != WAITING or int(one.words)]


def _rows_of(
    mine: Collection[UUID], caseload: Collection[UUID], since: datetime, until: datetime
) -> QuerySet[Any, Any]:
    parts = (_not_sent(mine), _counted(waiting_of(caseload)), _untold(mine, since, until))
    return _flagged(mine).union(*parts, all=True)


_ROWS = Spelled(_rows_of)


def _flagged(mine: Collection[UUID]) -> QuerySet[Message, Any]:
    found = _with_case(Message.objects.filter(safety_seen_at=None).exclude(safety_words=""))
    theirs = Q(staff=None) | Q(staff__in=mine)
    on_mine = Q(filed__case__assigned_to__in=mine) | (Q(filed__case=None) & theirs)
    return _rows(found.filter(on_mine), FLAGGED, F("safety_words"))


def _not_sent(mine: Collection[UUID]) -> QuerySet[Message, Any]:
    failed = Message.objects.filter(staff__in=mine, state=Message.State.FAILED)
    return _rows(_with_case(failed), NOT_SENT, F("sending__trouble"), state=F("sending__state"))


def _untold(mine: Collection[UUID], since: datetime, until: datetime) -> QuerySet[Activity, Any]:
    """Visits and meetings of open cases with an adjuster, after the last update; none where one is promised already."""
    seen = Activity.objects.filter(
        staff__in=mine, started_at__gt=since, started_at__lte=until, voided_at=None,
        kind__in=(ActivityKind.VISIT, ActivityKind.MEETING), case__status=Status.OPEN,
    )  # fmt: skip
    of_case = {"case": OuterRef("case")}
    told = Update.objects.filter(
        **of_case, state=Update.State.TOLD, covers_until__gte=OuterRef("recorded_at")
    )
    promised = FollowUp.objects.filter(
        **of_case, state=FollowUp.State.OPEN, reach_role=ADJUSTER, text__icontains="update"
    )
    adjuster = Party.objects.filter(**of_case, role=ADJUSTER, to_on=None)
    found = seen.exclude(with_role=ADJUSTER).filter(~Exists(told), ~Exists(promised), Exists(adjuster))
    return (
        found.order_by()
        .annotate(
            what=Value(UNTOLD, output_field=CharField()),
            id_=F("pk"),
            on_case=F("case_id"),
            via=F("kind"),
            who=F("with_name"),
            words=F("summary"),
            at_=F("started_at"),
            sending_state=_EMPTY,
            names=Value(None, output_field=JSONField()),
        )
        .values_list(*_COLUMNS)
    )


def _with_case(found: QuerySet[Message]) -> QuerySet[Message]:
    return found.annotate(filed=FilteredRelation("filings", condition=Q(filings__undone_at=None)))


def _rows(found: QuerySet[Message], what: str, words: F, *, state: Any = None) -> QuerySet[Message, Any]:
    named = found.annotate(
        what=Value(what, output_field=CharField()),
        id_=F("pk"),
        on_case=F("filed__case_id"),
        via=F("channel"),
        who=Coalesce(NullIf("from_name", _EMPTY), F("from_address")),
        words=words,
        at_=F("at"),
        sending_state=state or _EMPTY,
        names=F("recipients"),
    )
    return named.order_by().values_list(*_COLUMNS)


def _counted(waiting: QuerySet[Message]) -> QuerySet[Message, Any]:
    """One row: how many wait, since when the oldest."""
    grouped = waiting.order_by().values(what=Value(WAITING, output_field=CharField()))
    return grouped.annotate(
        id_=Value(None, output_field=UUIDField()),
        on_case=Value(None, output_field=UUIDField()),
        via=_EMPTY,
        who=_EMPTY,
        words=Cast(Count("pk"), CharField()),
        at_=Min("at"),
        sending_state=_EMPTY,
        names=Value(None, output_field=JSONField()),
    ).values_list(*_COLUMNS)
