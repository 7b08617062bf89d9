"""The facts of each rule, in one query a rule (confirmations: three), whatever the length of the history."""

from typing import Any

from caseday.looseends.queries.gather.cases import FIRST_CONTACTS, QUIET_CASES
from caseday.looseends.queries.gather.followups import TODOS
from caseday.looseends.queries.gather.frame import Asked, Gather, gathered
from caseday.looseends.queries.gather.journal import DRAFTS, NOTES
from caseday.looseends.queries.gather.schedule import CONFIRMATIONS, NEW_DATES, OUTCOMES
from caseday.looseends.rules import (
    activity_without_note,
    appointment_awaiting_new_date,
    appointment_unconfirmed,
    appointment_without_outcome,
    first_contact_due,
    no_contact,
    todo_due,
    unsigned_draft,
)

__all__ = ["GATHER", "Asked", "gathered"]

GATHER: dict[str, Gather[Any]] = {
    activity_without_note.RULE: NOTES,
    unsigned_draft.RULE: DRAFTS,
    first_contact_due.RULE: FIRST_CONTACTS,
    appointment_unconfirmed.RULE: CONFIRMATIONS,
    appointment_without_outcome.RULE: OUTCOMES,
    appointment_awaiting_new_date.RULE: NEW_DATES,
    todo_due.RULE: TODOS,
    no_contact.RULE: QUIET_CASES,
}
"""Every rule that there is; a new rule is a file in `rules`, its facts beside those of its app, and a line here."""
