"""The two queries of open work: what is read of requests, and of everything below them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from caseday.access.spelled import Spelled
from caseday.followups.models import ClockRun, FollowUp, ReadinessLine, Request, StepClaim, Told
from caseday.followups.queries.knowing import present_parties, receipts_of
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
    pack_version_id: UUID | None
    pack_overlay_id: UUID | None
    day_at: datetime | None
    day_zone: str | None
    day_state: str | None
    day_office: str | None
    day_place: str | None
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
    "case__pack_version_id",
    "case__pack_overlay_id",
    "appointment__starts_at",
    "appointment__time_zone",
    "appointment__state",
    "appointment__office__name",
    "appointment__place",
    "is_renewed",
)


class Part(NamedTuple):
    """A row of any of the tables below a request (of a party: below its case); what a column holds is said by
    `_parts`."""

    table: str
    request_id: UUID
    id: UUID | None
    about_id: UUID | None
    third_id: UUID | None
    slug: str
    outcome: str
    words: str
    who: str
    role: str
    how: str
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
    goes_on = Q(pk__in=ClockRun.objects.filter(stopped_at=None).values("request"))
    wanted = mine.filter(Q(state__in=OPEN) | Q(runs_out | goes_on, state=Request.State.DONE))
    told = wanted.annotate(is_renewed=Exists(renewing)).order_by("opened_at", "pk")
    return told.values_list(*_COLUMNS)


# PostgreSQL takes a column that begins with two bare NULLs for text.
_NOBODY = Cast(Value(None), UUIDField())
_NEVER = Value(None, output_field=DateTimeField())
_NO_DAY = Value(None, output_field=DateField())


def _parts(staff_ids: Collection[UUID], today: date, first: datetime, last: datetime) -> QuerySet[Any, Any]:
    """Seven tables in one query, each with the columns of `Part`; lines only of a day that is near."""
    no, zero, blank = Value(False), Value(0), Value("")
    nobody, never, no_day = _NOBODY, _NEVER, _NO_DAY
    mine = Request.objects.filter(staff__in=staff_ids, state__in=OPEN).order_by()
    ids = mine.values("pk")
    near = mine.filter(appointment__starts_at__range=(first, last)).values("pk")
    claims = StepClaim.objects.filter(request__in=ids, withdrawn_at=None).values_list(
        Value("claim"), "request_id", "pk", nobody, nobody, "step", "outcome", "reason", "said_by", "said_role",
        "verified_how", "is_denial", "said_at", "verified_at", "withdrawn_at", "happened_on", zero,
    )  # fmt: skip
    told = Told.objects.filter(request__in=ids).values_list(
        Value("told"), "request_id", nobody, "claim_id", nobody, "channel", blank, blank, blank, "role",
        blank, no, "told_at", never, never, no_day, zero,
    )  # fmt: skip
    running = ClockRun.objects.filter(request__staff__in=staff_ids, stopped_at=None)
    clocks = running.exclude(request__state=Request.State.DROPPED).values_list(
        Value("clock"), "request_id", "pk", nobody, nobody, "clock", blank, blank, "jurisdiction", blank,
        blank, no, "started_at", "due_at", never, no_day, zero,
    )  # fmt: skip
    chases = FollowUp.objects.filter(request__in=ids, state=FollowUp.State.OPEN, due_on__gt=today).values_list(
        Value("chase"), "request_id", nobody, nobody, nobody, blank, blank, blank, blank, blank,
        blank, no, "last_attempt_at", never, never, "due_on", zero,
    )  # fmt: skip
    lines = ReadinessLine.objects.filter(request__in=near).values_list(
        Value("line"), "request_id", nobody, nobody, nobody, "slug", blank, "word", blank, blank,
        "confirmed_for_place", "is_needed", "confirmed_at", "verified_at", "confirmed_for_at", no_day,
        "stands_out_days_before",
    )  # fmt: skip
    parties = present_parties().filter(case__in=mine.values("case")).values_list(
        Value("party"), "case_id", nobody, "at_office", "professional_id", blank, blank, blank, blank, "role",
        blank, no, never, never, never, no_day, zero,
    )  # fmt: skip
    receipts = receipts_of(ids).values_list(
        Value("receipt"), "document__claims__request_id", "document__claims__pk", "office_id", "professional_id",
        blank, blank, blank, blank, "to_role", blank, no, "came_at", never, never, no_day, zero,
    )  # fmt: skip
    others = (told, clocks, chases, lines, parties, receipts)
    return claims.order_by().union(*(one.order_by() for one in others), all=True)


ROWS, PARTS = Spelled(_rows), Spelled(_parts)
