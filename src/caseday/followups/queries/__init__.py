"""Every read of to-dos, requests and chases, viewer first."""

from caseday.followups.queries.due import DueTodo, todos_due
from caseday.followups.queries.todos import (
    case_of_followup,
    due_of,
    get_todo,
    open_todos,
    recently_ended,
    todos_seen_by,
)

__all__ = [
    "DueTodo",
    "case_of_followup",
    "due_of",
    "get_todo",
    "open_todos",
    "recently_ended",
    "todos_due",
    "todos_seen_by",
]
