"""The numbers by which others know the case."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, case_to_change, check_may_change, on_case
from caseday.cases.models import Case, Identifier
from caseday.cases.queries import case_item, pack_of
from caseday.cases.rules import normalize_identifier
from caseday.directory.actions import set_mask
from caseday.directory.models import IdentifierMask, Office
from caseday.directory.rules.masks import mask_from
from caseday.kernel.errors import Invalid
from caseday.programs.rules import word_of

_LEARNED_AMONG = 50


def add_identifier(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    kind: str,
    value: str,
    note: str = "",
    issuer_id: UUID | None = None,
    id: UUID | None = None,
) -> Identifier:
    """Add a number. The same number on another case is no error: `queries.cases_with_identifier` warns of it.

    Nor is one that does not look like its issuer's others: `Identifier.shape_warning` tells.
    """
    case = case_to_change(actor, case_id)
    if found := already(Identifier, id, case):
        return found
    normalized = _checked(value)
    same = case.identifiers.filter(kind=kind, normalized=normalized, is_retired=False).first()
    if same:
        return same
    identifier = Identifier(case=case, kind=kind, value=value.strip(), normalized=normalized, note=note)
    identifier.issuer = _issuer(issuer_id)
    identifier.id = id or identifier.id
    summary = f"{_word(case, kind)} {identifier.value} noted"
    with on_case(
        "identifier_added", case, actor=actor, now=now, subject=identifier, summary=summary
    ) as record:
        record.add(identifier)
        _learn(actor, now, identifier)
    return identifier


def correct_identifier(
    *,
    actor: Viewer,
    now: datetime,
    identifier_id: UUID,
    kind: str,
    value: str,
    note: str = "",
    issuer_id: UUID | None = None,
) -> Identifier:
    """A number was noted wrongly; the history keeps what it was."""
    identifier = _to_change(actor, identifier_id)
    case = identifier.case
    normalized = _checked(value)
    summary = f"{_word(case, kind)} corrected: {identifier.value} to {value.strip()}"
    with on_case(
        "identifier_corrected", case, actor=actor, now=now, subject=identifier, summary=summary
    ) as record:
        values = {"kind": kind, "value": value.strip(), "normalized": normalized, "note": note}
        record.update(identifier, **values, issuer=_issuer(issuer_id))
        _learn(actor, now, identifier)
    return identifier


def learn_mask(*, actor: Viewer, now: datetime, office_id: UUID, kind: str) -> IdentifierMask | None:
    """The mask of this issuer's numbers, once three of them in use have one shape; None before that.

    Learned once. A mask that is there already stays, so that a mistyped number cannot widen it.
    """
    known = IdentifierMask.objects.filter(office=office_id, kind=kind).first()
    if known:
        return known
    numbers = Identifier.objects.filter(issuer=office_id, kind=kind, is_retired=False)
    mask = mask_from(list(numbers.order_by("-pk").values_list("value", flat=True)[:_LEARNED_AMONG]))
    if not mask:
        return None
    return set_mask(actor=actor, now=now, office_id=office_id, kind=kind, mask=mask, is_learned=True)


def _learn(actor: Viewer, now: datetime, identifier: Identifier) -> None:
    if identifier.issuer_id:
        learn_mask(actor=actor, now=now, office_id=identifier.issuer_id, kind=identifier.kind)


def _issuer(issuer_id: UUID | None) -> Office | None:
    if issuer_id is None:
        return None
    found = Office.objects.filter(pk=issuer_id).first()
    if found is None:
        raise Invalid({"issuer": "This office is not in the directory. Choose again."})
    return found


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
