"""What is loose about requests: each fact drawn from the list of `open_requests`, without a query of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from caseday.access.viewer import Viewer
from caseday.cases.queries import pack_of
from caseday.followups.models import ClockRun, Request
from caseday.followups.queries.practice import longest_approval_days, most_approval_units
from caseday.followups.queries.requests import Followed, followed_by, requests_seen_by
from caseday.followups.rules import News, StepStanding, expiry_window, limit_words

REPORTS = {"records": "received"}
"""Kinds of the pack that ask for a report, and the step at which it is here."""


@dataclass(frozen=True)
class SaidStep:
    followed: Followed
    step: StepStanding

    @property
    def since(self) -> datetime:
        assert self.step.latest is not None  # a step is late only where something was said of it
        return self.step.latest.said_at


def steps_said_not_verified(found: Iterable[Followed], now: datetime) -> list[SaidStep]:
    """Said, and not verified past the usual time; the longest first. Where it contradicts, or is blocked, that is
    told by the contradiction or the block."""
    late = [SaidStep(one, step) for one in found for step in one.standing.late(now)]
    return sorted(late, key=lambda one: one.since)


def contradicted_steps(found: Iterable[Followed]) -> list[SaidStep]:
    return [SaidStep(one, step) for one in found for step in one.standing.contradicted]


def blocked_requests(found: Iterable[Followed]) -> list[Followed]:
    return [one for one in found if one.row.state == Request.State.BLOCKED]


@dataclass(frozen=True)
class Limit:
    """An approval that is about to run out: "expires in 5 days", "1 of 12 visits left"."""

    row: Request
    words: str


def expiring_authorizations(
    viewer: Viewer, staff_ids: Iterable[UUID] | None = None, *, today: date
) -> list[Limit]:
    """Approvals of open cases that expire soon (or did lately), or with few units left, unless a newer
    request goes on from them. Done ones too: what was certified is used after it was done. Two queries."""
    first, last = expiry_window(today, longest_approval_days())
    expires = Q(expires_on__gte=first, expires_on__lte=last)
    few = Q(units_approved__gt=0, units_approved__lte=F("units_used") + most_approval_units())
    still = Q(expires_on=None) | Q(expires_on__gte=first)
    wanted = requests_seen_by(viewer).filter(
        followed_by(viewer, staff_ids), expires | (few & still), parts=None
    )
    rows = wanted.exclude(state=Request.State.DROPPED).exclude(case__status="closed")
    return [limit for one in rows.order_by("expires_on", "pk") if (limit := limit_of(one, today))]


def limit_of(row: Request, today: date) -> Limit | None:
    words = limit_words(
        expires_on=row.expires_on,
        approved=row.units_approved,
        used=row.units_used,
        unit_word=row.unit_word,
        today=today,
        practice=pack_of(row.case).followup_practice,
    )
    return Limit(row, words) if words else None


@dataclass(frozen=True)
class Closing:
    followed: Followed
    clock: ClockRun
    is_over: bool


def closing_clocks(found: Iterable[Followed], now: datetime) -> list[Closing]:
    """Clocks that run out soon, or did, by the practice of the case's program."""
    closing = [
        Closing(one, run, run.due_at <= now)
        for one in found
        for run in one.clocks
        if run.stopped_at is None
        and run.due_at is not None
        and one.pack.followup_practice.is_closing(run.started_at, run.due_at, now)
    ]
    return sorted(closing, key=lambda one: (one.clock.due_at or now, one.clock.pk))


@dataclass(frozen=True)
class MissingReport:
    followed: Followed
    visit_on: date
    age_days: int


def reports_not_received(found: Iterable[Followed], now: datetime, viewer: Viewer) -> list[MissingReport]:
    """Reports asked for that nobody says are here, with the days since the visit; the oldest first."""
    today = now.astimezone(viewer.time_zone).date()
    missing = []
    for one in found:
        step = one.standing.step(REPORTS.get(one.row.kind, ""))
        if step is not None and not step.is_taken:
            on = visit_of(one, viewer)
            missing.append(MissingReport(one, on, (today - on).days))
    return sorted(missing, key=lambda one: -one.age_days)


def visit_of(one: Followed, viewer: Viewer) -> date:
    """The day of the appointment; else of the first step, as they say; else when it was asked for."""
    if one.row.appointment:
        return one.row.appointment.starts_at.astimezone(viewer.time_zone).date()
    first = one.standing.steps[0].latest
    if first and first.happened_on:
        return first.happened_on
    return one.row.opened_at.astimezone(viewer.time_zone).date()


@dataclass(frozen=True)
class Untold:
    followed: Followed
    news: News
    roles: Sequence[str]


def not_told(found: Iterable[Followed]) -> list[Untold]:
    """Who must know the latest verified or blocking fact and has not been told."""
    return [Untold(one, one.matrix.columns[-1], one.matrix.not_told) for one in found if one.matrix.not_told]
