"""Every write of cases."""

from caseday.cases.actions.assignments import (
    accept_handoff,
    add_support,
    assign_case,
    decline_handoff,
    end_support,
    offer_handoff,
)
from caseday.cases.actions.closing import close_case, hold_case, reopen_case, resume_case
from caseday.cases.actions.conditions import add_condition, change_condition, end_condition
from caseday.cases.actions.contacts import meet_first_contact, record_contact, waive_first_contact
from caseday.cases.actions.facts import update_case
from caseday.cases.actions.filters import forget_filter, save_filter
from caseday.cases.actions.goals import add_goal, change_goal, end_goal, reopen_goal
from caseday.cases.actions.identifiers import (
    add_identifier,
    correct_identifier,
    learn_mask,
    retire_identifier,
)
from caseday.cases.actions.key_dates import add_key_date, change_key_date, remove_key_date
from caseday.cases.actions.opening import NewCase, NewParty, open_case
from caseday.cases.actions.parties import add_party, change_party, end_party
from caseday.cases.actions.read_backs import record_readback
from caseday.cases.actions.stages import change_stage
from caseday.cases.actions.versions import Moved, kind_field, move_case, move_cases
from caseday.cases.actions.work_status import (
    NewWorkStatus,
    Restriction,
    answer_offer,
    offer_duty,
    record_work_status,
    void_work_status,
)

__all__ = [
    "Moved",
    "kind_field",
    "move_case",
    "move_cases",
    "NewWorkStatus",
    "Restriction",
    "answer_offer",
    "offer_duty",
    "record_work_status",
    "void_work_status",
    "NewCase",
    "NewParty",
    "accept_handoff",
    "add_condition",
    "add_goal",
    "add_identifier",
    "add_key_date",
    "add_party",
    "add_support",
    "assign_case",
    "change_condition",
    "change_goal",
    "change_key_date",
    "change_party",
    "change_stage",
    "close_case",
    "correct_identifier",
    "decline_handoff",
    "end_condition",
    "end_goal",
    "end_party",
    "end_support",
    "forget_filter",
    "hold_case",
    "learn_mask",
    "meet_first_contact",
    "offer_handoff",
    "open_case",
    "record_contact",
    "record_readback",
    "remove_key_date",
    "reopen_case",
    "reopen_goal",
    "resume_case",
    "retire_identifier",
    "save_filter",
    "update_case",
    "waive_first_contact",
]
