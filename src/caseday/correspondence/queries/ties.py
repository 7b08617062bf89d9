"""To which cases whoever writes has ties: by their address or number in the file, the directory, or as learned."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from caseday.access.spelled import Spelled, SpelledObjects
from caseday.cases.models import Case
from caseday.cases.models import Party as CaseParty
from caseday.correspondence.models import KnownSender
from caseday.correspondence.rules.matching import Said, Tie
from caseday.correspondence.rules.matching import known as kinds
from caseday.correspondence.rules.matching.sender import Sender
from caseday.correspondence.rules.senders import domain_of, is_personal
from caseday.directory.models import Office, OfficePhone, Professional
from caseday.people.models import ContactPoint, HouseholdMember
from caseday.people.rules.names import called

M = TypeVar("M", bound=Model)
_MOST_CASES = 400
_MOST_OFFICES = 3
"""A domain of more offices than that is a provider of mail, and says nothing."""


@dataclass
class Found:
    ties: dict[UUID, tuple[Tie, ...]] = field(default_factory=dict)
    sender: Sender = Sender()


@dataclass
class _Known:
    """Whose the addresses are. `names` of professionals, by id."""

    persons: dict[UUID, str] = field(default_factory=dict)
    kin: dict[UUID, str] = field(default_factory=dict)
    professionals: dict[UUID, str] = field(default_factory=dict)
    offices: set[UUID] = field(default_factory=set)
    near_offices: set[UUID] = field(default_factory=set)
    learned: list[KnownSender] = field(default_factory=list)


def _professionals_by_phone(phones: Collection[str]) -> QuerySet[Professional, Any]:
    theirs = Q(phone__in=phones, phone__gt="") | Q(fax__in=phones, fax__gt="")
    return Professional.objects.filter(theirs, retired_at=None).order_by().values_list("pk", "name")


def _offices_by_phone(phones: Collection[str]) -> QuerySet[Any, Any]:
    faxes = Office.objects.filter(fax__in=phones, fax__gt="", retired_at=None).order_by().values_list("pk")
    known = OfficePhone.objects.filter(number__in=phones, is_retired=False).order_by()
    return known.values_list("office_id").union(faxes)


def _of_mail(model: type[M], emails: Collection[str]) -> QuerySet[M]:
    return model._default_manager.filter(email__in=emails, email__gt="", retired_at=None).order_by()


_LEARNED = SpelledObjects(
    lambda addresses: KnownSender.objects.filter(address__in=addresses, is_wrong=False)[:_MOST_CASES]
)
_POINTS = Spelled(
    lambda values: ContactPoint.objects.filter(value__in=values, is_retired=False).values_list(
        "person_id", "person__given_name", "person__preferred_name", "person__family_name"
    )
)
_KIN = Spelled(
    lambda phones: HouseholdMember.objects.filter(phone__in=phones, phone__gt="").values_list(
        "person_id", "name", "relation"
    )
)
_PROFESSIONALS_BY_MAIL = Spelled(lambda emails: _of_mail(Professional, emails).values_list("pk", "name"))
_OFFICES_BY_MAIL = Spelled(lambda emails: _of_mail(Office, emails).values_list("pk"))
_PROFESSIONALS_BY_PHONE, _OFFICES_BY_PHONE = Spelled(_professionals_by_phone), Spelled(_offices_by_phone)


def ties_of(said: Said) -> Found:
    """Of whoever wrote it, and of those to whom it goes as well."""
    addresses = [one.address for one in said.writers if one.address]
    known = _known(addresses)
    rows = defaultdict(list)
    for case_id, tie in (*_of_people(known), *_of_parties(known, addresses), *_of_learned(known)):
        rows[case_id].append(tie)
    copied = [one.address for one in said.others if "@" in one.address]
    for case_id, tie in _of_copied(copied):
        rows[case_id].append(tie)
    return Found({case_id: tuple(ties) for case_id, ties in rows.items()}, _sender(known))


def _sender(known: _Known) -> Sender:
    """Only where there is one whom it can be."""
    learned = [one for one in known.learned if one.office_id or one.professional_id or one.person_id]
    if learned and not (known.persons or known.professionals or known.offices):
        one = learned[0]
        return Sender(one.person_id, one.professional_id, one.office_id)
    professional = next(iter(known.professionals)) if len(known.professionals) == 1 else None
    offices = known.offices or (known.near_offices if len(known.near_offices) == 1 else set())
    office = next(iter(offices)) if len(offices) == 1 else None
    person = next(iter(known.persons)) if len(known.persons) == 1 else None
    return Sender(person, professional, office)


def _known(addresses: list[str]) -> _Known:
    found = _Known()
    if not addresses:
        return found
    lower = [one.lower() for one in addresses]
    found.learned = _LEARNED.objects(addresses=lower)
    for person_id, *names in _POINTS.rows(values=lower):
        found.persons[person_id] = called(*names)
    spelled = [way for one in lower for way in phone_spellings(one)]
    for person_id, name, relation in _KIN.rows(phones=spelled):
        found.kin[person_id] = f"{name} ({relation})"
    _in_directory(found, [one for one in lower if "@" in one], spelled)
    return found


def _in_directory(found: _Known, emails: list[str], spelled: list[str]) -> None:
    """Neither: a name where an address should be; nobody's, not everybody's."""
    if emails:
        found.professionals.update(_PROFESSIONALS_BY_MAIL.rows(emails=emails))
        found.offices |= {pk for (pk,) in _OFFICES_BY_MAIL.rows(emails=emails)}
    if spelled:
        found.professionals.update(_PROFESSIONALS_BY_PHONE.rows(phones=spelled))
        found.offices |= {pk for (pk,) in _OFFICES_BY_PHONE.rows(phones=spelled)}
    if emails and not found.offices:
        found.near_offices = _offices_of_domain(domain_of(emails[0]))


def _offices_of_domain(domain: str) -> set[UUID]:
    if not domain:
        return set()
    ending = f"@{domain}"
    mails = Office.objects.filter(email__iendswith=ending, retired_at=None).order_by().values_list("pk")
    people = Professional.objects.filter(email__iendswith=ending, retired_at=None).exclude(office=None)
    found = {pk for (pk,) in mails.union(people.order_by().values_list("office_id"))[: _MOST_OFFICES + 1]}
    return found if len(found) <= _MOST_OFFICES else set()


def phone_spellings(address: str) -> list[str]:
    """A number as people write it into free fields; empty for an email address."""
    digits = re.sub(r"\D", "", address)
    if "@" in address or len(digits) < 7:
        return []
    last = digits[-10:]
    if len(last) < 10:
        return [address]
    a, b, c = last[:3], last[3:6], last[6:]
    return [f"+{digits}", f"+1{last}", last, f"{a}-{b}-{c}", f"({a}) {b}-{c}", f"{a} {b} {c}", f"{a}.{b}.{c}"]


def _of_people(known: _Known) -> Iterable[tuple[UUID, Tie]]:
    """The client's own address or number, and that of somebody of their household."""
    persons = {*known.persons, *known.kin}
    if not persons:
        return
    members = dict(HouseholdMember.objects.filter(other__in=persons).values_list("other_id", "person_id"))
    around = {*persons, *members.values()}
    cases = list(Case.objects.filter(person__in=around).values_list("pk", "person_id")[:_MOST_CASES])
    back = {client: kin for kin, client in members.items()}
    for case_id, person_id in cases:
        if person_id in known.persons:
            yield case_id, Tie(kinds.CLIENT, f"it comes from {known.persons[person_id]}", role="client")
        elif person_id in known.kin:
            yield case_id, Tie(kinds.FAMILY, f"it comes from {known.kin[person_id]}", role="family")
        else:
            yield case_id, Tie(kinds.FAMILY, f"it comes from {known.persons.get(back[person_id], 'family')}")


