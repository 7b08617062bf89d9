"""Plans, assessments, documentation, reports, spending and licenses: read at once, as one union of six columns."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Concat

from caseday.access.models import License
from caseday.access.queries.licenses import LOOSE_KIND as LICENSE
from caseday.access.rules.licenses import REMIND_DAYS
from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.assessments import queries as assessments
from caseday.assessments.queries import CaseStarts
from caseday.assessments.queries.open_work import KINDS as ASSESSMENT_KINDS
from caseday.careplans.queries import open_work as plans
from caseday.careplans.queries import practice_in
from caseday.careplans.rules import PlanPractice, role_word
from caseday.cases.queries import CaseBrief
from caseday.compliance import queries as compliance
from caseday.funding.queries.open_work import waiting_rows
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import (
    LooseEnd,
    documentation_missed,
    goal_quiet,
    license_expiring,
    plan_due,
    plan_review_due,
    plan_unsigned,
)

_NOBODY = (UUID(int=0),)


class CareRow(NamedTuple):
    """`kind` says what it is; what `since`, `until` and `text` mean, each app says at its `loose_rows`."""

    kind: str
    case_id: UUID | None
    subject_id: UUID
    since: datetime | None
    until: datetime | None
    text: str


def _union(
    staff_ids: Collection[UUID],
    opened: Collection[UUID],
    led: Collection[UUID],
    viewer_id: UUID,
    last: date,
) -> QuerySet[Any, Any]:
    whose = Viewer(None, "", "", caseload_staff_ids=_as_given(staff_ids), opened_case_ids=_as_given(opened))
    now = datetime.max.replace(tzinfo=UTC)
    first, *others = plans.loose_rows(staff_ids)
    return first.union(
        *others,
        *assessments.loose_rows(whose, now, staff_ids=staff_ids),
        compliance.loose_rows(whose, now),
        compliance.report_rows(staff_ids),
        compliance.amended_rows(staff_ids),
        compliance.superseded_rows(staff_ids),
        waiting_rows(led),
        _licenses(viewer_id, last),
        all=True,
    )


def _as_given(ids: Collection[UUID]) -> Any:
    """In the order in which they were given: where each stands is known."""
    return ids


def _licenses(viewer_id: UUID, last: date) -> QuerySet[License, tuple[Any, ...]]:
    """One's own that run out by `last`: licenses are of no case."""
    found = License.objects.filter(
        staff=viewer_id, ended_on=None, expires_on__lte=last, staff__is_active=True
    )
    named = found.order_by().annotate(
        row_kind=Cast(Value(LICENSE), CharField()),
        row_case=Cast(Value(None), UUIDField()),
        row_since=Cast("expires_on", DateTimeField()),
        row_until=Cast("expires_on", DateTimeField()),
        row_text=Concat(F("kind"), Value("|"), F("state"), output_field=CharField()),
    )
    return named.values_list("row_kind", "row_case", "pk", "row_since", "row_until", "row_text")


_UNION = Spelled(_union)


def care_rows(asked: Asked) -> list[CareRow]:
    return asked.once("care", _read)


def _read(asked: Asked) -> list[CareRow]:
    """One query. Licenses are one's own, and only in one's own list."""
    mine = asked.viewer.staff_id if asked.viewer.staff_id in asked.staff_ids else None
    found = _UNION.rows(
        staff_ids=asked.staff_ids or _NOBODY,
        opened=asked.viewer.opened_case_ids or _NOBODY,
        led=_led(asked) or _NOBODY,
        viewer_id=mine or _NOBODY[0],
        last=asked.today + timedelta(days=REMIND_DAYS[0]),
    )
    return [CareRow(*row) for row in found]


def _led(asked: Asked) -> Collection[UUID]:
    """In her own list a supervisor has what waits for her word, whoever of her team works the case."""
    viewer = asked.viewer
    if viewer.is_supervisor and viewer.staff_id in asked.staff_ids:
        return {*asked.staff_ids, *viewer.caseload_staff_ids}
    return asked.staff_ids


def starts_of(rows: Sequence[CareRow], known: Known) -> dict[UUID, CaseStarts]:
    """By case, from when the clocks of plans and assessments run; with the key dates of the case."""
    return known.asked.once("care_starts", lambda asked: _starts(care_rows(asked), asked))


def _starts(rows: Sequence[CareRow], asked: Asked) -> dict[UUID, CaseStarts]:
    dates: dict[UUID, dict[str, date]] = defaultdict(dict)
    for row in rows:
        if row.kind == plans.DATE and row.case_id:
            kind, _, on = row.text.rpartition("|")
            dates[row.case_id][f"date:{kind}"] = date.fromisoformat(on)
    found = assessments.starts_in(_of_cases(rows), asked.zone)
    return {case_id: replace(one, starts={**one.starts, **dates[case_id]}) for case_id, one in found.items()}


