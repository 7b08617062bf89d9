"""Who has which role in the case, from when to when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, case_to_change, check_may_change, on_case
from caseday.cases.models import Case, Party
from caseday.cases.queries import case_item, pack_of
from caseday.cases.rules import period_problem
from caseday.kernel.errors import Invalid
from caseday.programs.rules import word_of


def add_party(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    role: str,
    name: str = "",
    phone: str = "",
    email: str = "",
    note: str = "",
    office_id: UUID | None = None,
    professional_id: UUID | None = None,
    person_id: UUID | None = None,
    from_on: date | None = None,
    id: UUID | None = None,
) -> Party:
    """Add a party; where the role is held by one at a time, whoever held it leaves on the same day."""
    case = case_to_change(actor, case_id)
    if found := already(Party, id, case):
        return found
    if pack_of(case).party_role(role) is None:
        raise Invalid({"role": "Choose one of the program's roles."})
    if not (name or office_id or professional_id or person_id):
        raise Invalid({"name": "Say who it is: a name, an office, or a person of the directory."})
    starts = from_on or _today(actor, now)
    party = Party(case=case, role=role, name=name, phone=phone, email=email, note=note, from_on=starts)
    party.office_id, party.professional_id, party.person_id = office_id, professional_id, person_id
    party.id = id or party.id
    summary = f"{_role_word(case, role)}: {party.shown_name}, from {starts:%m/%d/%Y}"
    with on_case("party_added", case, actor=actor, now=now, subject=party, summary=summary) as record:
        _end_predecessors(record, case, role, starts)
        record.add(party)
    return party


def _end_predecessors(record: ChangeRecord, case: Case, role: str, on: date) -> None:
    found = pack_of(case).party_role(role)
    if found is None or not found.is_one_at_a_time:
        return
    for earlier in case.parties.filter(role=role, to_on=None):
        record.update(earlier, to_on=max(on, earlier.from_on or on))


def change_party(*, actor: Viewer, now: datetime, party_id: UUID, **fields: Any) -> Party:
    """Correct a party's name, phone, email, note, links or period; a successor is `add_party`."""
    party = _party_to_change(actor, party_id)
    role = fields.get("role", party.role)
    if role != party.role and pack_of(party.case).party_role(role) is None:
        raise Invalid({"role": "Choose one of the program's roles."})
    _check_period(fields.get("from_on", party.from_on), fields.get("to_on", party.to_on))
    summary = f"{_role_word(party.case, role)}: {party.shown_name} corrected"
    with on_case("party_changed", party.case, actor=actor, now=now, subject=party, summary=summary) as record:
        record.update(party, **fields)
    return party


def end_party(*, actor: Viewer, now: datetime, party_id: UUID, to_on: date | None = None) -> Party:
    party = _party_to_change(actor, party_id)
    last = to_on or _today(actor, now)
    _check_period(party.from_on, last)
    summary = f"{_role_word(party.case, party.role)}: {party.shown_name}, until {last:%m/%d/%Y}"
    with on_case("party_ended", party.case, actor=actor, now=now, subject=party, summary=summary) as record:
        record.update(party, to_on=last)
    return party


def _party_to_change(actor: Viewer, party_id: UUID) -> Party:
    party = case_item(actor, Party, party_id)
    check_may_change(actor, party.case)
    return party


def _check_period(from_on: date | None, to_on: date | None) -> None:
    if problem := period_problem(from_on, to_on):
        raise Invalid({"to_on": problem})


def _role_word(case: Case, role: str) -> str:
    return word_of(pack_of(case).party_roles, role)


def _today(actor: Viewer, now: datetime) -> date:
    zone: ZoneInfo = actor.time_zone
    return now.astimezone(zone).date()
