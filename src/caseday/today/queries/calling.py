"""Whom the open work asks to call, and whether they are open now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Concat

from caseday.access.viewer import Viewer
from caseday.cases.models import Party
from caseday.directory.models import Office, OfficePhone
from caseday.directory.queries import offices_by_id, open_states
from caseday.directory.rules.open_state import OpenState
from caseday.directory.rules.say_hours import say, say_briefly
from caseday.followups.models import FollowUp
from caseday.looseends.rules import (
    LooseEnd,
    appointment_awaiting_new_date,
    first_contact_due,
    no_contact,
    todo_due,
)
from caseday.people.models import ContactPoint
from caseday.today.rules import Call, Callee, call_list

_CLIENT = "client"
_CALLED_ABOUT = (
    todo_due.RULE,
    first_contact_due.RULE,
    appointment_awaiting_new_date.RULE,
    no_contact.RULE,
)
_CALL_VERBS = ("call", "phone", "ring", "ask", "reach")


@dataclass(frozen=True)
class _Asked:
    """Whom a to-do names."""

    text: str
    role: str
    office_id: UUID | None
    name: str = ""


@dataclass
class _Known:
    """Fetched together for the whole list, and no more columns than are shown."""

    todos: Mapping[UUID, _Asked] = field(default_factory=dict)
    roles: Mapping[UUID, str] = field(default_factory=dict)
    parties: Mapping[tuple[UUID, str], "_Reach"] = field(default_factory=dict)
    phones: Mapping[UUID, str] = field(default_factory=dict)
    """Of the client, by case."""
    offices: Mapping[UUID, Office] = field(default_factory=dict)
    states: Mapping[UUID, OpenState] = field(default_factory=dict)


@dataclass(frozen=True)
class _Reach:
    """Whom a loose end asks to call: an office, a party of the case, or the client."""

    role: str = ""
    office_id: UUID | None = None
    name: str = ""
    number: str = ""


def calls_of(viewer: Viewer, ends: Sequence[LooseEnd], *, now: datetime) -> list[Call]:
    """Who is open now first, the closed ones by when they open; at most seven queries, none without calls."""
    wanted = [end for end in ends if end.rule in _CALLED_ABOUT]
    if not wanted:
        return []
    known = _known_of(wanted)
    reached = [(end, reach) for end in wanted if (reach := _reach_of(end, known))]
    office_ids = list({reach.office_id for _, reach in reached if reach.office_id})
    known.offices = offices_by_id(viewer, office_ids) if office_ids else {}
    known.states = open_states(viewer, known.offices.values(), now)
    return call_list([_call(viewer, end, reach, known) for end, reach in reached], now=now)


def _known_of(ends: Sequence[LooseEnd]) -> _Known:
    todo_ids = [end.subject_id for end in ends if end.rule == todo_due.RULE]
    known = _Known(todos=_asked_by(todo_ids) if todo_ids else {})
    known.roles = _roles_of(ends, known.todos)
    case_ids = {end.case_id for end in ends if end.case_id}
    asked = {role for role in known.roles.values() if role != _CLIENT}
    known.parties = _parties_of(case_ids, asked) if asked else {}
    known.phones = _phones_of(case_ids) if case_ids else {}
    return known


def _asked_by(todo_ids: Collection[UUID]) -> dict[UUID, _Asked]:
    """Of to-dos that the viewer sees; one query."""
    rows = (
        FollowUp.objects.filter(pk__in=todo_ids)
        .annotate(where=Coalesce("office_id", "professional__office_id"))
        .values_list("pk", "text", "reach_role", "where", "professional__name")
    )
    return {pk: _Asked(text, role, where, name or "") for pk, text, role, where, name in rows}


def _roles_of(ends: Sequence[LooseEnd], todos: Mapping[UUID, _Asked]) -> dict[UUID, str]:
    """By loose end: the role that is to be reached, where it names one."""
    roles = {}
    for end in ends:
        asked = dict(pair for tap in end.taps for pair in tap.query).get("role", "")
        todo = todos.get(end.subject_id)
        roles[end.subject_id] = asked or (todo.role if todo else "")
    return {subject_id: role for subject_id, role in roles.items() if role}


def _parties_of(case_ids: Collection[UUID], roles: set[str]) -> dict[tuple[UUID, str], _Reach]:
    """The present party in each role of each case, the one who came last; one query."""
    rows = (
        Party.objects.filter(case__in=case_ids, role__in=roles, to_on=None)
        .annotate(person_name=Concat("person__given_name", Value(" "), "person__family_name"))
        .order_by("pk")
        .values_list(*_PARTY_COLUMNS)
    )
    return {(row[0], row[1]): _of_party(*row[1:]) for row in rows}


_PARTY_COLUMNS = (
    "case_id",
    "role",
    "name",
    "phone",
    "office_id",
    "professional__office_id",
    "professional__name",
    "person_name",
)


def _of_party(
    role: str,
    name: str,
    phone: str,
    office_id: UUID | None,
    their_office_id: UUID | None,
    professional: str | None,
    person: str | None,
) -> _Reach:
    shown = professional or (person or "").strip() or name
    word = _spoken(role)
    return _Reach(role, office_id or their_office_id, f"{shown}, {word.lower()}" if shown else word, phone)


def _spoken(role: str) -> str:
    return role.replace("_", " ").capitalize()


def _phones_of(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The first number of each case's client that may be called; one query."""
    points = ContactPoint.objects.filter(
        ~Q(call_consent=ContactPoint.Consent.DECLINED),
        person__cases__in=case_ids,
        system="phone",
        is_retired=False,
    )
    rows = points.order_by("-position", "-pk").values_list("person__cases", "value")
    return dict(rows)


