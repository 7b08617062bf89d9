"""Loose ends by hand, as the list gives them to the plan."""

from datetime import datetime, timedelta

from caseday.kernel.ids import new_id
from caseday.looseends.queries import LooseEnds
from caseday.looseends.rules import LooseEnd, Reach
from caseday.testing.make import MONDAY_8


def at(hour: float) -> datetime:
    """An hour of Monday in Austin."""
    return MONDAY_8 + timedelta(hours=hour - 8)


def end(rule: str = "todo_due", **fields: object) -> LooseEnd:
    case = fields.pop("case", None)
    usual = {
        "subject_id": new_id(),
        "title": "Ask for the report",
        "why": "",
        "since": at(7),
        "next_actor": "you",
        "weight": 500.0,
        "chip": "next",
        "chip_words": "today",
        "case_id": case.pk if case else None,
        "client": case.person.called if case else "",
    }
    return LooseEnd(rule=rule, **usual | fields)


def found(*ends: LooseEnd, pinned: tuple[str, ...] = ()) -> LooseEnds:
    return LooseEnds(list(ends), [], pinned=frozenset(pinned))


def reach(role: str = "", office: object = None, **fields: object) -> Reach:
    return Reach(role, getattr(office, "pk", None), **fields)
