"""Whom open work asks to call: an office, who has a role in the case, or the client; three queries at most."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Concat

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Party
from caseday.cases.rules import direct_numbers
from caseday.directory.models import Office, OfficePhone
from caseday.directory.queries import offices_by_id
from caseday.looseends.rules import LooseEnd, Reach
from caseday.people.models import ContactPoint

CLIENT = "client"


class Asked(NamedTuple):
    """What asks for a call: the case, the client's name, whom to reach."""

    case_id: UUID | None
    client: str
    reach: Reach


class ClientPhone(NamedTuple):
    """The first number of a case's client that may be called, and when they like that."""

    number: str = ""
    best_from: time | None = None
    best_to: time | None = None
    zone: str = ""


@dataclass(frozen=True)
class Whom:
    """`person`: by name, where one is known; `called`: as one asks for them, the role where there is no name."""

    role: str = ""
    person: str = ""
    called: str = ""
    number: str = ""
    office_id: UUID | None = None

    @property
    def is_client(self) -> bool:
        return self.role == CLIENT


@dataclass
class Around:
    """Fetched together for the whole list."""

    parties: Mapping[tuple[UUID, str], Whom] = field(default_factory=dict)
    clients: Mapping[UUID, ClientPhone] = field(default_factory=dict)
    offices: Mapping[UUID, Office] = field(default_factory=dict)

    def whom(self, asked: Asked) -> Whom | None:
        """The office that is named, else who has the role in the case; the other way round where the role says more.

        None: a client of no case.
        """
        reach = asked.reach
        if reach.is_role_first and reach.role == CLIENT:
            return self._client(asked)
        party = self._party(asked)
        named = Whom(reach.role, reach.name, reach.name, "", reach.office_id)
        at_office = named if reach.office_id in self.offices else None
        found = (party or at_office) if reach.is_role_first else (at_office or party)
        if found is None and reach.role and reach.role != CLIENT:
            return Whom(reach.role, called=spoken(reach.role))
        return found or self._client(asked)

    def _party(self, asked: Asked) -> Whom | None:
        found = self.parties.get((asked.case_id, asked.reach.role)) if asked.case_id else None
        return found if found is None or found.office_id in self.offices else replace(found, office_id=None)

    def _client(self, asked: Asked) -> Whom | None:
        if asked.case_id is None:
            return None
        return Whom(CLIENT, asked.client, asked.client, self.phone_of(asked.case_id).number)

    def phone_of(self, case_id: UUID | None) -> ClientPhone:
        """Of the client; empty where none is known that may be called."""
        return self.clients.get(case_id, ClientPhone()) if case_id else ClientPhone()

    def dialed(self, whom: Whom) -> tuple[str, str]:
        """Their own number, else the office's first one with what to press there."""
        office = self.offices.get(whom.office_id) if whom.office_id else None
        phones: list[OfficePhone] = getattr(office, "shown_phones", [])
        if whom.number or not phones:
            return whom.number, ""
        return phones[0].number, phones[0].menu_hint


def asked_by(end: LooseEnd) -> Asked | None:
    return Asked(end.case_id, end.client, end.reach) if end.reach else None


def around_of(viewer: Viewer, asked: Sequence[Asked], *, visited: Collection[UUID] = ()) -> Around:
    """`visited`: cases whose client is gone to. No query where there is nobody."""
    case_ids = {one.case_id for one in asked if one.case_id} | set(visited)
    roles = {one.reach.role for one in asked} - {CLIENT, ""}
    found = Around()
    if case_ids:
        found.clients = {row[0]: ClientPhone(*row[1:]) for row in _CLIENTS.rows(case_ids=case_ids)}
    if case_ids and roles:
        # The last one in a role holds: rows come in the order in which they were made.
        found.parties = {
            (row[0], row[1]): _whom(*row[1:]) for row in _PARTIES.rows(case_ids=case_ids, roles=roles)
        }
    wanted = _office_ids(asked, found.parties.values())
    if wanted:
        found.offices = offices_by_id(viewer, wanted)
    return found


def _office_ids(asked: Iterable[Asked], parties: Iterable[Whom]) -> list[UUID]:
    named = {one.reach.office_id for one in asked} | {one.office_id for one in parties}
    return [one for one in named if one]


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
            "professional__credentials",
            "professional__phone",
            "professional__extension",
            "person_name",
        )
    )
)


def _whom(
    role: str,
    name: str,
    phone: str,
    office_id: UUID | None,
    their_office_id: UUID | None,
    professional: str | None,
    credentials: str | None,
    professional_phone: str | None,
    extension: str | None,
    person: str | None,
) -> Whom:
    """At the number that the card of the call has first."""
    numbers = direct_numbers(phone, professional_phone or "", extension or "")
    shown = professional or (person or "").strip() or name
    called = f"{shown}, {credentials or spoken(role).lower()}" if shown else spoken(role)
    return Whom(role, shown, called, numbers[0] if numbers else "", office_id or their_office_id)


def spoken(role: str) -> str:
    return role.replace("_", " ").capitalize()
