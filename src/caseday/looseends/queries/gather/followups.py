"""Open work of to-dos: what was noted, what was promised, what is chased."""

from collections.abc import Sequence
from uuid import UUID

from caseday.followups.queries import DueTodo, todos_due
from caseday.followups.rules import due_words
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import LooseEnd, chase_due, promise_due, todo_due
from caseday.looseends.rules.chase_due import Chased, chased


def todos_of(asked: Asked) -> list[DueTodo]:
    return asked.once("todos", lambda one: todos_due(one.viewer, one.staff_ids, until=one.today))


def _plain(asked: Asked) -> list[DueTodo]:
    return [one for one in todos_of(asked) if not (one.is_chase or one.promised_to)]


def _promised(asked: Asked) -> list[DueTodo]:
    return [one for one in todos_of(asked) if one.promised_to and not one.is_chase]


def chases_of(asked: Asked) -> list[DueTodo]:
    """To be taken up today; each is spoken of once, by what it is about or by itself."""
    return asked.once("chases", lambda one: [todo for todo in todos_of(one) if todo.is_chase])


def chases_of_requests(asked: Asked) -> dict[UUID, DueTodo]:
    """By request, the one that is due first."""
    return asked.once(
        "chases by request",
        lambda asked: {one.request_id: one for one in reversed(chases_of(asked)) if one.request_id},
    )


def told(one: DueTodo, known: Known) -> todo_due.Facts:
    asked, due = known.asked, one.due
    pack = known.cases[one.case_id].pack if one.case_id else None
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
        reach_name=one.reach_name or "",
        tried=one.tries_in_words(asked.now, asked.zone),
        often=one.often_in_words(),
        until=one.until_in_words(pack),
    )


def as_chased(one: DueTodo | None, known: Known) -> Chased | None:
    return chased(told(one, known)) if one else None


def _todos(rows: Sequence[DueTodo], known: Known) -> list[LooseEnd]:
    facts = [told(one, known) for one in rows]
    return todo_due.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _promises(rows: Sequence[DueTodo], known: Known) -> list[LooseEnd]:
    facts = [told(one, known) for one in rows]
    return promise_due.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def chase_ends(rows: Sequence[DueTodo], known: Known) -> list[LooseEnd]:
    facts = [told(one, known) for one in rows]
    return chase_due.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


TODOS = Gather("To-dos", _plain, _todos, group="To-dos")
PROMISES = Gather("Promises", _promised, _promises, group="Clients")
