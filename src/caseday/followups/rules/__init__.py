"""Plain Python: when a promise is due."""

from caseday.followups.rules.todos import Due, due_words, group_of

__all__ = ["Due", "due_words", "group_of"]
