"""The facts of some cases, gathered together: one query a kind of fact, whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from operator import attrgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.assessments.models import Assessment
from caseday.careplans.models import PlanReview, PlanSignature, PlanVersion, WorkedOn
from caseday.cases.models import Case, KeyDate, StageChange
from caseday.compliance.rules.places import where_was
from caseday.documents.models import Document
from caseday.followups.models import FollowUp
from caseday.intake.models import Referral
from caseday.journal.models import Activity
from caseday.journal.rules.activities import reached_somebody
from caseday.people.models import Address
from caseday.programs.rules.documentation import (
    Answered,
    CaseFacts,
    Entry,
    Paper,
    Review,
    Rule,
    Signature,
    Since,
    Version,
)

_ENTRY_COLUMNS = (
    "case_id",
    "id",
    "kind",
    "started_at",
    "minutes",
    "with_role",
    "place",
    "office_id",
    "result",
    "is_incoming",
    "needs_note",
    "noted_at",
    "appointment__kind",
)
Facts = dict[UUID, list[Any]]
_IN_ORDER = attrgetter("at")


def facts_of(cases: Sequence[Case], rules: Collection[Rule], zone: ZoneInfo) -> dict[UUID, CaseFacts]:
    """At most twelve queries; kinds of facts that no rule asks for are not read.

    For cases that the caller has authorized. What a note told of is there as soon as it is recorded.
    """
    ids = [one.pk for one in cases]
    kinds = {rule.kind for rule in rules}
    starts = {rule.starts.partition(":")[0] for rule in rules}
    entries = _entries(cases, rules)
    papers = _papers(ids) if "document_on_file" in kinds else {}
    versions = _versions(ids) if kinds & {"plan_reviewed", "plan_signed"} else {}
    reviews = _reviews(ids, zone) if "plan_reviewed" in kinds else {}
    signatures = _signatures(ids) if "plan_signed" in kinds else {}
    answered = _answered(ids) if "assessment_within" in kinds else {}
    since = _since(ids, starts, zone)
    accepted = _accepted(ids) if "accepted" in starts else {}
    return {
        case.pk: CaseFacts(
            referred_at=case.referred_at,
            accepted_at=accepted.get(case.pk),
            closed_at=case.closed_at,
            case_type=case.case_type,
            stage=case.stage,
            jurisdiction=case.jurisdiction,
            entries=tuple(entries.get(case.pk, ())),
            papers=tuple(papers.get(case.pk, ())),
            versions=tuple(versions.get(case.pk, ())),
            reviews=_first_and_reviews(versions.get(case.pk, ()), reviews.get(case.pk, ())),
            signatures=tuple(signatures.get(case.pk, ())),
            answered=tuple(answered.get(case.pk, ())),
            since=tuple(since.get(case.pk, ())),
        )
        for case in cases
    }


def _entries(cases: Sequence[Case], rules: Collection[Rule]) -> Facts:
    ids = [one.pk for one in cases]
    parts = {part for rule in rules for part in rule.parts}
    with_goal = _with_goal(ids) if "goal" in parts else frozenset()
    with_step = _with_next_step(ids) if "next_step" in parts else frozenset()
    asks_where = any(rule.place != "any" for rule in rules)
    homes = _homes(cases) if asks_where else {}
    found: Facts = defaultdict(list)
    rows = Activity.objects.filter(case__in=ids, voided_at=None).order_by("started_at", "id")
    for row in rows.values_list(*_ENTRY_COLUMNS).iterator(5000):
        case_id, id, kind, at, minutes, role, place, office_id, result, is_incoming, needs, noted, visit = row
        found[case_id].append(
            Entry(
                id, kind, at, minutes, role,
                where_was(place, visit or "", homes.get(case_id, "")) if asks_where else "",
                bool(place or office_id), id in with_goal, id in with_step,
                reached_somebody(kind, result, is_incoming=is_incoming) or kind == "message",
                needs, noted,
            )
        )  # fmt: skip
    return found


def _with_goal(ids: Collection[UUID]) -> frozenset[UUID]:
    return frozenset(WorkedOn.objects.filter(case__in=ids).values_list("activity_id", flat=True))


def _with_next_step(ids: Collection[UUID]) -> frozenset[UUID]:
    made = FollowUp.objects.filter(case__in=ids, source_activity_id__isnull=False)
    return frozenset(one for one in made.values_list("source_activity_id", flat=True) if one)


def _homes(cases: Iterable[Case]) -> dict[UUID, str]:
    """The first line of where each client lives now."""
    by_person = defaultdict(list)
    for case in cases:
        by_person[case.person_id].append(case.pk)
    rows = (
        Address.objects.filter(person__in=by_person, to_on=None)
        .order_by("id")
        .values_list("person_id", "line1")
    )
    return {case_id: line for person_id, line in rows for case_id in by_person[person_id]}


def _papers(ids: Collection[UUID]) -> Facts:
    rows = Document.objects.filter(case__in=ids, voided_at=None).exclude(kind="")
    return _by_case(rows.values_list("case_id", "id", "kind", "received_at"), Paper)


def _versions(ids: Collection[UUID]) -> Facts:
    return _by_case(PlanVersion.objects.filter(case__in=ids).values_list("case_id", "id", "made_at"), Version)


def _reviews(ids: Collection[UUID], zone: ZoneInfo) -> Facts:
    rows = PlanReview.objects.filter(case__in=ids).values_list("case_id", "id", "on")
    return _by_case(((case_id, id, _noon(on, zone)) for case_id, id, on in rows), Review)


def _first_and_reviews(versions: Sequence[Any], reviews: Sequence[Any]) -> tuple[Review, ...]:
    """The plan stands with its first version; after that, gone through is gone through."""
    first = [Review(one.id, one.at) for one in versions[:1]]
    return tuple(sorted([*first, *reviews], key=_IN_ORDER))


def _signatures(ids: Collection[UUID]) -> Facts:
    """A refusal that was written down with its reason is there as well: nobody can be made to sign."""
    rows = PlanSignature.objects.filter(case__in=ids)
    return _by_case(rows.values_list("case_id", "id", "version_id", "role", "signed_at"), Signature)


def _answered(ids: Collection[UUID]) -> Facts:
    over = (Assessment.State.FINISHED, Assessment.State.REVIEWED)
    rows = Assessment.objects.filter(case__in=ids, state__in=over, finished_at__isnull=False)
    return _by_case(rows.values_list("case_id", "id", "instrument", "finished_at"), Answered)


def _accepted(ids: Collection[UUID]) -> dict[UUID, datetime]:
    rows = Referral.objects.filter(case__in=ids, decided_at__isnull=False).order_by("-decided_at")
    return {case_id: at for case_id, at in rows.values_list("case_id", "decided_at") if case_id and at}


def _since(ids: Collection[UUID], starts: Collection[str], zone: ZoneInfo) -> Facts:
    rows: list[tuple[UUID, str, datetime]] = []
    if "stage" in starts:
        stages = StageChange.objects.filter(case__in=ids).values_list("case_id", "stage", "at")
        rows += [(case_id, f"stage:{stage}", at) for case_id, stage, at in stages]
    if "date" in starts:
        dates = KeyDate.objects.filter(case__in=ids).values_list("case_id", "kind", "on")
        rows += [(case_id, f"date:{kind}", _noon(on, zone)) for case_id, kind, on in dates]
    return _by_case(rows, Since)


def _by_case(rows: Iterable[tuple[Any, ...]], make: Any) -> Facts:
    found: Facts = defaultdict(list)
    for case_id, *values in rows:
        found[case_id].append(make(*values))
    for some in found.values():
        some.sort(key=_IN_ORDER)
    return found


def _noon(on: date, zone: ZoneInfo) -> datetime:
    """A day alone stands for its middle, so that it is that day in every reckoning."""
    return datetime.combine(on, time(12), zone)
