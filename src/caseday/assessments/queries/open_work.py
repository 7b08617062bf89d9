"""What is open of assessments: alerts without a plan, answers nobody has read, instruments that are due."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as Where
from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from caseday.access.viewer import Viewer
from caseday.assessments.models import Alert, Assessment
from caseday.assessments.permissions import visible_to
from caseday.assessments.queries.catalog import title_of
from caseday.assessments.rules.due import Due, due_assessments
from caseday.cases.models import Assignment, Case, KeyDate, StageChange, Status
from caseday.cases.permissions import visible_to as case_visible_to
from caseday.cases.queries import pack_of
from caseday.programs.rules import Pack

ALERT, TO_REVIEW, DONE = "assessment_alert", "assessment_to_review", "assessment_done"
CASE, STAGE = "assessment_case", "assessment_stage"
KINDS = (ALERT, TO_REVIEW, DONE, CASE, STAGE)

Row = tuple[str, UUID, UUID, datetime | None, datetime | None, str]
"""kind, case, what it is about, since, until, text"""


def loose_rows(
    viewer: Viewer, now: datetime, *, staff_ids: Collection[UUID] | None = None
) -> tuple[QuerySet[Any, Row], ...]:
    """Three querysets of the same six columns, for one union: of open cases, of these workers where they are named.

    `assessment_alert` since it was raised, `assessment_to_review` since it was answered, `assessment_done` the latest
    of its instrument (text is the slug). `assessment_case`: since the acceptance, until is since when in its stage,
    text is "case type|stage". `assessment_stage`: since the case came into the stage in text.
    """
    cases = Q(case__status=Status.OPEN)
    if staff_ids is not None:
        cases &= Q(case__assigned_to__in=staff_ids)
    seen = visible_to(viewer) & cases
    return _of_assessments(seen), _of_cases(viewer, staff_ids), _of_stages(seen)


def _of_assessments(seen: Q) -> QuerySet[Any, Row]:
    open_alerts = Alert.objects.filter(assessment=OuterRef("pk"), acknowledged_at=None).order_by("raised_at")
    newer = Assessment.objects.filter(
        case=OuterRef("case"),
        instrument=OuterRef("instrument"),
        state=Assessment.State.REVIEWED,
        finished_at__gt=OuterRef("finished_at"),
    )
    over = Q(state=Assessment.State.FINISHED) | (Q(state=Assessment.State.REVIEWED) & ~Exists(newer))
    rows = (
        Assessment.objects.filter(seen)
        .annotate(alert_at=Subquery(open_alerts.values("raised_at")[:1]))
        .filter(over | Q(alert_at__isnull=False))
    )
    kind = Where(
        When(alert_at__isnull=False, then=Value(ALERT)),
        When(state=Assessment.State.FINISHED, then=Value(TO_REVIEW)),
        default=Value(DONE),
        output_field=CharField(),
    )
    since = Where(
        When(alert_at__isnull=False, then=F("alert_at")),
        default=F("finished_at"),
        output_field=DateTimeField(),
    )
    return _rows(rows, kind, "case_id", "pk", since, F("finished_at"), F("instrument"))


def _of_cases(viewer: Viewer, staff_ids: Collection[UUID] | None) -> QuerySet[Any, Row]:
    wanted = case_visible_to(viewer) & Q(status=Status.OPEN)
    if staff_ids is not None:
        wanted &= Q(assigned_to__in=staff_ids)
    accepted = Assignment.objects.filter(case=OuterRef("pk"), kind="primary").order_by("from_at")
    rows = Case.objects.filter(wanted)
    text = Concat(F("case_type"), Value("|"), F("stage"), output_field=CharField())
    return _rows(rows, Value(CASE), "pk", "pk", Subquery(accepted.values("from_at")[:1]), F("stage_at"), text)


def _of_stages(seen: Q) -> QuerySet[Any, Row]:
    """The first time that a case came into each of its stages."""
    rows = StageChange.objects.filter(seen).values("case_id", "stage").annotate(first_at=Min("at"))
    return _rows(rows, Value(STAGE), "case_id", "case_id", F("first_at"), _nothing(), F("stage"))


def _nothing() -> Cast:
    return Cast(Value(None), DateTimeField())


def _rows(
    rows: QuerySet[Any, Any], kind: Any, case: str, subject: str, since: Any, until: Any, text: Any
) -> QuerySet[Any, Row]:
    kind = Cast(kind, CharField()) if isinstance(kind, Value) else kind
    named = rows.order_by().annotate(row_kind=kind, row_since=since, row_until=until, row_text=text)
    found: QuerySet[Any, Row] = named.values_list(
        "row_kind", case, subject, "row_since", "row_until", "row_text"
    )
    return found


@dataclass(frozen=True)
class OpenAssessment:
    """An alert, or answers to be read."""

    kind: str
    case_id: UUID
    assessment_id: UUID
    instrument: str
    since: datetime


@dataclass(frozen=True)
class CaseStarts:
    """From when a case's clocks run, and what was completed."""

    case_id: UUID
    case_type: str
    starts: Mapping[str, date]
    done: Mapping[str, date]


