"""Every write of decisions and of advocacy: one verb a function."""

from caseday.advocacy.actions.decisions import (
    begin_decision,
    change_decision,
    decide,
    drop_decision,
    reopen_decision,
)
from caseday.advocacy.actions.efforts import change_effort, note_outcome, record_effort, void_effort

__all__ = [
    "begin_decision",
    "change_decision",
    "change_effort",
    "decide",
    "drop_decision",
    "note_outcome",
    "record_effort",
    "reopen_decision",
    "void_effort",
]
