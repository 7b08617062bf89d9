"""Requests with where they stand: rows and their statements, put together; the number of queries never depends on how
many there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Status
from caseday.cases.queries import get_case, pack_of
from caseday.documents.models import Document
from caseday.followups.models import ClockRun, Request, RequestPaper, StepClaim, Told
from caseday.followups.permissions import requests_visible_to
from caseday.followups.queries.knowing import parties_by_case, receipts_by_request
from caseday.followups.rules import (
    Claim,
    Matrix,
    Party,
    Receipt,
    Rung,
    Standing,
    ToldFact,
    matrix_of,
    standing_of,
)
from caseday.kernel.errors import NotFound
from caseday.programs.queries import find_clock
from caseday.programs.rules import Clock, Pack, RequestKind, Step, WorkCalendar, due_at, word_of
from caseday.programs.rules.requests import CASE_MANAGER, CLIENT

OPEN = (Request.State.OPEN, Request.State.BLOCKED)


@dataclass(frozen=True)
class Followed:
    """A request, its kind in the pack of its case, and everything said of it."""

    row: Request
    pack: Pack
    claims: list[StepClaim] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    clocks: list[ClockRun] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)

    @cached_property
    def kind(self) -> RequestKind | None:
        return self.pack.request_kind(self.row.kind)

    @property
    def kind_word(self) -> str:
        return word_of(self.pack.request_kinds, self.row.kind)

    @cached_property
    def standing(self) -> Standing:
        steps = self.kind.steps if self.kind else ()
        return standing_of(steps, [claim_of(one) for one in self.claims], usual_times(self.row, self.pack))

    @cached_property
    def matrix(self) -> Matrix:
        must_know = self.kind.must_know if self.kind else ()
        told = [_told_fact(one) for one in self.told]
        return matrix_of(self.standing, must_know, told, self.parties, self.receipts)

    @property
    def version(self) -> int:
        """Grows with everything that somebody says, verifies or withdraws: on what a page stands."""
        touched = sum(bool(one.verified_at) + bool(one.withdrawn_at) for one in self.claims)
        return len(self.claims) + touched

    @property
    def is_open(self) -> bool:
        return self.row.state in OPEN

    def role_word(self, role: str) -> str:
        if role == CLIENT:
            return self.pack.words.client.capitalize()
        return "Case manager" if role == CASE_MANAGER else word_of(self.pack.party_roles, role)

    @property
    def who_answers(self) -> list[str]:
        return [self.role_word(role) for role in self.standing.who_answers]


def usual_times(row: Request, pack: Pack) -> Callable[[Rung | None, datetime], datetime | None]:
    """Working days are those of the pack, in the zone of whoever follows the request."""
    calendar: WorkCalendar = pack.calendar(
        zone=ZoneInfo(row.staff.time_zone), jurisdiction=row.case.jurisdiction
    )

    def usual(rung: Rung | None, since: datetime) -> datetime | None:
        if rung is None:
            return due_at(since, pack.followup_practice.verify_within.count, "working_days", calendar)
        if isinstance(rung, Step) and rung.usual_within:
            return due_at(since, rung.usual_within, rung.unit, calendar)
        return None

    return usual


def claim_of(row: StepClaim) -> Claim:
    return Claim(
        id=row.pk,
        step=row.step,
        said_at=row.said_at,
        outcome=row.outcome,
        is_denial=row.is_denial,
        said_by=row.said_by,
        said_role=row.said_role,
        office=row.office.name if row.office else "",
        channel=row.channel,
        reason=row.reason,
        happened_on=row.happened_on,
        written_by=row.staff.name,
        verified_at=row.verified_at,
        verified_by=row.verified_by.name if row.verified_by else "",
        verified_how=row.verified_how,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        document_id=row.document_id,
        document_title=row.document.title if row.document else "",
        activity_id=row.activity_id,
    )


def _told_fact(row: Told) -> ToldFact:
    return ToldFact(
        role=row.role,
        channel=row.channel,
        told_at=row.told_at,
        name=row.name,
        proof=row.proof,
        claim_id=row.claim_id,
        written_by=row.staff.name,
    )


_AROUND = ("case__person", "staff", "office", "professional__office", "appointment__office", "service")


def requests_seen_by(viewer: Viewer) -> QuerySet[Request]:
    return Request.objects.filter(requests_visible_to(viewer)).select_related(*_AROUND)


def followed(rows: Iterable[Request] | QuerySet[Request]) -> list[Followed]:
    """With claims, tellings, clocks, the parties of the case and who has the papers: five queries beside that of the
    rows."""
    found = list(rows.prefetch_related(*belongings()) if isinstance(rows, QuerySet) else rows)
    parties = parties_by_case({one.case_id for one in found}) if found else {}
    receipts = receipts_by_request([one.pk for one in found]) if found else {}
    return [
        Followed(
            row=one,
            pack=pack_of(one.case),
            claims=list(one.claims.all()),
            told=list(one.told.all()),
            clocks=list(one.clocks.all()),
            parties=parties.get(one.case_id, []),
            receipts=receipts.get(one.pk, []),
        )
        for one in found
    ]


def belongings() -> list[Prefetch[str, QuerySet[StepClaim] | QuerySet[Told] | QuerySet[ClockRun], str]]:
    said = StepClaim.objects.select_related("office", "staff", "verified_by", "document")
    return [
        Prefetch("claims", said.order_by("said_at", "pk")),
        Prefetch("told", Told.objects.select_related("staff").order_by("told_at", "pk")),
        Prefetch("clocks", ClockRun.objects.order_by("started_at", "pk")),
    ]


def get_followed(viewer: Viewer, request_id: UUID) -> Followed:
    """A request and what was said of it, in six queries; NotFound outside the viewer's sight."""
    found = followed(requests_seen_by(viewer).filter(pk=request_id))
    if not found:
        raise NotFound
    return found[0]


