"""Open work of follow-ups."""

from collections.abc import Sequence

from caseday.followups.queries import DueTodo, todos_due
from caseday.followups.rules import attempt_words, due_words
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import LooseEnd, todo_due


def _todos(asked: Asked) -> list[DueTodo]:
    return todos_due(asked.viewer, asked.staff_ids, until=asked.today)


def _due(rows: Sequence[DueTodo], known: Known) -> list[LooseEnd]:
    facts = [_todo(one, known) for one in rows]
    return todo_due.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _todo(one: DueTodo, known: Known) -> todo_due.Facts:
    asked, due = known.asked, one.due
    return todo_due.Facts(
        followup_id=one.id,
        text=one.text,
        due_words=due_words(due, asked.now, asked.zone),
        latest_moment=due.latest_moment(asked.zone) or asked.now,
        has_hour=one.due_at is not None,
        promised_at=one.promised_at,
        promised_to=one.promised_to,
        case_id=one.case_id,
        client=known.client(one.case_id),
        office_id=one.office_id,
        office=one.office or "",
        reach_role=one.reach_role,
        is_chased=bool(one.until),
        tried=_tried(one, asked),
    )


def _tried(one: DueTodo, asked: Asked) -> str:
    return attempt_words(one.attempts, "", None, one.last_attempt_at, asked.now, asked.zone)


TODOS = Gather("To-dos", _todos, _due)