def _of_parties(known: _Known, addresses: list[str]) -> Iterable[tuple[UUID, Tie]]:
    """Who has a role in a case now: themselves, their office, or one of its people."""
    emails = [one.lower() for one in addresses if "@" in one]
    spelled = [way for one in addresses for way in phone_spellings(one)]
    offices = known.offices | known.near_offices
    asked: dict[str, Collection[Any]] = {
        "emails": emails, "phones": spelled, "professionals": known.professionals, "offices": offices,
        "persons": known.persons,
    }  # fmt: skip
    if not any(asked.values()):
        return
    rows = _PARTIES.rows(**{name: list(values) or _NOBODY[name] for name, values in asked.items()})
    by_kind: dict[str, list[_Row]] = defaultdict(list)
    for values in rows:
        row = _Row(*values)
        by_kind[_kind(row, known, emails, spelled)].append(row)
    for kind, some in by_kind.items():
        spread = len({one.case_id for one in some})
        for one in some:
            yield one.case_id, _party_tie(kind, one, spread)


_COLUMNS = (
    "case_id", "role", "name", "email", "phone", "person_id", "office_id", "office__name", "professional_id",
    "professional__name", "professional__office_id", "person__given_name", "person__preferred_name",
    "person__family_name",
)  # fmt: skip


