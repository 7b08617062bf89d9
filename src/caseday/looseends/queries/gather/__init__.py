"""The facts of each rule. What several rules speak of is read once, whatever the length of the history."""

from typing import Any

from caseday.looseends.queries.gather.assessments import ALERTS, ANSWERED, ASSESSMENTS_DUE
from caseday.looseends.queries.gather.care import (
    DOCUMENTATION,
    LICENSES,
    PLAN_DUE,
    PLAN_REVIEWS,
    PLAN_UNSIGNED,
    QUIET_GOALS,
)
from caseday.looseends.queries.gather.cases import FIRST_CONTACTS, QUIET_CASES
from caseday.looseends.queries.gather.chases import CHASES
from caseday.looseends.queries.gather.followups import PROMISES, TODOS
from caseday.looseends.queries.gather.frame import Asked, Gather, gathered
from caseday.looseends.queries.gather.funds import SPENDING
from caseday.looseends.queries.gather.journal import DRAFTS, NOTES
from caseday.looseends.queries.gather.messages import INBOX, NOT_LEFT, SAFETY, UNANSWERED, UPDATES
from caseday.looseends.queries.gather.numbers import NUMBERS, WORK
from caseday.looseends.queries.gather.papers import DELIVERIES, NEEDED, UNFILED, UNREAD
from caseday.looseends.queries.gather.reports import AMENDED, REPORTS_OWED
from caseday.looseends.queries.gather.requests import (
    APPROVALS,
    BLOCKED,
    CHECKLISTS,
    CLOCKS,
    CONTRADICTED,
    NOT_TOLD,
    NOT_VERIFIED,
    REPORTS,
    SURGERY,
)
from caseday.looseends.queries.gather.schedule import CANCELLED, CONFIRMATIONS, NEW_DATES, OUTCOMES
from caseday.looseends.rules import (
    activity_without_note,
    amended_report_out,
    appointment_awaiting_new_date,
    appointment_unconfirmed,
    appointment_without_outcome,
    assessment_alert,
    assessment_due,
    assessment_to_review,
    authorization_ending,
    chase_due,
    checklist_not_begun,
    clock_closing,
    confirmed_then_cancelled,
    delivery_not_verified,
    document_unfiled,
    document_unread,
    documentation_missed,
    first_contact_due,
    goal_quiet,
    inbox_waiting,
    license_expiring,
    message_flagged,
    message_not_sent,
    message_unanswered,
    no_contact,
    paper_needed,
    party_not_told,
    plan_due,
    plan_review_due,
    plan_unsigned,
    promise_due,
    report_missing,
    report_owed,
    request_blocked,
    spending_to_approve,
    step_contradicted,
    step_not_verified,
    surgery_unconfirmed,
    todo_due,
    unsigned_draft,
    update_due,
    work_status_unclear,
    wrong_number_out,
)

__all__ = ["GATHER", "Asked", "gathered"]

GATHER: dict[str, Gather[Any]] = {
    activity_without_note.RULE: NOTES,
    unsigned_draft.RULE: DRAFTS,
    assessment_alert.RULE: ALERTS,
    message_flagged.RULE: SAFETY,
    message_unanswered.RULE: UNANSWERED,
    message_not_sent.RULE: NOT_LEFT,
    inbox_waiting.RULE: INBOX,
    update_due.RULE: UPDATES,
    request_blocked.RULE: BLOCKED,
    step_contradicted.RULE: CONTRADICTED,
    clock_closing.RULE: CLOCKS,
    step_not_verified.RULE: NOT_VERIFIED,
    report_missing.RULE: REPORTS,
    party_not_told.RULE: NOT_TOLD,
    authorization_ending.RULE: APPROVALS,
    surgery_unconfirmed.RULE: SURGERY,
    checklist_not_begun.RULE: CHECKLISTS,
    appointment_unconfirmed.RULE: CONFIRMATIONS,
    confirmed_then_cancelled.RULE: CANCELLED,
    appointment_awaiting_new_date.RULE: NEW_DATES,
    appointment_without_outcome.RULE: OUTCOMES,
    chase_due.RULE: CHASES,
    todo_due.RULE: TODOS,
    promise_due.RULE: PROMISES,
    first_contact_due.RULE: FIRST_CONTACTS,
    no_contact.RULE: QUIET_CASES,
    assessment_due.RULE: ASSESSMENTS_DUE,
    assessment_to_review.RULE: ANSWERED,
    paper_needed.RULE: NEEDED,
    delivery_not_verified.RULE: DELIVERIES,
    document_unread.RULE: UNREAD,
    document_unfiled.RULE: UNFILED,
    wrong_number_out.RULE: NUMBERS,
    work_status_unclear.RULE: WORK,
    plan_due.RULE: PLAN_DUE,
    plan_review_due.RULE: PLAN_REVIEWS,
    plan_unsigned.RULE: PLAN_UNSIGNED,
    goal_quiet.RULE: QUIET_GOALS,
    report_owed.RULE: REPORTS_OWED,
    amended_report_out.RULE: AMENDED,
    spending_to_approve.RULE: SPENDING,
    documentation_missed.RULE: DOCUMENTATION,
    license_expiring.RULE: LICENSES,
}
"""Every rule that there is; a new rule is a file in `rules`, its facts beside those of its app, and a line here."""
