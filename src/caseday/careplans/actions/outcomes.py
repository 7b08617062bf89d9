"""Outcome measures of a case: typed at the start, at reviews, at closure, and after it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.careplans.models import OutcomeValue
from caseday.careplans.queries import amount_words, get_outcome
from caseday.careplans.rules.outcomes import problem_of
from caseday.cases.actions.changing import on_case
from caseday.cases.models import Case, Status
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case, pack_of
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.programs.rules import OutcomeMeasure

ONLY_WORKERS = "Only case managers and supervisors record outcome measures."
_REPLACED = "Recorded again for the same day."
_POINTS_OF_CLOSED = (OutcomeValue.Point.CLOSURE, OutcomeValue.Point.AFTER)


def record_outcomes(
    *, actor: Viewer, now: datetime, case_id: UUID, point: str, on: date, values: Mapping[str, Decimal]
) -> list[OutcomeValue]:
    """`values` by the slugs of the program's measures. What was kept of the same day and point gives way to them.

    A closed case takes what was found at closure and after it, which is when some measures are known at all.
    Raises Invalid by field.
    """
    case = get_case(actor, case_id)
    require(can_work_on(actor, case), ONLY_WORKERS)
    known = {one.slug: one for one in pack_of(case).outcome_measures if not one.instrument}
    _check(case, point, on, now.astimezone(actor.time_zone).date(), known, values)
    kept = OutcomeValue.objects.filter(case=case, on=on, point=point, measure__in=values, voided_at=None)
    before = {one.measure: one for one in kept}
    rows = [
        OutcomeValue(
            id=new_id(), case=case, measure=slug, point=point, on=on, value=value, staff_id=actor.staff_id,
            recorded_at=now,
        )
        for slug, value in values.items()
    ]  # fmt: skip
    words = ", ".join(f"{known[slug].word} {amount_words(value)}" for slug, value in values.items())
    with on_case("outcomes_recorded", case, actor=actor, now=now, subject=case, summary=words) as record:
        return [_keep(record, one, before.get(one.measure), now) for one in rows]


def _keep(
    record: ChangeRecord, row: OutcomeValue, before: OutcomeValue | None, now: datetime
) -> OutcomeValue:
    """A request that was sent twice changes nothing."""
    if before is not None:
        if before.value == row.value:
            return before
        record.update(before, voided_at=now, void_reason=_REPLACED)
    record.add(row)
    return row


def _check(
    case: Case,
    point: str,
    on: date,
    today: date,
    known: Mapping[str, OutcomeMeasure],
    values: Mapping[str, Decimal],
) -> None:
    problems: dict[str, str] = {}
    if point not in OutcomeValue.Point.values:
        problems["point"] = "Choose when it was found."
    elif case.status == Status.CLOSED and point not in _POINTS_OF_CLOSED:
        problems["point"] = "The case is closed: choose at closure or after closing."
    elif case.status != Status.CLOSED and point == OutcomeValue.Point.AFTER:
        problems["point"] = "The case is open: choose another one."
    if not date(1990, 1, 1) <= on <= today:
        problems["on"] = "Choose today or an earlier day."
    for slug, value in values.items():
        measure = known.get(slug)
        reason = problem_of(measure.unit, value) if measure else "This program does not ask for it here."
        if reason:
            problems[slug] = reason
    if not values:
        problems["__all__"] = "Write at least one number."
    if problems:
        raise Invalid(problems)


def void_outcome(*, actor: Viewer, now: datetime, outcome_id: UUID, reason: str) -> OutcomeValue:
    """It stays in the record and is compared no more."""
    row = get_outcome(actor, outcome_id)
    require(can_work_on(actor, row.case), ONLY_WORKERS)
    if not reason.strip():
        raise Invalid({"reason": "Say what was wrong with it."})
    if row.voided_at is not None:
        return row
    with on_case(
        "outcome_voided", row.case, actor=actor, now=now, subject=row, summary=f"Does not count: {row}"
    ) as record:
        record.update(row, voided_at=now, void_reason=reason.strip()[:200])
    return row