def _of_cases(rows: Sequence[CareRow]) -> list[Any]:
    return [tuple(row) for row in rows if row.kind in ASSESSMENT_KINDS]


def _practice(case: CaseBrief, starts: Mapping[UUID, CaseStarts], asked: Asked) -> PlanPractice:
    known = starts.get(case.case_id)
    return practice_in(
        case.pack,
        jurisdiction=case.jurisdiction,
        case_type=known.case_type if known else "",
        on=asked.today,
        zone=asked.zone,
    )


class _Plan(NamedTuple):
    row: CareRow
    has_version: bool
    review_on: date | None
    missing: tuple[str, ...]


def _plan_of(row: CareRow) -> _Plan:
    has_version, review, missing = row.text.split("|", 2)
    roles = tuple(role for role in missing.split(",") if role)
    return _Plan(row, has_version == "1", date.fromisoformat(review) if review else None, roles)


def _plans(rows: Sequence[CareRow]) -> dict[UUID, _Plan]:
    return {row.case_id: _plan_of(row) for row in rows if row.kind == plans.PLAN and row.case_id}


def _due(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    starts, begun = starts_of(rows, known), _plans(rows)
    facts = [
        one
        for case in known.caseload
        if (one := _due_of(case, begun.get(case.case_id), starts, known.asked)) is not None
    ]
    return plan_due.loose_ends(facts, today=known.asked.today)


def _due_of(
    case: CaseBrief, plan: _Plan | None, starts: Mapping[UUID, CaseStarts], asked: Asked
) -> plan_due.Facts | None:
    practice = _practice(case, starts, asked)
    if practice.rule is None or (plan is not None and plan.has_version):
        return None
    referred = case.referred_at.astimezone(asked.zone).date()
    known = starts[case.case_id].starts if case.case_id in starts else {}
    started = {"referred": referred, "accepted": referred, **known}.get(practice.starts)
    due_on = practice.due_on(started) if started else None
    if due_on is None:
        return None
    return plan_due.Facts(
        case_id=case.case_id,
        client=case.client,
        word=practice.rule.word,
        due_on=due_on,
        since=case.referred_at,
        is_law=practice.rule.verified,
        is_begun=plan is not None,
    )


def _reviews(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    starts = starts_of(rows, known)
    facts = []
    for case_id, plan in _plans(rows).items():
        if plan.review_on is None or plan.row.since is None:
            continue
        rule = _practice(known.cases[case_id], starts, known.asked).rule
        facts.append(
            plan_review_due.Facts(
                plan_id=plan.row.subject_id,
                case_id=case_id,
                client=known.client(case_id),
                due_on=plan.review_on,
                since=plan.row.since,
                is_law=rule.verified if rule else False,
            )
        )
    return plan_review_due.loose_ends(facts, today=known.asked.today)


def _unsigned(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    facts = [
        plan_unsigned.Facts(
            plan_id=plan.row.subject_id,
            case_id=case_id,
            client=known.client(case_id),
            roles=tuple(role_word(one) for one in plan.missing),
            changed_at=plan.row.since,
            has_version=plan.has_version,
        )
        for case_id, plan in _plans(rows).items()
        if plan.row.since is not None
    ]
    return plan_unsigned.loose_ends(facts, now=known.asked.now)


def _quiet(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    starts = starts_of(rows, known)
    facts = [
        goal_quiet.Facts(
            goal_id=row.subject_id,
            case_id=row.case_id,
            client=known.client(row.case_id),
            text=row.text,
            worked_at=row.since,
            quiet_days=_practice(known.cases[row.case_id], starts, known.asked).quiet_goal_days,
        )
        for row in rows
        if row.kind == plans.GOAL and row.case_id and row.since
    ]
    return goal_quiet.loose_ends(facts, now=known.asked.now)


def _missed(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    facts = [
        documentation_missed.Facts(
            subject_id=row.subject_id,
            case_id=row.case_id,
            client=known.client(row.case_id),
            text=row.text,
            missed_at=row.since,
        )
        for row in rows
        if row.kind == compliance.LOOSE_KIND and row.case_id and row.since
    ]
    return documentation_missed.loose_ends(facts, now=known.asked.now)


def _expiring(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    facts = [
        license_expiring.facts_of(row.subject_id, row.text, row.until)
        for row in rows
        if row.kind == LICENSE and row.until
    ]
    return license_expiring.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


PLAN_DUE = Gather("Plan due", care_rows, _due, group="Care plans")
PLAN_REVIEWS = Gather("Plan reviews", care_rows, _reviews, group="Care plans")
PLAN_UNSIGNED = Gather("Plans to sign", care_rows, _unsigned, group="Care plans")
QUIET_GOALS = Gather("Quiet goals", care_rows, _quiet, group="Care plans")
DOCUMENTATION = Gather("Documentation", care_rows, _missed)
LICENSES = Gather("Licenses", care_rows, _expiring)
