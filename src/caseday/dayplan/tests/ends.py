"""Loose ends by hand, as the list gives them to the plan, and the day gathered from them."""

from datetime import datetime, timedelta
from typing import Any

from caseday.access.viewer import Viewer
from caseday.dayplan.queries.gathering import Gathered, Thing, problem_for
from caseday.dayplan.rules.problem import Item, Kind
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


CLINIC = {"latitude": 30.30, "longitude": -97.70}


def gather(viewer: Viewer, *ends: LooseEnd, now: datetime = MONDAY_8, **asked: Any) -> Gathered:
    return problem_for(viewer, now=now, found=found(*ends), **asked)


def only(gathered: Gathered, kind: Kind) -> Item:
    items = [item for item in gathered.problem.items if item.kind is kind]
    assert len(items) == 1, [item.key for item in gathered.problem.items]
    return items[0]


def call_of(gathered: Gathered) -> tuple[Item, Thing]:
    item = only(gathered, Kind.CALL)
    return item, gathered.things[item.key]
