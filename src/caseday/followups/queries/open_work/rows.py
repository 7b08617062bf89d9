"""The two queries of open work: what is read of requests, and of everything below them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, UUIDField, Value

from caseday.access.spelled import Spelled
from caseday.followups.models import ClockRun, FollowUp, ReadinessLine, Request, StepClaim, Told
from caseday.followups.queries.practice import most_approval_units
from caseday.followups.queries.requests import OPEN


class Row(NamedTuple):
    id: UUID
    case_id: UUID
    staff_id: UUID
    kind: str
    title: str
    state: str
    opened_at: datetime
    blocked_at: datetime | None
    blocked_reason: str
    needed_by: datetime | None
    expires_on: date | None
    units_approved: int | None
    units_used: int
    unit_word: str
    office_id: UUID | None
    office: str | None
    professional: str | None
    zone_name: str
    program: str
    referred_at: datetime
    jurisdiction: str
    day_at: datetime | None
    day_zone: str | None
    day_state: str | None
    is_renewed: bool


_COLUMNS = (
    "pk",
    "case_id",
    "staff_id",
    "kind",
    "title",
    "state",
    "opened_at",
    "blocked_at",
    "blocked_reason",
    "needed_by",
    "expires_on",
    "units_approved",
    "units_used",
    "unit_word",
    "office_id",
    "office__name",
    "professional__name",
    "staff__time_zone",
    "case__program",
    "case__referred_at",
    "case__jurisdiction",
    "appointment__starts_at",
    "appointment__time_zone",
    "appointment__state",
    "is_renewed",
)


class Part(NamedTuple):
    """A row of any of the tables below a request; what a column holds is said by `_parts`."""

    table: str
    request_id: UUID
    id: UUID | None
    about_id: UUID | None
    slug: str
    outcome: str
    words: str
    who: str
    role: str
    flag: bool
    at: datetime | None
    second_at: datetime | None
    third_at: datetime | None
    on: date | None
    days: int


def _rows(staff_ids: Collection[UUID], first: date, last: date) -> QuerySet[Request, tuple[Any, ...]]:
    few = Q(units_approved__gt=0, units_approved__lte=F("units_used") + most_approval_units())
    still = Q(expires_on=None) | Q(expires_on__gte=first)
    runs_out = Q(expires_on__gte=first, expires_on__lte=last) | (few & still)
    renewing = Request.objects.filter(part_of=OuterRef("pk"))
    mine = Request.objects.filter(staff__in=staff_ids).exclude(case__status="closed")
    wanted = mine.filter(Q(state__in=OPEN) | Q(runs_out, state=Request.State.DONE))
    told = wanted.annotate(is_renewed=Exists(renewing)).order_by("opened_at", "pk")
    return told.values_list(*_COLUMNS)


def _parts(staff_ids: Collection[UUID], today: date, first: datetime, last: datetime) -> QuerySet[Any, Any]:
    """Five tables in one query, each with the columns of `Part`; lines only of a day that is near."""
    no, zero, blank = Value(False), Value(0), Value("")
    nobody, never = Value(None, output_field=UUIDField()), Value(None, output_field=DateTimeField())
    no_day = Value(None, output_field=DateField())
    mine = Request.objects.filter(staff__in=staff_ids, state__in=OPEN).order_by()
    ids = mine.values("pk")
    near = mine.filter(appointment__starts_at__range=(first, last)).values("pk")
    claims = StepClaim.objects.filter(request__in=ids, withdrawn_at=None).values_list(
        Value("claim"), "request_id", "pk", nobody, "step", "outcome", "reason", "said_by", "said_role",
        "is_denial", "said_at", "verified_at", "withdrawn_at", "happened_on", zero,
    )  # fmt: skip
    told = Told.objects.filter(request__in=ids).values_list(
        Value("told"), "request_id", nobody, "claim_id", "channel", blank, blank, blank, "role",
        no, "told_at", never, never, no_day, zero,
    )  # fmt: skip
    clocks = ClockRun.objects.filter(request__in=ids, stopped_at=None).values_list(
        Value("clock"), "request_id", "pk", nobody, "clock", blank, blank, "jurisdiction", blank,
        no, "started_at", "due_at", never, no_day, zero,
    )  # fmt: skip
    chases = FollowUp.objects.filter(request__in=ids, state=FollowUp.State.OPEN, due_on__gt=today).values_list(
        Value("chase"), "request_id", nobody, nobody, blank, blank, blank, blank, blank,
        no, "last_attempt_at", never, never, "due_on", zero,
    )  # fmt: skip
    lines = ReadinessLine.objects.filter(request__in=near).values_list(
        Value("line"), "request_id", nobody, nobody, "slug", blank, "word", blank, blank,
        "is_needed", "confirmed_at", "verified_at", never, no_day, "stands_out_days_before",
    )  # fmt: skip
    return claims.order_by().union(*(one.order_by() for one in (told, clocks, chases, lines)), all=True)


ROWS, PARTS = Spelled(_rows), Spelled(_parts)
