"""To which cases whoever writes has ties: by their address or number in the file, the directory, or as learned."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

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
    found.learned = list(KnownSender.objects.filter(address__in=lower, is_wrong=False)[:_MOST_CASES])
    for point in ContactPoint.objects.filter(value__in=lower, is_retired=False).select_related("person"):
        found.persons[point.person_id] = point.person.called
    spelled = [way for one in lower for way in phone_spellings(one)]
    if spelled:
        for kin in HouseholdMember.objects.filter(phone__in=spelled):
            found.kin[kin.person_id] = f"{kin.name} ({kin.relation})"
    _in_directory(found, lower, spelled)
    return found


def _in_directory(found: _Known, addresses: list[str], spelled: list[str]) -> None:
    emails = [one for one in addresses if "@" in one]
    if not emails and not spelled:  # a name where an address should be: nobody's, not everybody's
        return
    people = Q(email__in=emails) if emails else Q()
    if spelled:
        people |= Q(phone__in=spelled) | Q(fax__in=spelled)
        phones = OfficePhone.objects.filter(number__in=spelled, is_retired=False)
        found.offices |= set(phones.values_list("office_id", flat=True))
    asked = Professional.objects.filter(people, retired_at=None)
    found.professionals = dict(asked.values_list("pk", "name"))
    offices = Q(email__in=emails) if emails else Q()
    offices |= Q(fax__in=spelled) if spelled else Q()
    found.offices |= set(Office.objects.filter(offices, retired_at=None).values_list("pk", flat=True))
    if emails and not found.offices:
        found.near_offices = _offices_of_domain(domain_of(emails[0]))


def _offices_of_domain(domain: str) -> set[UUID]:
    if not domain:
        return set()
    ending = f"@{domain}"
    mails = Office.objects.filter(email__iendswith=ending, retired_at=None).values_list("pk", flat=True)
    people = Professional.objects.filter(email__iendswith=ending, retired_at=None).exclude(office=None)
    found = {*mails[:10], *people.values_list("office_id", flat=True)[:40]}
    return {one for one in found if one} if len(found) <= _MOST_OFFICES else set()


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
    asked = Q()
    for name, values in (
        ("email__in", emails), ("phone__in", spelled), ("professional__in", known.professionals),
        ("office__in", offices), ("professional__office__in", offices), ("person__in", known.persons),
    ):  # fmt: skip
        if values:
            asked |= Q(**{name: list(values)})
    if not asked:
        return
    parties = CaseParty.objects.filter(asked, to_on=None).exclude(case__status="closed").order_by("pk")
    by_kind: dict[str, list[_Row]] = defaultdict(list)
    for values in parties.values_list(*_COLUMNS)[:_MOST_CASES]:
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
