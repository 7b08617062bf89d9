"""Every write of the journal: what happened, and the notes about it."""

from caseday.journal.actions.activities import (
    Happened,
    correct_activity,
    merged,
    record_activity,
    register_listener,
    void_activity,
)
from caseday.journal.actions.attempts import log_attempt, take_back_attempt
from caseday.journal.actions.capturing import Understood, capture_line, understood
from caseday.journal.actions.drafts import (
    Saved,
    Typed,
    bring_back_draft,
    discard_draft,
    save_draft,
    settle_conflict,
)
from caseday.journal.actions.hours import heard_hours, keep_told_hours, learn_hours
from caseday.journal.actions.messages import record_message
from caseday.journal.actions.signing import hash_of, sign_as_known, sign_note
from caseday.journal.actions.visits import record_visit

__all__ = [
    "Happened",
    "Saved",
    "Typed",
    "Understood",
    "bring_back_draft",
    "capture_line",
    "correct_activity",
    "discard_draft",
    "hash_of",
    "heard_hours",
    "keep_told_hours",
    "learn_hours",
    "log_attempt",
    "merged",
    "record_activity",
    "record_message",
    "record_visit",
    "register_listener",
    "save_draft",
    "settle_conflict",
    "sign_as_known",
    "sign_note",
    "take_back_attempt",
    "understood",
    "void_activity",
]
