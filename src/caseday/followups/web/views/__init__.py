"""Pages of to-dos, requests and chases."""

from caseday.followups.web.views.todos import add, done, drop, move, reopen, todo, todo_list

__all__ = ["add", "done", "drop", "move", "reopen", "todo", "todo_list"]
