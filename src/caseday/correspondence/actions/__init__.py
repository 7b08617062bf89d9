"""Every write of correspondence: one verb a function."""

from caseday.correspondence.actions.answering import (
    answered_by_call,
    answered_by_reply,
    say_no_answer_needed,
    take_back_answer,
)
from caseday.correspondence.actions.calendar_answers import register_answers
from caseday.correspondence.actions.filing import Filed, file_message, set_aside, take_back, unfile
from caseday.correspondence.actions.learning import forget_sender
from caseday.correspondence.actions.opting import opt_in, opt_out
from caseday.correspondence.actions.outcomes import note_arrived, note_mailed, retry_message, stop_message
from caseday.correspondence.actions.papers import put_papers, settle_files, settle_scans
from caseday.correspondence.actions.queueing import queue_message, try_to_queue
from caseday.correspondence.actions.receipts import RECEIPTS, ask_about_silent, note_receipt, note_said
from caseday.correspondence.actions.safety import (
    add_safety_phrase,
    remove_safety_phrase,
    switch_safety_phrase,
)
from caseday.correspondence.actions.seeing import see_safety_flag
from caseday.correspondence.actions.taking_in import take_in
from caseday.correspondence.actions.text_accounts import account_of_number
from caseday.correspondence.actions.text_arrivals import drop_files, is_known_text, take_in_text
from caseday.correspondence.actions.unsure_texts import queue_unsure_texts

__all__ = [
    "note_arrived",
    "note_mailed",
    "retry_message",
    "stop_message",
    "Filed",
    "RECEIPTS",
    "account_of_number",
    "add_safety_phrase",
    "answered_by_call",
    "answered_by_reply",
    "ask_about_silent",
    "drop_files",
    "file_message",
    "forget_sender",
    "is_known_text",
    "note_receipt",
    "note_said",
    "opt_in",
    "opt_out",
    "put_papers",
    "queue_message",
    "queue_unsure_texts",
    "register_answers",
    "remove_safety_phrase",
    "say_no_answer_needed",
    "see_safety_flag",
    "set_aside",
    "settle_files",
    "settle_scans",
    "switch_safety_phrase",
    "take_back",
    "take_back_answer",
    "try_to_queue",
    "take_in",
    "take_in_text",
    "unfile",
]
