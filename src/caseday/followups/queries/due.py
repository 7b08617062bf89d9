"""To-dos and chases as the list of open work needs them: few columns, no objects."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.followups.models import Attempt, FollowUp
from caseday.followups.queries.untils import until_holds, waiting
from caseday.followups.rules import Due, Rhythm, attempt_words, rhythm_words, until_words
from caseday.programs.rules import Pack, word_of


class DueTodo(NamedTuple):
    """`office_id` is where to reach them; `reach_name` the person there. `rests`: its until holds, or it waits."""

    id: UUID
    staff_id: UUID
    case_id: UUID | None
    text: str
    due_on: date | None
    due_at: datetime | None
    promised_at: datetime
    promised_to: str
    reach_role: str
    office_id: UUID | None
    office: str | None
    reach_name: str | None
    request_id: UUID | None
    request_kind: str | None
    cadence: str
    every_days: int
    window_until: date | None
    until: str
    until_step: str
    until_document_kind: str
    until_appointment_id: UUID | None
    until_appointment: str | None
    until_identifier_id: UUID | None
    until_identifier_kind: str | None
    attempts: int
    last_attempt_at: datetime | None
    last_result: str | None
    last_hold_minutes: int | None
    rests: bool

    @property
    def due(self) -> Due:
        return Due(self.due_on, self.due_at)

    @property
    def is_chase(self) -> bool:
        """It has a rhythm, an end, or a request that it pursues; a plain to-do has none."""
        return bool(self.cadence or self.until or self.request_id)

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.cadence, self.every_days, self.window_until)

    def until_in_words(self, pack: Pack | None) -> str:
        """`until the visit report is here`; "" where nothing ends it by itself. Without a case, without its pack."""
        return until_words(self.until, self._until_what(pack))

    def _until_what(self, pack: Pack | None) -> str:
        if self.until == FollowUp.Until.STEP:
            kind = pack.request_kind(self.request_kind or "") if pack else None
            return word_of(kind.steps if kind else (), self.until_step).lower()
        if self.until == FollowUp.Until.DOCUMENT:
            return word_of(pack.document_kinds if pack else (), self.until_document_kind).lower()
        if self.until == FollowUp.Until.READ_BACK:
            return word_of(pack.identifier_kinds if pack else (), self.until_identifier_kind or "").lower()
        return self.until_appointment or ""

    def often_in_words(self) -> str:
        return rhythm_words(self.rhythm)

    def tries_in_words(self, now: datetime, zone: ZoneInfo) -> str:
        """`attempt 3, last: left word Tue 14:10`; "" before the first."""
        last = self.last_result or ""
        return attempt_words(self.attempts, last, self.last_hold_minutes, self.last_attempt_at, now, zone)


_COLUMNS = (
    "pk",
    "staff_id",
    "case_id",
    "text",
    "due_on",
    "due_at",
    "promised_at",
    "promised_to",
    "reach_role",
    "where",
    "office__name",
    "professional__name",
    "request_id",
    "request__kind",
    "cadence",
    "every_days",
    "window_until",
    "until",
    "until_step",
    "until_document_kind",
    "until_appointment_id",
    "until_appointment__title",
    "until_identifier_id",
    "until_identifier__kind",
    "attempts",
    "last_attempt_at",
    "last_result",
    "last_hold_minutes",
    "rests",
)


def _due(staff_ids: Collection[UUID], until: date) -> QuerySet[FollowUp, tuple[Any, ...]]:
    rows = FollowUp.objects.filter(staff__in=staff_ids, state=FollowUp.State.OPEN, due_on__lte=until)
    tries = Attempt.objects.filter(followup=OuterRef("pk")).order_by("-at", "-pk")
    told = rows.annotate(
        where=Coalesce("office_id", "professional__office_id"),
        last_result=tries.values("result")[:1],
        last_hold_minutes=tries.values("hold_minutes")[:1],
        rests=until_holds() | Q(waiting()),
    )
    return told.order_by("due_on", "due_at", "id").values_list(*_COLUMNS)


_DUE = Spelled(_due)


def todos_due(viewer: Viewer, staff_ids: Collection[UUID], *, until: date) -> list[DueTodo]:
    """Open ones of these workers that are due by that day and wait for no other, earliest first; one query.

    The caller has authorized the workers, and shows no case that is out of the viewer's sight.
    """
    found = map(DueTodo._make, _DUE.rows(staff_ids=staff_ids, until=until))
    return [one for one in found if not one.rests]
