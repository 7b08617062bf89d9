"""What can be given to a colleague: what somebody follows, and not what only they can do, as writing a note."""

from caseday.looseends.rules import chase_due, promise_due, todo_due
from caseday.looseends.rules.end import LooseEnd

TODOS = (todo_due.RULE, promise_due.RULE, chase_due.RULE)
"""What is a to-do under another name: it has a day that one moves."""


def can_be_given(end: LooseEnd) -> bool:
    return end.rule in TODOS or end.request_id is not None
