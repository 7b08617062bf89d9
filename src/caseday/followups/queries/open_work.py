"""Open requests as the list of open work needs them: few columns, no objects, two queries for any number.

What is loose about one is said by the same rules as on its page (`Standing`, `Matrix`, `limit_words`), by
the practice of its pack.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, UUIDField, Value

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.followups.models import ClockRun, FollowUp, ReadinessLine, Request, StepClaim, Told
from caseday.followups.queries.practice import (
    longest_approval_days,
    longest_expired_days,
    most_approval_units,
)
from caseday.followups.queries.readiness import LONGEST_DAYS_BEFORE, OFF
from caseday.followups.queries.request_facts import REPORTS
from caseday.followups.queries.requests import OPEN
from caseday.followups.rules import (
    Claim,
    LineFact,
    LineState,
    Matrix,
    Rung,
    Standing,
    StepStanding,
    ToldFact,
    expiry_window,
    limit_words,
    matrix_of,
    standing_of,
    state_of,
)
from caseday.programs.queries import find_clock, get_pack
from caseday.programs.rules import Pack, RequestKind, Step, WorkCalendar, due_at, word_of
from caseday.programs.rules.requests import CASE_MANAGER, CLIENT


class _Row(NamedTuple):
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


class _Part(NamedTuple):
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


class Running(NamedTuple):
    """A clock that runs; `due_at` None while it stands still."""

    id: UUID
    slug: str
    jurisdiction: str
    started_at: datetime
    due_at: datetime | None

    def word(self, zone: ZoneInfo) -> str:
        known = find_clock(self.slug, self.jurisdiction, self.started_at.astimezone(zone).date())
        return known.word if known else self.slug.replace("_", " ").capitalize()


class _Line(NamedTuple):
    word: str
    fact: LineFact


@dataclass
class OpenRequest:
    """One request with what was said of it; `lines` only where its day is near."""

    row: _Row
    usual: Callable[[Rung | None, datetime], datetime | None]
    claims: list[Claim] = field(default_factory=list)
    told: list[ToldFact] = field(default_factory=list)
    clocks: list[Running] = field(default_factory=list)
    lines: list[_Line] = field(default_factory=list)
    next_try_on: date | None = None
    """When its next chase is due, of those that are not due yet."""

    @property
    def case_id(self) -> UUID:
        return self.row.case_id

    @property
    def is_open(self) -> bool:
        return self.row.state in OPEN

    @property
    def is_blocked(self) -> bool:
        return self.row.state == Request.State.BLOCKED

    @property
    def pack(self) -> Pack:
        return get_pack(self.row.program, on=self.row.referred_at.date())

    @cached_property
    def kind(self) -> RequestKind | None:
        return self.pack.request_kind(self.row.kind)

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.kind.steps if self.kind else (), self.claims, self.usual)

    @cached_property
    def matrix(self) -> Matrix:
        return matrix_of(self.standing, self.kind.must_know if self.kind else (), self.told)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.row.zone_name)

    @property
    def whom(self) -> str:
        """Where it was asked for."""
        return ", ".join(part for part in (self.row.professional, self.row.office) if part)

    def role_word(self, role: str) -> str:
        if role == CLIENT:
            return self.pack.words.client.capitalize()
        return "Case manager" if role == CASE_MANAGER else word_of(self.pack.party_roles, role)

    @property
    def missing_report(self) -> StepStanding | None:
        """The step at which a report that was asked for is here, while nobody says that it was taken."""
        step = self.standing.step(REPORTS.get(self.row.kind, ""))
        return step if step is not None and not step.is_taken else None

    @property
    def visit_on(self) -> date:
        """The day of the appointment; else of the first step, as they say; else when it was asked for."""
        if self.row.day_at:
            return self.row.day_at.astimezone(self.zone).date()
        first = self.standing.steps[0].latest if self.standing.steps else None
        if first and first.happened_on:
            return first.happened_on
        return self.row.opened_at.astimezone(self.zone).date()

    def closing_clocks(self, now: datetime) -> list[Running]:
        practice = self.pack.followup_practice
        return [
            one for one in self.clocks if one.due_at and practice.is_closing(one.started_at, one.due_at, now)
        ]

    def limit(self, today: date) -> str:
        """What is about to run out, in words; nothing where a newer request goes on from it."""
        if self.row.is_renewed:
            return ""
        return limit_words(
            expires_on=self.row.expires_on,
            approved=self.row.units_approved,
            used=self.row.units_used,
            unit_word=self.row.unit_word,
            today=today,
            practice=self.pack.followup_practice,
        )

    def days_left(self, today: date) -> int | None:
        """To its day, where one is set and not over or called off."""
        if self.row.day_at is None or self.row.day_state in OFF:
            return None
        left = (self.row.day_at.astimezone(ZoneInfo(self.row.day_zone or "UTC")).date() - today).days
        return left if left >= 0 else None

    def lines_standing_out(self, today: date) -> list[str]:
        left = self.days_left(today)
        return [one.word for one in self.lines if state_of(one.fact, left) is LineState.STANDS_OUT]

    def has_checklist_to_begin(self, today: date) -> bool:
        left = self.days_left(today)
        is_near = left is not None and left <= self.pack.followup_practice.checklist_days.count
        return bool(is_near and not self.lines and self.kind and self.kind.checklist)


def open_work_of_requests(
    viewer: Viewer, staff_ids: Collection[UUID], *, now: datetime, today: date
) -> list[OpenRequest]:
    """Open and blocked requests of these workers, and approvals that run out, of open cases; the oldest first.

    The caller has authorized the workers, and shows no case that is out of the viewer's sight.
    """
    first, last = expiry_window(today, longest_expired_days(), longest_approval_days())
    usual = _Usual()
    found = {
        row.id: OpenRequest(row, usual.of(row))
        for row in map(_Row._make, _ROWS.rows(staff_ids=staff_ids, first=first, last=last))
    }
    near = now - timedelta(days=1)
    parts = _PARTS.rows(
        staff_ids=staff_ids, today=today, first=near, last=near + timedelta(days=LONGEST_DAYS_BEFORE + 3)
    )
    for part in map(_Part._make, parts if found else ()):
        if one := found.get(part.request_id):
            _TAKE[part.table](one, part)
    return list(found.values())


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
    """Five tables in one query, each with the columns of `_Part`; lines only of a day that is near."""
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
        no, never, never, never, "due_on", zero,
    )  # fmt: skip
    lines = ReadinessLine.objects.filter(request__in=near).values_list(
        Value("line"), "request_id", nobody, nobody, "slug", blank, "word", blank, blank,
        "is_needed", "confirmed_at", "verified_at", never, no_day, "stands_out_days_before",
    )  # fmt: skip
    return claims.order_by().union(*(one.order_by() for one in (told, clocks, chases, lines)), all=True)


_ROWS, _PARTS = Spelled(_rows), Spelled(_parts)


def _take_claim(one: OpenRequest, part: _Part) -> None:
    assert part.at and part.id
    one.claims.append(
        Claim(
            id=part.id,
            step=part.slug,
            said_at=part.at,
            outcome=part.outcome,
            is_denial=part.flag,
            said_by=part.who,
            said_role=part.role,
            reason=part.words,
            happened_on=part.on,
            verified_at=part.second_at,
        )
    )


def _take_told(one: OpenRequest, part: _Part) -> None:
    assert part.at
    one.told.append(ToldFact(part.role, part.slug, part.at, claim_id=part.about_id))


def _take_clock(one: OpenRequest, part: _Part) -> None:
    assert part.at and part.id
    one.clocks.append(Running(part.id, part.slug, part.who, part.at, part.second_at))


def _take_line(one: OpenRequest, part: _Part) -> None:
    one.lines.append(_Line(part.words, LineFact(part.flag, part.at, part.second_at, part.days)))


def _take_chase(one: OpenRequest, part: _Part) -> None:
    assert part.on
    one.next_try_on = min(one.next_try_on or part.on, part.on)


_TAKE: dict[str, Callable[[OpenRequest, _Part], None]] = {
    "claim": _take_claim,
    "told": _take_told,
    "clock": _take_clock,
    "line": _take_line,
    "chase": _take_chase,
}


class _Usual:
    """Usual times of steps, with the calendars and days that many requests share worked out once."""

    def __init__(self) -> None:
        self.calendars: dict[tuple[str, date, str, str], WorkCalendar] = {}
        self.known: dict[tuple[object, ...], datetime] = {}

    def of(self, row: _Row) -> Callable[[Rung | None, datetime], datetime | None]:
        key = (row.program, row.referred_at.date(), row.jurisdiction, row.zone_name)

        def usual(rung: Rung | None, since: datetime) -> datetime | None:
            if rung is None:
                within = get_pack(row.program, on=row.referred_at.date()).followup_practice.verify_within
                return self._due(key, since, within.count, "working_days")
            if isinstance(rung, Step) and rung.usual_within:
                return self._due(key, since, rung.usual_within, rung.unit)
            return None

        return usual

    def _due(self, key: tuple[str, date, str, str], since: datetime, within: int, unit: Any) -> datetime:
        asked = (key, since, within, unit)
        if asked not in self.known:
            self.known[asked] = due_at(since, within, unit, self._calendar(key))
        return self.known[asked]

    def _calendar(self, key: tuple[str, date, str, str]) -> WorkCalendar:
        if key not in self.calendars:
            program, on, jurisdiction, zone = key
            self.calendars[key] = get_pack(program, on=on).calendar(
                zone=ZoneInfo(zone), jurisdiction=jurisdiction
            )
        return self.calendars[key]
