"""Whom the open work asks to call, and whether they are open now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.directory.queries import open_states
from caseday.directory.rules.open_state import OpenState
from caseday.directory.rules.say_hours import say, say_briefly
from caseday.looseends.queries.reaching import Around, Whom, around_of, asked_by
from caseday.looseends.rules import LooseEnd
from caseday.today.rules import Call, Callee, call_list


def calls_of(viewer: Viewer, ends: Sequence[LooseEnd], *, now: datetime) -> list[Call]:
    """Who is open now first, the closed ones by when they open; at most six queries, none without calls."""
    wanted = [(end, asked) for end in ends if (asked := asked_by(end))]
    if not wanted:
        return []
    around = around_of(viewer, [asked for _, asked in wanted])
    reached = [(end, whom) for end, asked in wanted if (whom := around.whom(asked))]
    asked_for = {whom.office_id for _, whom in reached}
    states = open_states(viewer, [one for pk, one in around.offices.items() if pk in asked_for], now)
    return call_list([_call(end, _callee(viewer, whom, around, states)) for end, whom in reached], now=now)


def _call(end: LooseEnd, callee: Callee) -> Call:
    return Call(
        key=end.key,
        what=end.title,
        callee=callee,
        weight=end.weight,
        why=end.chip_words,
        client=end.client,
        case_id=end.case_id,
        followup_id=end.followup_id,
    )


def _callee(viewer: Viewer, whom: Whom, around: Around, states: Mapping[UUID, OpenState]) -> Callee:
    office = around.offices.get(whom.office_id) if whom.office_id else None
    number, hint = around.dialed(whom)
    if office is None:
        return Callee(whom.called, number, role=whom.role, brief="", words="")
    state = states[office.id]
    return Callee(
        name=_at(whom.called, office.name),
        number=number,
        hint=hint,
        office_id=office.id,
        role=whom.role,
        status="unknown" if not state.has_hours else state.status,
        opens_at=state.opens_at,
        closes_at=state.closes_at,
        words=say(state, viewer.time_zone),
        brief=say_briefly(state),
    )


def _at(person: str, office: str) -> str:
    """Whoever answers asks with whom one wants to speak; a role alone says nothing beside the office's name."""
    if not person or office.casefold() in person.casefold():
        return person or office
    return f"{person}, {office}"
