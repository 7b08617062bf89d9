"""Dates that everybody on the case asks for."""

from datetime import date, datetime
from uuid import UUID

from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, case_to_change, check_may_change, on_case
from caseday.cases.models import Case, KeyDate
from caseday.cases.queries import case_item, pack_of
from caseday.kernel.errors import Invalid
from caseday.programs.rules import find_kind, referral_fields, word_of


def add_key_date(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    kind: str,
    on: date,
    note: str = "",
    id: UUID | None = None,
) -> KeyDate:
    """With which it began (the date of injury, of the application ...) is also the case's `onset_on`."""
    case = case_to_change(actor, case_id)
    if found := already(KeyDate, id, case):
        return found
    if find_kind(pack_of(case).key_date_kinds, kind) is None:
        raise Invalid({"kind": "Choose one of the program's key dates."})
    key_date = KeyDate(case=case, kind=kind, on=on, note=note)
    key_date.id = id or key_date.id
    summary = f"{_word(case, kind)}: {on:%m/%d/%Y}"
    with on_case("key_date_added", case, actor=actor, now=now, subject=key_date, summary=summary) as record:
        record.add(key_date)
        _keep_onset(record, case, key_date)
    return key_date


def change_key_date(
    *, actor: Viewer, now: datetime, key_date_id: UUID, kind: str, on: date, note: str = ""
) -> KeyDate:
    key_date = _to_change(actor, key_date_id)
    case = key_date.case
    summary = f"{_word(case, kind)}: {key_date.on:%m/%d/%Y} to {on:%m/%d/%Y}"
    with on_case("key_date_changed", case, actor=actor, now=now, subject=key_date, summary=summary) as record:
        record.update(key_date, kind=kind, on=on, note=note)
        _keep_onset(record, case, key_date)
    return key_date


def remove_key_date(*, actor: Viewer, now: datetime, key_date_id: UUID) -> None:
    key_date = _to_change(actor, key_date_id)
    case = key_date.case
    summary = f"{_word(case, key_date.kind)} {key_date.on:%m/%d/%Y} taken back"
    with on_case("key_date_removed", case, actor=actor, now=now, subject=key_date, summary=summary) as record:
        record.remove(key_date)


def _to_change(actor: Viewer, key_date_id: UUID) -> KeyDate:
    key_date = case_item(actor, KeyDate, key_date_id)
    check_may_change(actor, key_date.case)
    return key_date


def _keep_onset(record: ChangeRecord, case: Case, key_date: KeyDate) -> None:
    began = referral_fields(pack_of(case)).date
    if began and key_date.kind == began.slug:
        record.update(case, onset_on=key_date.on)


def _word(case: Case, kind: str) -> str:
    return word_of(pack_of(case).key_date_kinds, kind)
