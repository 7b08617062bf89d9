"""Every write of to-dos, requests and chases."""

from caseday.followups.actions.todos import (
    change_followup,
    drop_followup,
    finish_followup,
    move_followup,
    promise_followup,
    reopen_followup,
)

__all__ = [
    "change_followup",
    "drop_followup",
    "finish_followup",
    "move_followup",
    "promise_followup",
    "reopen_followup",
]
