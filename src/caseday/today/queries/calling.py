"""Whom the open work asks to call, and whether they are open now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Concat

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Party
from caseday.cases.rules import direct_numbers, last_in_role
from caseday.directory.models import Office, OfficePhone
from caseday.directory.queries import offices_by_id, open_states
from caseday.directory.rules.open_state import OpenState
from caseday.directory.rules.say_hours import say, say_briefly
from caseday.looseends.rules import LooseEnd, Reach
from caseday.people.models import ContactPoint
from caseday.today.rules import Call, Callee, call_list

_CLIENT = "client"


@dataclass
class _Known:
    """Fetched together for the whole list, and no more columns than are shown."""

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
    """Who is open now first, the closed ones by when they open; at most six queries, none without calls."""
    wanted = [end for end in ends if end.reach]
    if not wanted:
        return []
    known = _known_of(wanted)
    reached = [(end, reach) for end in wanted if end.reach and (reach := _reach_of(end, end.reach, known))]
    office_ids = list({reach.office_id for _, reach in reached if reach.office_id})
    known.offices = offices_by_id(viewer, office_ids) if office_ids else {}
    known.states = open_states(viewer, known.offices.values(), now)
    return call_list([_call(viewer, end, reach, known) for end, reach in reached], now=now)


def _known_of(ends: Sequence[LooseEnd]) -> _Known:
    case_ids = {end.case_id for end in ends if end.case_id}
    asked = {end.reach.role for end in ends if end.reach} - {_CLIENT, ""}
    return _Known(
        parties=_parties_of(case_ids, asked) if asked else {},
        phones=_phones_of(case_ids) if case_ids else {},
    )


def _parties_of(case_ids: Collection[UUID], roles: set[str]) -> dict[tuple[UUID, str], _Reach]:
    """The present party in each role of each case; one query."""
    by_case: dict[UUID, list[_Row]] = defaultdict(list)
    for row in _PARTIES.rows(case_ids=case_ids, roles=roles):
        by_case[row[0]].append(_Row(*row[1:]))
    found = ((pk, role, last_in_role(rows, role)) for pk, rows in by_case.items() for role in roles)
    return {(pk, role): _of_party(one) for pk, role, one in found if one}


class _Row(NamedTuple):
    pk: UUID
    role: str
    name: str
    phone: str
    office_id: UUID | None
    their_office_id: UUID | None
    professional: str | None
    credentials: str | None
    professional_phone: str | None
    extension: str | None
    person: str | None


_PARTY_COLUMNS = (
    "case_id",
    "pk",
    "role",
    "name",
    "phone",
    "office_id",
    "professional__office_id",
    "professional__name",
    "professional__credentials",
    "professional__phone",
    "professional__extension",
    "person_name",
)


_PARTIES = Spelled(
    lambda case_ids, roles: (
        Party.objects.filter(case__in=case_ids, role__in=roles, to_on=None)
        .annotate(person_name=Concat("person__given_name", Value(" "), "person__family_name"))
        .order_by("pk")
        .values_list(*_PARTY_COLUMNS)
    )
)


def _of_party(one: _Row) -> _Reach:
    shown = one.professional or (one.person or "").strip() or one.name
    what = one.credentials or _spoken(one.role).lower()
    called = f"{shown}, {what}" if shown else _spoken(one.role)
    numbers = direct_numbers(one.phone, one.professional_phone or "", one.extension or "")
    return _Reach(one.role, one.office_id or one.their_office_id, called, numbers[0] if numbers else "")


def _spoken(role: str) -> str:
    return role.replace("_", " ").capitalize()


def _phones_of(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The first number of each case's client that may be called; one query."""
    return dict(_PHONES.rows(case_ids=case_ids))


_PHONES = Spelled(
    lambda case_ids: (
        ContactPoint.objects.filter(
            ~Q(call_consent=ContactPoint.Consent.DECLINED),
            person__cases__in=case_ids,
            system="phone",
            is_retired=False,
        )
        .order_by("-position", "-pk")
        .values_list("person__cases", "value")
    )
)


def _reach_of(end: LooseEnd, asked: Reach, known: _Known) -> _Reach | None:
    """The office that is named, else who has the role in the case; the other way round where the role says more."""
    at_office = _Reach(asked.role, asked.office_id, asked.name) if asked.office_id else None
    of_case = known.parties.get((end.case_id, asked.role)) if end.case_id else None
    if asked.is_role_first and asked.role == _CLIENT:
        return _of_client(end, known)
    found = (of_case or at_office) if asked.is_role_first else (at_office or of_case)
    if found:
        return found
    if asked.role and asked.role != _CLIENT and end.case_id:
        return _Reach(asked.role, name=_spoken(asked.role))
    return _of_client(end, known)


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
        followup_id=end.followup_id,
    )


def _callee(viewer: Viewer, reach: _Reach, known: _Known) -> Callee:
    office = known.offices.get(reach.office_id) if reach.office_id else None
    if office is None:
        return Callee(reach.name, reach.number, role=reach.role, brief="", words="")
    state = known.states[office.id]
    phones: list[OfficePhone] = getattr(office, "shown_phones", [])
    desk = phones[0] if phones else None
    return Callee(
        name=_at(reach.name, office.name),
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


def _at(person: str, office: str) -> str:
    """Whoever answers asks with whom one wants to speak; a role alone says nothing beside the office's name."""
    if not person or office.casefold() in person.casefold():
        return person or office
    return f"{person}, {office}"
