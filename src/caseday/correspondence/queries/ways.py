"""To whom one may write about a case, and by which ways: what the file knows, with consent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Party
from caseday.cases.queries import pack_of, parties_of
from caseday.correspondence.queries.opt_outs import opted_out_among
from caseday.correspondence.rules.outgoing import Addressee
from caseday.directory.models import Office, Professional
from caseday.directory.rules.numbers import show_phone
from caseday.followups.models import Request
from caseday.people.models import Address, ContactPoint, HouseholdMember, Person
from caseday.programs.rules import word_of
from caseday.schedule.models import Appointment

CLIENT_ROLE = "client"
_PREFERRED = {"text": "text", "email": "email", "fax": "fax", "mail": "letter"}
_CONSENT = {"granted": ("agreed", "ver"), "declined": ("declined", "stop"), "unknown": ("not asked", "said")}


@dataclass(frozen=True)
class Way:
    """One address of a receiver. `consent` is "" where none is asked for."""

    channel: str
    address: str
    use: str = ""
    consent: str = ""
    details_allowed: bool = False
    is_preferred: bool = False
    is_opted_out: bool = False

    @property
    def shown(self) -> str:
        return show_phone(self.address) if self.address.startswith("+") else self.address

    @property
    def consent_words(self) -> str:
        return "wrote STOP" if self.is_opted_out else _CONSENT.get(self.consent, ("", ""))[0]

    @property
    def chip(self) -> str:
        return "stop" if self.is_opted_out else _CONSENT.get(self.consent, ("", ""))[1]


@dataclass(frozen=True)
class Receiver:
    """Somebody around the case. `key` leads back to them: person, office, professional, party or member, and an id."""

    key: str
    name: str
    role: str
    role_word: str
    ways: tuple[Way, ...] = ()
    language: str = "en"
    person_id: UUID | None = None
    office_id: UUID | None = None
    professional_id: UUID | None = None

    def by(self, channel: str) -> list[Way]:
        return [one for one in self.ways if one.channel == channel]

    def addressee(self, address: str, kind: str = "to") -> Addressee:
        return Addressee(
            address, self.name, kind, self.role, self.person_id, self.office_id, self.professional_id
        )

    @property
    def first_channel(self) -> str:
        """Where to begin: what they prefer, else the first that is agreed to or asks for no consent."""
        good = [one for one in self.ways if not one.is_opted_out and one.consent != "declined"]
        liked = [one for one in good if one.is_preferred] or [one for one in good if one.consent != "unknown"]
        return next((one.channel for one in [*liked, *good]), "")


def receivers_of(
    viewer: Viewer,
    case: Case,
    *,
    on: date,
    appointment: Appointment | None = None,
    request: Request | None = None,
) -> list[Receiver]:
    """The client first, then who is on the case, the offices of what it is about, and who may be told."""
    found: dict[str, Receiver] = {}
    people = [case.person_id, *(one.person_id for one in parties_of(case) if one.person_id)]
    household = list(HouseholdMember.objects.filter(person=case.person_id, may_be_told=True).order_by("id"))
    people += [one.other_id for one in household if one.other_id]
    points, homes = _points(people), _homes(people)
    client = _of_person(case.person, CLIENT_ROLE, pack_of(case).words.client.capitalize(), points, homes)
    found[client.key] = client
    for one in _of_parties(case, on, points, homes):
        found.setdefault(one.key, one)
    for one in _of_offices(appointment, request):
        found.setdefault(one.key, one)
    for member in household:
        one = _of_member(member, points, homes)
        found.setdefault(one.key, one)
    return _with_opt_outs(found.values())


def _points(person_ids: Iterable[UUID]) -> dict[UUID, list[ContactPoint]]:
    rows: dict[UUID, list[ContactPoint]] = {}
    for one in ContactPoint.objects.filter(person__in=list(person_ids), is_retired=False):
        rows.setdefault(one.person_id, []).append(one)
    return rows


def _homes(person_ids: Iterable[UUID]) -> dict[UUID, list[Address]]:
    rows: dict[UUID, list[Address]] = {}
    for one in Address.objects.filter(person__in=list(person_ids), to_on=None).order_by("id"):
        rows.setdefault(one.person_id, []).append(one)
    return rows


def _of_person(
    person: Person,
    role: str,
    word: str,
    points: dict[UUID, list[ContactPoint]],
    homes: dict[UUID, list[Address]],
) -> Receiver:
    ways = [way for one in points.get(person.pk, ()) for way in _ways_of_point(one)]
    ways += [Way("letter", str(one), one.use) for one in homes.get(person.pk, ()) if str(one)]
    key, name = f"person:{person.pk}", person.full_name
    return Receiver(key, name, role, word, tuple(ways), person.language or "en", person_id=person.pk)


def _ways_of_point(one: ContactPoint) -> Iterator[Way]:
    if one.system == ContactPoint.System.EMAIL:
        yield Way("email", one.value, one.use, one.email_consent, one.details_allowed)
    else:
        yield Way("text", one.value, one.use, one.text_consent, one.details_allowed)


def _of_parties(
    case: Case, on: date, points: dict[UUID, list[ContactPoint]], homes: dict[UUID, list[Address]]
) -> Iterator[Receiver]:
    roles = pack_of(case).party_roles
    for party in parties_of(case):
        if party.to_on is not None and party.to_on <= on:
            continue
        yield from _of_party(party, word_of(roles, party.role), points, homes)


def _of_party(
    party: Party, word: str, points: dict[UUID, list[ContactPoint]], homes: dict[UUID, list[Address]]
) -> Iterator[Receiver]:
    if party.professional:
        yield of_professional(party.professional, party.role, word)
        if party.professional.office:
            yield of_office(party.professional.office, party.role, word)
    elif party.person:
        yield _of_person(party.person, party.role, word, points, homes)
    elif party.office:
        yield of_office(party.office, party.role, word)
    else:
        yield Receiver(f"party:{party.pk}", party.shown_name, party.role, word, tuple(_ways_of_name(party)))


def _ways_of_name(party: Party) -> Iterator[Way]:
    if party.email:
        yield Way("email", party.email.lower())
    if party.phone.startswith("+"):
        yield Way("text", party.phone)


def of_professional(one: Professional, role: str, word: str) -> Receiver:
    office = one.office
    liked = _PREFERRED.get(one.preferred_channel or (office.preferred_channel if office else ""), "")
    known = [("email", one.email.lower()), ("fax", one.fax), ("text", one.phone)]
    if office:
        known += [("fax", "" if one.fax else office.fax), ("letter", office.address)]
    ways = tuple(Way(channel, value, is_preferred=channel == liked) for channel, value in known if value)
    return Receiver(
        f"professional:{one.pk}", str(one), role, word, ways, office_id=one.office_id, professional_id=one.pk
    )


def of_office(one: Office, role: str, word: str) -> Receiver:
    liked = _PREFERRED.get(one.preferred_channel, "")
    known = [("email", one.email.lower()), ("fax", one.fax), ("letter", one.address)]
    ways = tuple(Way(channel, value, is_preferred=channel == liked) for channel, value in known if value)
    return Receiver(f"office:{one.pk}", one.name, role, word, ways, office_id=one.pk)


def _of_offices(appointment: Appointment | None, request: Request | None) -> Iterator[Receiver]:
    if request is not None and request.professional:
        yield of_professional(request.professional, "", "About this request")
    if request is not None and request.office:
        yield of_office(request.office, "", "About this request")
    if appointment is not None and appointment.office:
        yield of_office(appointment.office, "", "Where the appointment is")


def _of_member(
    one: HouseholdMember, points: dict[UUID, list[ContactPoint]], homes: dict[UUID, list[Address]]
) -> Receiver:
    if one.other:
        return _of_person(one.other, "family", one.relation.capitalize(), points, homes)
    ways = (Way("text", one.phone, consent="unknown"),) if one.phone else ()
    return Receiver(f"member:{one.pk}", one.name, "family", one.relation.capitalize(), ways)


def _with_opt_outs(receivers: Iterable[Receiver]) -> list[Receiver]:
    rows = list(receivers)
    out = opted_out_among([way.address for one in rows for way in one.by("text")], "text")
    if not out:
        return rows
    return [
        replace(one, ways=tuple(replace(way, is_opted_out=True) if way.channel == "text" and way.address in out else way
                                for way in one.ways))
        for one in rows
    ]  # fmt: skip
