"""Views of the journal."""

from caseday.journal.web.views.activities import activity, correct, learn_hours, void
from caseday.journal.web.views.attempts import attempt, take_back_attempt
from caseday.journal.web.views.capture import capture, interpret
from caseday.journal.web.views.drafts import bring_back, discard, save_draft, sign, sign_as_is, versions
from caseday.journal.web.views.lists import day, of_case, unfinished
from caseday.journal.web.views.notes import add_to_note, facts, switch_format, wording, write_up

__all__ = [
    "activity",
    "add_to_note",
    "attempt",
    "bring_back",
    "capture",
    "correct",
    "day",
    "discard",
    "facts",
    "interpret",
    "learn_hours",
    "of_case",
    "save_draft",
    "sign",
    "sign_as_is",
    "switch_format",
    "take_back_attempt",
    "unfinished",
    "versions",
    "void",
    "wording",
    "write_up",
]
