"""First contacts, and when somebody was last reached."""

from datetime import datetime
from uuid import UUID

from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import check_may_change, on_case
from caseday.cases.models import Case, FirstContact
from caseday.cases.queries import case_item, get_case, pack_of
from caseday.kernel.errors import Invalid
from caseday.programs.rules import find_kind, word_of


def meet_first_contact(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    role: str,
    met_at: datetime,
    activity_id: UUID,
    activity_kind: str = "call",
    record: ChangeRecord | None = None,
) -> list[FirstContact]:
    """Somebody in `role` ("client" for the client) was reached; returns the first contacts that this meets.

    Pass the `record` of the journal's own change, and it becomes part of that event; otherwise it is one.
    """
    case = get_case(actor, case_id)
    pack = pack_of(case)
    rules = {rule.slug for rule in pack.first_contacts if rule.is_met_by(role, activity_kind)}
    met = list(case.first_contacts.filter(role__in=rules, met_at=None)) if rules else []
    if not met:
        return []
    if record is not None:
        return [record.update(one, met_at=met_at, met_by_activity_id=activity_id) for one in met]
    summary = f"First contact made: {_word(case, met[0].role)}"
    with on_case("first_contact_met", case, actor=actor, now=now, subject=met[0], summary=summary) as own:
        return [own.update(one, met_at=met_at, met_by_activity_id=activity_id) for one in met]


def record_contact(*, record: ChangeRecord, case: Case, at: datetime) -> None:
    """Part of the journal's change: somebody was reached at this moment; an older contact changes nothing."""
    if case.last_contact_at is None or case.last_contact_at < at:
        record.update(case, last_contact_at=at)


def waive_first_contact(*, actor: Viewer, now: datetime, contact_id: UUID, reason: str) -> FirstContact:
    """It will not be made, for a reason (the adjuster asked not to call the employer)."""
    contact = case_item(actor, FirstContact, contact_id)
    check_may_change(actor, contact.case)
    if not reason.strip():
        raise Invalid({"reason": "Say why this contact is not made."})
    summary = f"First contact waived: {_word(contact.case, contact.role)}"
    with on_case(
        "first_contact_waived", contact.case, actor=actor, now=now, subject=contact, summary=summary
    ) as record:
        record.update(contact, waived_reason=reason.strip()[:200])
    return contact


def _word(case: Case, role: str) -> str:
    rules = pack_of(case).first_contacts
    return word_of(rules, role) if find_kind(rules, role) else role