_NOBODY: dict[str, list[Any]] = {
    "emails": ["\uf8ff"], "phones": ["\uf8ff"], "professionals": [UUID(int=0)], "offices": [UUID(int=0)],
    "persons": [UUID(int=0)],
}  # fmt: skip
"""In the place of what is not asked about, so that the query is spelled once."""


def _parties(
    emails: Collection[str],
    phones: Collection[str],
    professionals: Collection[UUID],
    offices: Collection[UUID],
    persons: Collection[UUID],
) -> QuerySet[CaseParty, Any]:
    """Each part by its index, as an OR of them would not be; that a text is not empty names the index to SQLite."""
    open_ = CaseParty.objects.filter(to_on=None).order_by().values("pk")
    theirs = Professional.objects.filter(office__in=offices).order_by().values("pk")
    one = open_.filter(email__in=emails, email__gt="").union(
        open_.filter(phone__in=phones, phone__gt=""), open_.filter(professional__in=professionals),
        open_.filter(office__in=offices), open_.filter(person__in=persons),
        open_.filter(professional__in=theirs),
    )  # fmt: skip
    found = CaseParty.objects.filter(pk__in=one).exclude(case__status="closed")
    return found.order_by("pk").values_list(*_COLUMNS)[:_MOST_CASES]


_PARTIES = Spelled(_parties)


class _Row(NamedTuple):
    """A party as it is needed; many an office has hundreds."""

    case_id: UUID
    role: str
    name: str
    email: str
    phone: str
    person_id: UUID | None
    office_id: UUID | None
    office: str | None
    professional_id: UUID | None
    professional: str | None
    professional_office_id: UUID | None
    given: str | None
    preferred: str | None
    family: str | None

    @property
    def shown_name(self) -> str:
        person = called(self.given or "", self.preferred or "", self.family or "")
        return self.professional or person or self.name or self.office or "somebody"


def _party_tie(kind: str, one: _Row, spread: int) -> Tie:
    role = one.role.replace("_", " ")
    if kind in (kinds.WRITER, kinds.FAMILY):
        words = f"{one.shown_name} writes, {role} on this case"
        return Tie(kind, words, spread, one.role, one.professional or one.name)
    said = "writes" if kind == kinds.OFFICE else "has this mail domain"
    return Tie(kind, f"{one.office or one.shown_name} {said}, {role} on this case", spread, one.role)


def _kind(one: _Row, known: _Known, emails: list[str], spelled: list[str]) -> str:
    if one.email.lower() in emails or one.phone in spelled or one.professional_id in known.professionals:
        return kinds.WRITER
    if one.person_id and one.person_id in known.persons:
        return kinds.FAMILY
    office_id = one.office_id or one.professional_office_id
    return kinds.OFFICE if office_id in known.offices else kinds.DOMAIN


def _of_learned(known: _Known) -> Iterable[tuple[UUID, Tie]]:
    """One's own address leads to its one case; an organization's says as much as its office does."""
    rows = [one for one in known.learned if one.case_id]
    spread = len({one.case_id for one in rows})
    for one in rows:
        alone = 1 if spread == 1 and is_personal(one.address) else 2
        times = "once" if one.times == 1 else f"{one.times} times"
        yield one.case_id, Tie(kinds.LEARNED, f"filed here by hand {times} before", alone)  # type: ignore[misc]


def _of_copied(addresses: Collection[str]) -> Iterable[tuple[UUID, Tie]]:
    """A client, or who has a role, among those to whom it goes as well."""
    if not addresses:
        return
    points = ContactPoint.objects.filter(value__in=addresses, is_retired=False).values_list(
        "person_id", flat=True
    )
    persons = set(points)
    if not persons:
        return
    cases = Case.objects.filter(person__in=persons).exclude(status="closed")
    for pk, given, preferred, family in cases.values_list(
        "pk", "person__given_name", "person__preferred_name", "person__family_name"
    )[:20]:
        yield pk, Tie(kinds.COPIED, f"it goes to {called(given, preferred, family)} as well")
