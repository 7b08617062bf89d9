"""The numbers by which others know the case."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, case_to_change, check_may_change, on_case
from caseday.cases.models import Case, Identifier
from caseday.cases.queries import case_item, pack_of
from caseday.cases.rules import normalize_identifier
from caseday.kernel.errors import Invalid
from caseday.programs.rules import word_of


def add_identifier(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    kind: str,
    value: str,
    note: str = "",
    id: UUID | None = None,
) -> Identifier:
    """Add a number. The same number on another case is no error: `queries.cases_with_identifier` warns of it."""
    case = case_to_change(actor, case_id)
    if found := already(Identifier, id, case):
        return found
    normalized = _checked(value)
    same = case.identifiers.filter(kind=kind, normalized=normalized, is_retired=False).first()
    if same:
        return same
    identifier = Identifier(case=case, kind=kind, value=value.strip(), normalized=normalized, note=note)
    identifier.id = id or identifier.id
    summary = f"{_word(case, kind)} {identifier.value} noted"
    with on_case(
        "identifier_added", case, actor=actor, now=now, subject=identifier, summary=summary
    ) as record:
        record.add(identifier)
    return identifier


def correct_identifier(
    *, actor: Viewer, now: datetime, identifier_id: UUID, kind: str, value: str, note: str = ""
) -> Identifier:
    """A number was noted wrongly; the history keeps what it was."""
    identifier = _to_change(actor, identifier_id)
    case = identifier.case
    normalized = _checked(value)
    summary = f"{_word(case, kind)} corrected: {identifier.value} to {value.strip()}"
    with on_case(
        "identifier_corrected", case, actor=actor, now=now, subject=identifier, summary=summary
    ) as record:
        record.update(identifier, kind=kind, value=value.strip(), normalized=normalized, note=note)
    return identifier


def retire_identifier(*, actor: Viewer, now: datetime, identifier_id: UUID) -> Identifier:
    """The number is no longer used; it is still found by search."""
    identifier = _to_change(actor, identifier_id)
    case = identifier.case
    summary = f"{_word(case, identifier.kind)} {identifier.value} retired"
    with on_case(
        "identifier_retired", case, actor=actor, now=now, subject=identifier, summary=summary
    ) as record:
        record.update(identifier, is_retired=True)
    return identifier


def _to_change(actor: Viewer, identifier_id: UUID) -> Identifier:
    identifier = case_item(actor, Identifier, identifier_id)
    check_may_change(actor, identifier.case)
    return identifier


def _checked(value: str) -> str:
    normalized = normalize_identifier(value)
    if not normalized:
        raise Invalid({"value": "Type the number; it needs at least one letter or digit."})
    return normalized[:60]


def _word(case: Case, kind: str) -> str:
    return word_of(pack_of(case).identifier_kinds, kind)
