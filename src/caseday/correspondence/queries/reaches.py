"""What the file knows of each receiver of a message: whose address it is, since when not, and what they agreed to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max

from caseday.access.queries import get_agency
from caseday.cases.models import Case, Party
from caseday.correspondence.models import Message
from caseday.correspondence.queries.opt_outs import opted_out_among
from caseday.correspondence.rules.checks import Reach
from caseday.correspondence.rules.outgoing import Addressee, Outgoing
from caseday.directory.models import Office, Professional
from caseday.directory.rules.places import guess_time_zone, is_time_zone
from caseday.people.models import ContactPoint, HouseholdMember, Person


@dataclass(frozen=True)
class Known:
    """Of one address at one receiver; without `is_known` the file has it nowhere there."""

    is_known: bool = False
    retired: str = ""
    consent: str = ""
    details_allowed: bool = False
    zone: str = ""


def reaches_of(outgoing: Outgoing, case: Case | None, now: datetime) -> tuple[Reach, ...]:
    """In the order of the receivers. A few queries for each of them: they are few."""
    channel = outgoing.channel
    addresses = [one.address for one in outgoing.to]
    out = opted_out_among(addresses, channel)
    wrote = _wrote_at(addresses, channel)
    agency = get_agency()
    return tuple(_reach(one, channel, case, now, out, wrote, agency.time_zone) for one in outgoing.to)


def _reach(
    one: Addressee,
    channel: str,
    case: Case | None,
    now: datetime,
    out: frozenset[str],
    wrote: dict[str, datetime],
    agency_zone: str,
) -> Reach:
    known = known_of(one, channel, case)
    zone = known.zone if is_time_zone(known.zone) else agency_zone
    is_client = case is not None and one.person_id is not None and one.person_id == case.person_id
    return Reach(
        address=one.address,
        name=one.name,
        kind=one.kind,
        role=one.role,
        is_client=is_client,
        is_person=one.person_id is not None or one.role == "family",
        is_known=known.is_known,
        retired=known.retired or _ended(one, case, now.astimezone(ZoneInfo(zone)).date()),
        consent=known.consent,
        details_allowed=known.details_allowed,
        may_be_told=is_client or _may_be_told(one, case),
        opted_out=one.address in out,
        zone=ZoneInfo(zone),
        wrote_at=wrote.get(one.address),
    )


def known_of(one: Addressee, channel: str, case: Case | None) -> Known:
    if one.person_id:
        return _of_person(one.person_id, one.address, channel)
    if one.professional_id:
        return _of_professional(one.professional_id, one.address, channel)
    if one.office_id:
        return _of_office(Office.objects.filter(pk=one.office_id).first(), one.address, channel)
    return _of_name(one.address, channel, case)


def _of_person(person_id: UUID, address: str, channel: str) -> Known:
    person = Person.objects.filter(pk=person_id).prefetch_related("addresses").first()
    if person is None:
        return Known()
    homes = list(person.addresses.all())
    home = next((one for one in homes if one.to_on is None), None)
    zone = person.time_zone or (guess_time_zone(home.postal_code, home.state, "") if home else "")
    if channel == "letter":
        same = [one for one in homes if str(one) == address]
        left = "they have moved" if same and all(one.to_on for one in same) else ""
        return Known(bool(same), left, zone=zone)
    points = [one for one in person.contact_points.all() if one.value.casefold() == address.casefold()]
    return _of_points(points, channel, zone)


def _of_points(points: list[ContactPoint], channel: str, zone: str) -> Known:
    used = [one for one in points if not one.is_retired]
    if not used:
        return Known(
            bool(points), "it is marked as no longer used" if points else "", _no_consent(channel), zone=zone
        )
    point = used[0]
    consent = {"text": point.text_consent, "email": point.email_consent}.get(channel, "")
    return Known(True, "", consent, all(one.details_allowed for one in used), zone)


def _no_consent(channel: str) -> str:
    """At an address that nobody was asked about."""
    return "unknown" if channel in ("text", "email") else ""


def _of_professional(professional_id: UUID, address: str, channel: str) -> Known:
    one = Professional.objects.select_related("office").filter(pk=professional_id).first()
    if one is None:
        return Known()
    own = {"email": [one.email.lower()], "fax": [one.fax], "text": [one.phone], "letter": []}.get(channel, [])
    there = _of_office(one.office, address, channel)
    left = f"{one.name} is no longer there" if one.retired_at else there.retired
    return Known(address in own or there.is_known, left, zone=there.zone)


def _of_office(one: Office | None, address: str, channel: str) -> Known:
    if one is None:
        return Known()
    own = {
        "email": [one.email.lower()], "fax": [one.fax], "letter": [one.address],
        "text": [phone.number for phone in one.phones.all() if not phone.is_retired] if channel == "text" else [],
    }.get(channel, [])  # fmt: skip
    zone = one.time_zone or guess_time_zone(one.postal_code, one.state, "")
    return Known(address in own, f"{one.name} is closed for good" if one.retired_at else "", zone=zone)


def _of_name(address: str, channel: str, case: Case | None) -> Known:
    """A party of whom the file has only a name, or somebody of the household."""
    if case is None:
        return Known()
    if channel == "text":
        if HouseholdMember.objects.filter(person=case.person_id, phone=address).exists():
            return Known(is_known=True, consent="unknown")
        return Known(case.parties.filter(phone=address).exists())
    return Known(channel == "email" and case.parties.filter(email__iexact=address).exists())


def _ended(one: Addressee, case: Case | None, today: date) -> str:
    """Where everything that they were on the case is over."""
    if case is None or (one.person_id == case.person_id and one.person_id):
        return ""
    rows = [party for party in case.parties.all() if _is_theirs(party, one)]
    if not rows or any(party.to_on is None or party.to_on > today for party in rows):
        return ""
    last = max(party.to_on for party in rows if party.to_on)
    return f"they left this case on {last:%B} {last.day}"


def _is_theirs(party: Party, one: Addressee) -> bool:
    """An office's own address is right as long as anybody there is on the case."""
    if one.professional_id:
        return party.professional_id == one.professional_id
    if one.person_id:
        return party.person_id == one.person_id
    return bool(one.office_id and party.office_id == one.office_id)


def _may_be_told(one: Addressee, case: Case | None) -> bool:
    """People around the client: only with the client's word. Whoever has a role is told for their work."""
    if case is None or (one.role and one.role != "family"):
        return True
    around = HouseholdMember.objects.filter(person=case.person_id)
    if one.person_id:
        return around.filter(other=one.person_id, may_be_told=True).exists()
    if one.role == "family":
        return around.filter(phone=one.address, may_be_told=True).exists()
    return True


def _wrote_at(addresses: Iterable[str], channel: str) -> dict[str, datetime]:
    if channel != "text":
        return {}
    theirs = Message.objects.filter(from_address__in=list(addresses), channel=channel, is_incoming=True)
    return dict(
        theirs.values_list("from_address").annotate(last=Max("at")).values_list("from_address", "last")
    )
