"""Whom the open work of a day asks to call, with their number and hours: four queries at most."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, Value
from django.db.models.functions import Concat

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Party
from caseday.cases.rules import direct_numbers
from caseday.correspondence.rules.shipped_words import quiet_hours
from caseday.dayplan.queries.gathering.found import Callee
from caseday.dayplan.queries.gathering.hours import Hours, awake_hours, hours_of, usual_hours
from caseday.dayplan.rules.daytime import DayTime, daily
from caseday.dayplan.rules.problem import Window
from caseday.directory.models import Office
from caseday.directory.queries import offices_by_id
from caseday.looseends.rules import LooseEnd, Reach
from caseday.people.models import ContactPoint

CLIENT = "client"


class Asked(NamedTuple):
    """What asks for a call: the case, the client's name, whom to reach."""

    case_id: UUID | None
    client: str
    reach: Reach


class _Client(NamedTuple):
    number: str
    best_from: time | None
    best_to: time | None
    zone: str


class _Party(NamedTuple):
    name: str
    number: str
    office_id: UUID | None


@dataclass(frozen=True)
class Reached:
    """`best`: when they like to be called."""

    callee: Callee
    hours: Hours
    best: tuple[Window, ...] = ()

    @property
    def whom(self) -> object:
        """Alike for what is said in one call."""
        return self.callee.office_id or self.callee.role or self.callee.name


@dataclass
class Reaches:
    viewer: Viewer
    clock: DayTime
    later: Sequence[date]
    clients: Mapping[UUID, _Client] = field(default_factory=dict)
    parties: Mapping[tuple[UUID, str], _Party] = field(default_factory=dict)
    offices: Mapping[UUID, Office] = field(default_factory=dict)

    def of(self, asked: Asked) -> Reached | None:
        """The office that is named, else who has the role in the case; the other way round where the role says more."""
        reach = asked.reach
        if reach.is_role_first and reach.role == CLIENT:
            return self._client(asked)
        party = self.parties.get((asked.case_id, reach.role)) if asked.case_id else None
        named = reach.office_id if reach.office_id in self.offices else None
        if named and not (reach.is_role_first and party):
            return self._office(named, reach.name, reach.role, "")
        if party:
            return self._party(party, reach.role)
        if reach.role and reach.role != CLIENT:
            return Reached(Callee(_spoken(reach.role), role=reach.role), self._usual())
        return self._client(asked)

    def _party(self, party: _Party, role: str) -> Reached:
        if party.office_id in self.offices and party.office_id is not None:
            return self._office(party.office_id, party.name, role, party.number)
        return Reached(Callee(party.name or _spoken(role), party.number, role=role), self._usual())

    def _office(self, office_id: UUID, person: str, role: str, number: str) -> Reached:
        office = self.offices[office_id]
        phones: list[Any] = getattr(office, "shown_phones", [])
        desk = phones[0] if phones else None
        hours = hours_of(self.viewer, office, self.clock, self.later)
        hint = "" if number or desk is None else desk.menu_hint
        number = number or (desk.number if desk else "")
        name = f"{person}, {office.name}" if person and person not in office.name else office.name
        return Reached(Callee(name, number, hint, office_id, role, hours.words), hours)

    def _client(self, asked: Asked) -> Reached | None:
        if asked.case_id is None:
            return None
        known = self.clients.get(asked.case_id, _NOBODY)
        zone = ZoneInfo(known.zone) if known.zone else self.clock.zone
        quiet = quiet_hours()
        hours = awake_hours(quiet.opens, quiet.closes, zone, self.clock, self.later)
        best = _best(known, zone, self.clock)
        return Reached(Callee(asked.client, known.number, role=CLIENT), hours, best)

    def best_of(self, case_id: UUID | None) -> tuple[Window, ...]:
        """When the client likes to be called, or visited."""
        known = self.clients.get(case_id, _NOBODY) if case_id else _NOBODY
        return _best(known, ZoneInfo(known.zone) if known.zone else self.clock.zone, self.clock)

    def _usual(self) -> Hours:
        return usual_hours(self.clock.zone, self.clock, self.later)


_NOBODY = _Client("", None, None, "")


def _best(known: _Client, zone: ZoneInfo, clock: DayTime) -> tuple[Window, ...]:
    if known.best_from is None and known.best_to is None:
        return ()
    quiet = quiet_hours()
    spans = daily(known.best_from or quiet.opens, known.best_to or quiet.closes, clock.day, 1, zone)
    return tuple(clock.window(start, end) for start, end in spans)


def reaches_of(
    viewer: Viewer,
    asked: Sequence[Asked],
    clock: DayTime,
    later: Sequence[date],
    *,
    visited: Collection[UUID] = (),
) -> Reaches:
    """`visited`: cases whose client is gone to. No query where there is nobody."""
    found = Reaches(viewer, clock, later)
    case_ids = {one.case_id for one in asked if one.case_id} | set(visited)
    roles = {one.reach.role for one in asked} - {CLIENT, ""}
    if case_ids:
        found.clients = {row[0]: _Client(*row[1:]) for row in _CLIENTS.rows(case_ids=case_ids)}
    if case_ids and roles:
        rows = _PARTIES.rows(case_ids=case_ids, roles=roles)
        found.parties = {(row[0], row[1]): _party(*row[2:]) for row in rows}
    office_ids = {one.reach.office_id for one in asked} | {one.office_id for one in found.parties.values()}
    wanted = [one for one in office_ids if one]
    if wanted:
        found.offices = offices_by_id(viewer, wanted)
    return found


def asked_by(end: LooseEnd) -> Asked | None:
    return Asked(end.case_id, end.client, end.reach) if end.reach else None


_CLIENTS = Spelled(
    lambda case_ids: (
        ContactPoint.objects.filter(
            ~Q(call_consent=ContactPoint.Consent.DECLINED),
            person__cases__in=case_ids,
            system="phone",
            is_retired=False,
        )
        .order_by("-position", "-pk")
        .values_list("person__cases", "value", "best_from", "best_to", "person__time_zone")
    )
)
_PARTIES = Spelled(
    lambda case_ids, roles: (
        Party.objects.filter(case__in=case_ids, role__in=roles, to_on=None)
        .annotate(person_name=Concat("person__given_name", Value(" "), "person__family_name"))
        .order_by("pk")
        .values_list(
            "case_id",
            "role",
            "name",
            "phone",
            "office_id",
            "professional__office_id",
            "professional__name",
            "professional__phone",
            "professional__extension",
            "person_name",
        )
    )
)


def _party(
    name: str,
    phone: str,
    office_id: UUID | None,
    their_office_id: UUID | None,
    professional: str | None,
    professional_phone: str | None,
    extension: str | None,
    person: str | None,
) -> _Party:
    """At the number that the card of the call has first."""
    numbers = direct_numbers(phone, professional_phone or "", extension or "")
    shown = professional or (person or "").strip() or name
    return _Party(shown, numbers[0] if numbers else "", office_id or their_office_id)


def _spoken(role: str) -> str:
    return role.replace("_", " ").capitalize()
