"""What was asked of others for clients, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.viewer import Viewer
from caseday.advocacy.models import Effort
from caseday.advocacy.permissions import visible_to
from caseday.advocacy.rules import Counts, Period, count_efforts
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.correspondence.queries.ways import Receiver, receivers_of
from caseday.followups.models import Request
from caseday.kernel.errors import NotFound

_AROUND = ("case__person", "staff", "office", "professional", "person", "followup", "request")
_MOST_REQUESTS = 60


@dataclass(frozen=True)
class EffortRow:
    """One line of the export: no name of a client, for counts need none."""

    asked_on: date
    case_number: str
    asked: str
    whom: str
    ground: str
    outcome: str
    outcome_on: date | None
    by: str


def efforts_seen_by(viewer: Viewer) -> QuerySet[Effort]:
    return Effort.objects.filter(visible_to(viewer)).select_related(*_AROUND)


def get_effort(viewer: Viewer, effort_id: UUID) -> Effort:
    found = efforts_seen_by(viewer).filter(pk=effort_id).first()
    if found is None:
        raise NotFound
    return found


def efforts_of_case(viewer: Viewer, case_id: UUID) -> list[Effort]:
    """The latest first; void ones with them, for they stay readable."""
    case = get_case(viewer, case_id)
    return list(efforts_seen_by(viewer).filter(case=case).order_by("-asked_on", "-pk"))


def open_efforts_of_case(case_id: UUID) -> list[Effort]:
    """Of a case in sight: what nobody answered yet, the oldest first."""
    found = Effort.objects.filter(case=case_id, outcome=Effort.Outcome.OPEN, voided_at=None)
    return list(found.order_by("asked_on", "pk"))


def _between(viewer: Viewer, first: date, last: date) -> QuerySet[Effort]:
    return Effort.objects.filter(visible_to(viewer), voided_at=None, asked_on__range=(first, last))


def counts_seen_by(viewer: Viewer, periods: Iterable[Period]) -> list[Counts]:
    """Of all cases in sight; one query."""
    wanted = list(periods)
    if not wanted:
        return []
    rows = _between(viewer, min(one.first for one in wanted), max(one.last for one in wanted))
    return count_efforts(rows.values_list("asked_on", "outcome", "case__person_id"), wanted)


def efforts_between(viewer: Viewer, first: date, last: date) -> list[EffortRow]:
    """For the file of a period, in order of time; one query."""
    rows = _between(viewer, first, last).select_related("case", "staff").order_by("asked_on", "pk")
    return [
        EffortRow(
            one.asked_on,
            one.case.number,
            one.asked,
            one.whom,
            str(one.get_ground_display()),
            str(one.get_outcome_display()),
            one.outcome_on,
            one.staff.name,
        )
        for one in rows
    ]


def asked_choices(viewer: Viewer, case: Case, *, now: datetime) -> list[Receiver]:
    """Of whom one asks: who is around the case, without the client, for whom it is asked."""
    found = receivers_of(viewer, case, on=now.astimezone(viewer.time_zone).date())
    return [one for one in found if one.person_id != case.person_id]


def requests_to_link(case: Case) -> list[Request]:
    """Open ones first."""
    found = Request.objects.filter(case=case).order_by("-opened_at", "-pk")[:_MOST_REQUESTS]
    return sorted(found, key=lambda one: one.state not in ("open", "blocked"))


def case_of_effort(effort_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(Effort.objects.filter(pk=effort_id).values_list("case_id", flat=True))
