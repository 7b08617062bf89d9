"""Every write of correspondence: one verb a function."""

from caseday.correspondence.actions.opting import opt_in, opt_out
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.actions.receipts import RECEIPTS, ask_about_silent, note_receipt, note_said
from caseday.correspondence.actions.taking_in import take_in
from caseday.correspondence.actions.text_accounts import account_of_number
from caseday.correspondence.actions.text_arrivals import drop_files, is_known_text, take_in_text

__all__ = [
    "RECEIPTS",
    "account_of_number",
    "ask_about_silent",
    "drop_files",
    "is_known_text",
    "note_receipt",
    "note_said",
    "opt_in",
    "opt_out",
    "queue_message",
    "take_in",
    "take_in_text",
]
