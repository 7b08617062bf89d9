"""In: cases whose results no longer hold. Out: the same rows as a full reckoning would give. Derived: no case event."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from caseday.access.models import ChainKind
from caseday.access.record import Chain, Change
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Status
from caseday.cases.queries import cases_seen_by
from caseday.compliance.models import CaseStanding, RuleStanding
from caseday.compliance.queries.kept import cases_to_reckon
from caseday.compliance.queries.results import CaseResults, RuleShown, agency_zone, latest_days, results_of
from caseday.programs.rules.documentation import Standing, changes_at

_SHOWS_AT_ONCE = 60
_AT_ONCE = 250
_TOUCHES = frozenset(
    {
        "cases.case",
        "cases.keydate",
        "cases.stagechange",
        "journal.activity",
        "journal.note",
        "schedule.appointment",
        "documents.document",
        "followups.followup",
        "intake.referral",
        "assessments.assessment",
        "careplans.planversion",
        "careplans.planreview",
        "careplans.plansignature",
        "careplans.workedon",
    }
)
"""Models whose rows are facts of a rule."""
_LONGEST = timedelta(days=1)
"""Days pass out of the look back even where nothing else changes."""


def mark_stale(chain: Chain, changes: Collection[Change], now: datetime) -> None:
    """Runs inside the transaction of every change: one small update, of cases alone, where a fact may have changed."""
    if chain.kind == ChainKind.CASE and any(one["model"] in _TOUCHES for one in changes):
        CaseStanding.objects.filter(case=chain.id, is_stale=False).update(is_stale=True)


def reckon_case(case_id: UUID, *, now: datetime) -> CaseResults:
    """One case, now; its results are kept."""
    case = Case.objects.get(pk=case_id)
    return reckon([case], now=now)[0]


def reckon_stale(*, now: datetime, most: int = 2000) -> int:
    """What no longer holds, at most so many; how many there were."""
    cases = list(cases_to_reckon(now)[:most])
    reckon(cases, now=now)
    return len(cases)


def reckon_in_sight(viewer: Viewer, cases: Sequence[Case], *, now: datetime) -> None:
    """Before they are shown; the rest, where there are many, is for the job."""
    seen = cases_seen_by(viewer).filter(pk__in=[one.pk for one in cases]).values("pk")
    old = list(cases_to_reckon(now).filter(pk__in=seen)[:_SHOWS_AT_ONCE])
    if old:
        reckon(old, now=now)


def reckon(cases: Sequence[Case], *, now: datetime) -> list[CaseResults]:
    """In lots, each kept before the next is read."""
    zone = agency_zone()
    first, last = latest_days(now, zone)
    done: list[CaseResults] = []
    for begin in range(0, len(cases), _AT_ONCE):
        lot = cases[begin : begin + _AT_ONCE]
        _begin(lot, now)
        found = list(results_of(lot, now=now, first=first, last=last, zone=zone))
        _keep(found, now)
        done += found
    return done


def _begin(lot: Sequence[Case], now: datetime) -> None:
    """First the mark is taken away, then the facts are read: what changes meanwhile marks the case again.
    Until the results are kept, `changes_at` has them asked for."""
    CaseStanding.objects.bulk_create(
        [CaseStanding(case=one, is_stale=False, changes_at=now) for one in lot],
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["is_stale", "changes_at"],
    )


def _keep(lot: Sequence[CaseResults], now: datetime) -> None:
    rows = [_row_of(one.case.pk, shown) for one in lot for shown in one.rules]
    with transaction.atomic():
        _remove_others(lot, {(row.case_id, row.rule) for row in rows})
        RuleStanding.objects.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["case", "rule"],
            update_fields=_WRITTEN,
        )
        CaseStanding.objects.bulk_create(
            [_standing_of(one, now) for one in lot],
            update_conflicts=True,
            unique_fields=["case"],
            update_fields=["reckoned_at", "changes_at"],
        )


def _remove_others(lot: Sequence[CaseResults], present: Collection[tuple[UUID, str]]) -> None:
    """Of rules that the case's program no longer has."""
    kept = RuleStanding.objects.filter(case__in=[one.case.pk for one in lot])
    gone = [
        pk
        for pk, case_id, rule in kept.values_list("pk", "case_id", "rule")
        if (case_id, rule) not in present
    ]
    if gone:
        RuleStanding.objects.filter(pk__in=gone).delete()


_WRITTEN = [
    "kind",
    "word",
    "standing",
    "until",
    "met_count",
    "due_count",
    "missed_count",
    "missed_since",
    "asked_since",
    "text",
]


def _standing_of(one: CaseResults, now: datetime) -> CaseStanding:
    next_change = changes_at(shown.result for shown in one.rules)
    rests = one.case.status == Status.CLOSED and next_change is None
    latest = now + _LONGEST
    return CaseStanding(
        case=one.case,
        reckoned_at=now,
        changes_at=None if rests else min(next_change or latest, latest),
    )


def _row_of(case_id: UUID, shown: RuleShown) -> RuleStanding:
    result, missed = shown.result, shown.result.open_check
    words = next((one.words for one in shown.checks if one.check is missed), "") if missed else ""
    return RuleStanding(
        case_id=case_id,
        rule=shown.rule.slug,
        kind=shown.rule.kind,
        word=shown.rule.word,
        standing=result.standing.value,
        until=result.until,
        met_count=result.count(Standing.MET),
        due_count=result.count(Standing.DUE),
        missed_count=result.count(Standing.MISSED),
        missed_since=missed.until if missed else None,
        asked_since=missed.since if missed else None,
        text=words[:200],
    )