def _reach_of(end: LooseEnd, known: _Known) -> _Reach | None:
    role = known.roles.get(end.subject_id, "")
    todo = known.todos.get(end.subject_id)
    if todo and todo.office_id:
        return _Reach(role, todo.office_id, todo.name)
    if role and role != _CLIENT and end.case_id:
        return known.parties.get((end.case_id, role)) or _Reach(role, name=_spoken(role))
    if end.rule == appointment_awaiting_new_date.RULE and end.office_id:
        return _Reach(office_id=end.office_id)
    if todo and role != _CLIENT and not _says_call(todo.text):
        return None
    return _of_client(end, known)


def _says_call(text: str) -> bool:
    return text.lower().startswith(_CALL_VERBS)


def _of_client(end: LooseEnd, known: _Known) -> _Reach | None:
    if end.case_id is None:
        return None
    return _Reach(_CLIENT, name=end.client, number=known.phones.get(end.case_id, ""))


def _call(viewer: Viewer, end: LooseEnd, reach: _Reach, known: _Known) -> Call:
    return Call(
        key=end.key,
        what=end.title,
        callee=_callee(viewer, reach, known),
        weight=end.weight,
        why=end.chip_words,
        client=end.client,
        case_id=end.case_id,
        followup_id=end.subject_id if end.rule == todo_due.RULE else None,
    )


def _callee(viewer: Viewer, reach: _Reach, known: _Known) -> Callee:
    office = known.offices.get(reach.office_id) if reach.office_id else None
    if office is None:
        return Callee(reach.name, reach.number, role=reach.role, brief="", words="")
    state = known.states[office.id]
    phones: list[OfficePhone] = getattr(office, "shown_phones", [])
    desk = phones[0] if phones else None
    return Callee(
        name=reach.name or office.name,
        number=reach.number or (desk.number if desk else ""),
        hint="" if reach.number or desk is None else desk.menu_hint,
        office_id=office.id,
        role=reach.role,
        status="unknown" if not state.has_hours else state.status,
        opens_at=state.opens_at,
        closes_at=state.closes_at,
        words=say(state, viewer.time_zone),
        brief=say_briefly(state),
    )