def read_again(row: Request) -> Followed:
    """As it is now, for an action that has authorized and locked it."""
    return followed(Request.objects.select_related(*_AROUND).filter(pk=row.pk))[0]


def requests_of_case(viewer: Viewer, case_id: UUID) -> list[Followed]:
    """Blocked ones first, then open ones, then those that ended; the newest of each first. Seven queries."""
    case = get_case(viewer, case_id)
    found = followed(requests_seen_by(viewer).filter(case=case).order_by("-opened_at", "-pk"))
    order = [Request.State.BLOCKED, Request.State.OPEN, Request.State.DONE, Request.State.DROPPED]
    return sorted(found, key=lambda one: order.index(Request.State(one.row.state)))


def open_requests(viewer: Viewer, staff_ids: Iterable[UUID] | None = None) -> list[Followed]:
    """Open and blocked ones of these workers (default: the viewer and those they cover), the oldest first.

    Six queries for all of them; what is loose about them is drawn from the list without another one.
    """
    wanted = requests_seen_by(viewer).filter(followed_by(viewer, staff_ids), state__in=OPEN)
    return followed(wanted.exclude(case__status="closed").order_by("opened_at", "pk"))


def followed_by(viewer: Viewer, staff_ids: Iterable[UUID] | None) -> Q:
    """Their own, and those of their cases: a case that was handed over brings its requests along.

    Asks for the cases first, in a query of its own: with a query inside, "or" makes the database look at every request
    of the agency, while two lists of ids go by two indexes.
    """
    asked = {viewer.staff_id, *viewer.covered_staff_ids} if staff_ids is None else set(staff_ids)
    whose = asked - {None}
    cases = Case.objects.filter(assigned_to__in=whose).exclude(status=Status.CLOSED)
    return Q(staff__in=whose) | Q(case__in=list(cases.values_list("pk", flat=True)))


def papers_of(row: Request) -> list[RequestPaper]:
    return list(row.papers.select_related("document").order_by("-document__received_at", "pk"))


def get_claim(viewer: Viewer, claim_id: UUID) -> StepClaim:
    found = StepClaim.objects.filter(pk=claim_id, request__in=requests_seen_by(viewer).values("pk")).first()
    if found is None:
        raise NotFound
    return found


def get_clock_run(viewer: Viewer, clock_id: UUID) -> ClockRun:
    found = ClockRun.objects.filter(pk=clock_id, request__in=requests_seen_by(viewer).values("pk")).first()
    if found is None:
        raise NotFound
    return found


def rule_of(run: ClockRun, row: Request) -> Clock | None:
    """The rule as it was when the clock began; None where no file names it any more."""
    on = run.started_at.astimezone(ZoneInfo(row.staff.time_zone)).date()
    return find_clock(run.clock, run.jurisdiction, on)


def papers_to_file(row: Request, limit: int = 50) -> list[Document]:
    """Of the case, the latest first, without those that the request has."""
    papers = Document.objects.filter(case_id=row.case_id, voided_at=None).exclude(filed_under__request=row)
    return list(papers.order_by("-received_at", "-pk")[:limit])


def case_of_request(request_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(Request.objects.filter(pk=request_id).values_list("case_id", flat=True))


def case_of_claim(claim_id: UUID) -> list[UUID]:
    return list(StepClaim.objects.filter(pk=claim_id).values_list("request__case_id", flat=True))


def case_of_clock(clock_id: UUID) -> list[UUID]:
    return list(ClockRun.objects.filter(pk=clock_id).values_list("request__case_id", flat=True))
