"""What was kept when cases were last reckoned: for caseloads, loose ends, and the job that reckons again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Status
from caseday.cases.queries import cases_seen_by
from caseday.compliance.models import RuleStanding

LOOSE_KIND = "documentation_missed"
_SPEAKS_FOR_ITSELF = ("visit_every", "contact_every", "document_on_file", "note_has")
"""Notes to write, first contacts, plans and assessments are loose ends of their own rooms."""


@dataclass(frozen=True)
class CaseloadRow:
    case: Case
    rules: list[RuleStanding]
    is_fresh: bool


@dataclass(frozen=True)
class RuleSum:
    """Programs may give one slug to rules with other figures; their words tell them apart."""

    word: str
    met: int = 0
    due: int = 0
    missed: int = 0


def cases_to_reckon(now: datetime, *, among: Collection[UUID] | None = None) -> QuerySet[Case]:
    """Cases never reckoned, changed since, or whose results time has changed; `among` narrows them. One query.

    A closed case is reckoned once more after each change, and then rests.
    """
    wanted = Q(documentation=None) | Q(documentation__is_stale=True) | Q(documentation__changes_at__lte=now)
    found = Case.objects.filter(wanted)
    return found.filter(pk__in=among) if among is not None else found


def standing_choices() -> list[tuple[str, str]]:
    """What a list can be narrowed to."""
    asked = (RuleStanding.Standing.MET, RuleStanding.Standing.DUE, RuleStanding.Standing.MISSED)
    return [(one.value, str(one.label)) for one in asked]


def caseload_cases(viewer: Viewer) -> list[Case]:
    """Open cases in sight; with client and worker, in one query."""
    found = cases_seen_by(viewer).exclude(status=Status.CLOSED).select_related("person", "assigned_to")
    return list(found.order_by("person__family_name", "person__given_name", "number"))


def kept_for(cases: Collection[Case], now: datetime) -> list[CaseloadRow]:
    """Two queries, whatever their number."""
    ids = [one.pk for one in cases]
    by_case: dict[UUID, list[RuleStanding]] = {one: [] for one in ids}
    for row in RuleStanding.objects.filter(case__in=ids).order_by("word", "rule"):
        by_case[row.case_id].append(row)
    old = set(cases_to_reckon(now, among=ids).values_list("pk", flat=True))
    return [CaseloadRow(case, by_case[case.pk], case.pk not in old) for case in cases]


def sums_of(rows: Collection[CaseloadRow]) -> list[RuleSum]:
    """Met, due and missed by rule, most missed first."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        for one in row.rules:
            mine = counts.setdefault(one.word, {})
            mine[one.standing] = mine.get(one.standing, 0) + 1
    found = [
        RuleSum(word, some.get("met", 0), some.get("due", 0), some.get("missed", 0))
        for word, some in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.missed, -one.due, -one.met, one.word))


def loose_rows(viewer: Viewer, now: datetime) -> QuerySet[RuleStanding, tuple[Any, ...]]:
    """Missed rules that can still be put right, of open cases of the caseload: kind, case_id, subject_id, since,
    until, text. For a union with those of other apps."""
    found = RuleStanding.objects.filter(
        missed_since__isnull=False,
        kind__in=_SPEAKS_FOR_ITSELF,
        case__status=Status.OPEN,
        case__assigned_to__in=viewer.caseload_staff_ids,
    )
    return found.annotate(
        loose_kind=Value(LOOSE_KIND, CharField()),
        loose_subject=F("id"),
        loose_since=F("missed_since"),
        loose_until=F("until"),
        loose_text=Concat("word", Value(": "), "text", output_field=CharField()),
    ).values_list("loose_kind", "case_id", "loose_subject", "loose_since", "loose_until", "loose_text")
