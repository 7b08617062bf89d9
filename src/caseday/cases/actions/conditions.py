"""Injury or condition: ICD-10-CM where known, the description alone where not."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, case_to_change, check_may_change, on_case
from caseday.cases.models import Condition
from caseday.cases.queries import case_item
from caseday.cases.rules import period_problem
from caseday.kernel.errors import Invalid
from caseday.programs.queries import get_diagnosis, has_diagnosis_codes
from caseday.programs.rules import normalize_diagnosis_code


def add_condition(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    code: str = "",
    description: str = "",
    id: UUID | None = None,
    **fields: Any,
) -> Condition:
    """`fields`: body_part, side, acceptance, is_primary, onset_on. Raises Invalid for an unknown code."""
    case = case_to_change(actor, case_id)
    if found := already(Condition, id, case):
        return found
    code, description = _coded(code, description)
    condition = Condition(case=case, code=code, description=description, **fields)
    condition.id = id or condition.id
    summary = f"Condition noted: {condition}"
    with on_case("condition_added", case, actor=actor, now=now, subject=condition, summary=summary) as record:
        record.add(condition)
    return condition


def change_condition(
    *, actor: Viewer, now: datetime, condition_id: UUID, code: str, description: str, **fields: Any
) -> Condition:
    condition = _to_change(actor, condition_id)
    code, description = _coded(code, description)
    if problem := period_problem(fields.get("onset_on", condition.onset_on), condition.ended_on):
        raise Invalid({"onset_on": problem})
    summary = f"Condition changed: {description}"
    with on_case(
        "condition_changed", condition.case, actor=actor, now=now, subject=condition, summary=summary
    ) as record:
        record.update(condition, code=code, description=description, **fields)
    return condition


def end_condition(*, actor: Viewer, now: datetime, condition_id: UUID, ended_on: date) -> Condition:
    condition = _to_change(actor, condition_id)
    if problem := period_problem(condition.onset_on, ended_on):
        raise Invalid({"ended_on": problem})
    summary = f"Condition ended: {condition}"
    with on_case(
        "condition_ended", condition.case, actor=actor, now=now, subject=condition, summary=summary
    ) as record:
        record.update(condition, ended_on=ended_on)
    return condition


def _to_change(actor: Viewer, condition_id: UUID) -> Condition:
    condition = case_item(actor, Condition, condition_id)
    check_may_change(actor, condition.case)
    return condition


def _coded(code: str, description: str) -> tuple[str, str]:
    """Code in its usual spelling and a description, drawn from the release where none was typed."""
    code, description = code.strip(), description.strip()
    if not code:
        if not description:
            raise Invalid({"description": "Describe it in words, or choose a code."})
        return "", description
    known = get_diagnosis(code)
    if known:
        return known.pointed, description or known.description
    return _unreleased(code), description or code.upper()


def _unreleased(code: str) -> str:
    """A well-formed code passes only while no release is loaded to check it against."""
    spelled = normalize_diagnosis_code(code)
    if spelled and not has_diagnosis_codes():
        return spelled
    raise Invalid(
        {"code": f"{code} is no ICD-10-CM code. Choose one from the list, or describe it in words alone."}
    )