def open_assessments(rows: Collection[Row]) -> list[OpenAssessment]:
    """Those of the union's rows that are alerts or wait for review."""
    return [
        OpenAssessment(kind, case_id, subject_id, text, since)
        for kind, case_id, subject_id, since, _, text in rows
        if kind in (ALERT, TO_REVIEW) and since is not None
    ]


def starts_in(rows: Collection[Row], zone: Any) -> dict[UUID, CaseStarts]:
    """By case, from the union's rows; without "referred", which the case itself knows."""
    starts: dict[UUID, dict[str, date]] = {}
    done: dict[UUID, dict[str, date]] = {}
    types: dict[UUID, str] = {}
    for kind, case_id, _, since, until, text in rows:
        if kind == CASE:
            types[case_id], _, stage = text.partition("|")
            mine = starts.setdefault(case_id, {})
            if since:
                mine["accepted"] = since.astimezone(zone).date()
            if until:
                mine.setdefault(f"stage:{stage}", until.astimezone(zone).date())
        elif kind == STAGE and since:
            starts.setdefault(case_id, {})[f"stage:{text}"] = since.astimezone(zone).date()
        elif kind in KINDS and until:
            mine, day = done.setdefault(case_id, {}), until.astimezone(zone).date()
            mine[text] = max(day, mine.get(text, day))
    return {
        case_id: CaseStarts(case_id, word, starts.get(case_id, {}), done.get(case_id, {}))
        for case_id, word in types.items()
    }


@dataclass(frozen=True)
class DueLine:
    """One that is due, with its title."""

    due: Due
    title: str
    is_late: bool
    is_near: bool
    is_pressing: bool


def due_in_case(
    pack: Pack, case: CaseStarts, *, referred_on: date, jurisdiction: str, today: date, zone: Any
) -> list[DueLine]:
    """What the pack asks for in a case and is not there; soonest first. Without a query for shipped instruments."""
    found = due_assessments(
        pack.assessments_due,
        {"referred": referred_on, "accepted": referred_on, **case.starts},
        case.done,
        jurisdiction=jurisdiction,
        case_type=case.case_type,
        calendar=pack.calendar(zone=zone, jurisdiction=jurisdiction),
    )
    return [_line(one, today) for one in found]


def _line(due: Due, today: date) -> DueLine:
    title = title_of(due.instrument)
    return DueLine(due, title, due.is_late(today), due.is_near(today), due.is_pressing(today))


def starts_of_case(case: Case, zone: Any) -> CaseStarts:
    """Of a case that the caller has fetched; four queries."""
    done = Assessment.objects.filter(case=case, finished_at__isnull=False).order_by("finished_at")
    accepted = Assignment.objects.filter(case=case, kind="primary").aggregate(at=Min("from_at"))["at"]
    stages = StageChange.objects.filter(case=case).order_by("-at").values_list("stage", "at")
    dates = KeyDate.objects.filter(case=case).order_by("-on").values_list("kind", "on")
    starts = {f"date:{kind}": on for kind, on in dates}
    starts |= {f"stage:{stage}": at.astimezone(zone).date() for stage, at in stages}
    if accepted:
        starts["accepted"] = accepted.astimezone(zone).date()
    if case.stage_at:
        starts.setdefault(f"stage:{case.stage}", case.stage_at.astimezone(zone).date())
    finished = {
        slug: at.astimezone(zone).date()
        for slug, at in done.values_list("instrument", "finished_at")
        if at is not None
    }
    return CaseStarts(case.pk, case.case_type, starts, finished)


def due_of_case(viewer: Viewer, case: Case, *, now: datetime) -> list[DueLine]:
    """Of a case that the caller has fetched; four queries."""
    zone = viewer.time_zone
    return due_in_case(
        pack_of(case),
        starts_of_case(case, zone),
        referred_on=case.referred_at.astimezone(zone).date(),
        jurisdiction=case.jurisdiction,
        today=now.astimezone(zone).date(),
        zone=zone,
    )


def completed_of(case_ids: Collection[UUID]) -> list[tuple[UUID, UUID, str, datetime]]:
    """(case, assessment, instrument, when) of everything finished, for documentation rules; one query."""
    over = Assessment.objects.filter(case__in=case_ids, finished_at__isnull=False).order_by("finished_at")
    rows = over.values_list("case_id", "pk", "instrument", "finished_at")
    return [(case_id, pk, slug, at) for case_id, pk, slug, at in rows if at is not None]
