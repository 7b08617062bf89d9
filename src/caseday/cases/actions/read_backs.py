"""What somebody has for one of the case's numbers, as they read it to us."""

from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, check_may_change, on_case, who_writes
from caseday.cases.models import Identifier, ReadBack
from caseday.cases.queries import case_item, pack_of
from caseday.cases.rules import compare, normalize_identifier
from caseday.directory.models import Office, Professional
from caseday.kernel.errors import Invalid
from caseday.programs.rules import word_of

_MOST_HEARD = 80


def record_readback(
    *,
    actor: Viewer,
    now: datetime,
    identifier_id: UUID,
    heard: str,
    office_id: UUID | None = None,
    professional_id: UUID | None = None,
    with_name: str = "",
    source_name: str = "",
    source_office_id: UUID | None = None,
    activity_id: UUID | None = None,
    id: UUID | None = None,
) -> ReadBack:
    """Keep what they have, and where it differs from ours. Raises Invalid for `heard`, `with_name`, `office`."""
    identifier = case_item(actor, Identifier, identifier_id)
    case = identifier.case
    check_may_change(actor, case)
    if found := already(ReadBack, id, case):
        return found
    office = _in_directory(Office, office_id)
    professional = _in_directory(Professional, professional_id)
    _check(identifier, heard, is_named=bool(office or professional or with_name.strip()))
    found = ReadBack(
        case=case, identifier=identifier, heard=heard.strip(), **_compared(identifier, heard),
        office=office or (professional.office if professional else None), professional=professional,
        with_name=with_name.strip()[:120], source_name=source_name.strip()[:120],
        source_office=_in_directory(Office, source_office_id),
        staff_id=who_writes(actor), read_at=now, activity_id=activity_id,
    )  # fmt: skip
    found.id = id or found.id
    summary = _summary(found)
    with on_case("number_read_back", case, actor=actor, now=now, subject=found, summary=summary) as record:
        record.add(found)
    return found


def _compared(identifier: Identifier, heard: str) -> dict[str, Any]:
    comparison = compare(identifier.value, heard)
    return {"is_same": comparison.is_same, "differences": comparison.words[:300]}


def _check(identifier: Identifier, heard: str, *, is_named: bool) -> None:
    problems: dict[str, str] = {}
    if identifier.is_retired:
        problems[""] = "This number is no longer used. Read back the one that is."
    if not normalize_identifier(heard):
        problems["heard"] = "Type what they have; it needs at least one letter or digit."
    elif len(heard.strip()) > _MOST_HEARD:
        problems["heard"] = f"That is longer than {_MOST_HEARD} characters. Type the number alone."
    if not is_named:
        problems["with_name"] = "Say who read it: choose them, or type a name."
    if problems:
        raise Invalid(problems)


def _in_directory(model: type[Any], item_id: UUID | None) -> Any:
    if item_id is None:
        return None
    found = model.objects.filter(pk=item_id).first()
    if found is None:
        raise Invalid({"office": "This is not in the directory. Choose again."})
    return found


def _summary(one: ReadBack) -> str:
    word = word_of(pack_of(one.case).identifier_kinds, one.identifier.kind)
    who = one.office or one.professional or one.with_name
    result = "the same" if one.is_same else f"differs: {one.differences}"
    return f"{word} read back by {who}: {result}"
