"""Clients of the demonstration and their cases: from the referral to the parties around them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from caseday.access.models import Staff
from caseday.access.record import case_chain, person_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Assignment, Case, Condition, FirstContact, Goal, Identifier, KeyDate, Party
from caseday.cases.queries import pack_of
from caseday.demo.names import FAMILY, GIVEN, OCCUPATIONS, STREET_KINDS, STREETS, TOWNS
from caseday.demo.voices import GOALS, INJURIES, Injury
from caseday.demo.world import World
from caseday.directory.models import Office, Professional
from caseday.people.actions.persons import keys_of_name
from caseday.people.models import Address, ContactPoint, HouseholdMember, Person
from caseday.programs.rules import due_at

AUSTIN = ZoneInfo("America/Chicago")


@dataclass
class Told:
    """A case with everything that its story needs to speak of."""

    case: Case
    person: Person
    injury: Injury
    viewer: Viewer
    staff: Staff
    parties: dict[str, Party] = field(default_factory=dict)
    contacts: dict[str, FirstContact] = field(default_factory=dict)
    numbers: dict[str, Identifier] = field(default_factory=dict)
    """By their kind."""


def make_client(world: World, at: datetime, **known: object) -> Person:
    random = world.random
    given, family = (
        str(known.pop("given", random.choice(GIVEN))),
        str(known.pop("family", random.choice(FAMILY))),
    )
    spanish = random.random() < 0.2
    person = Person(
        given_name=given,
        family_name=family,
        birth_date=date(random.randrange(1962, 2003), random.randrange(1, 13), random.randrange(1, 28)),
        language="es" if spanish else "en",
        needs_interpreter=spanish and random.random() < 0.5,
        occupation=random.choice(OCCUPATIONS),
        entered_at=at,
    )
    for name, value in (known | keys_of_name(person)).items():
        setattr(person, name, value)
    world.homes[person.id] = _home(world, person)
    around = [_phone(world, person), world.homes[person.id]]
    if random.random() < 0.5:
        around.append(_relative(world, person))
    world.ledger.add(person_chain(person.id), "person_entered", world.viewers["maya"], at, person, *around)
    return person


def _phone(world: World, person: Person) -> ContactPoint:
    agreed = world.random.random() < 0.7
    return ContactPoint(
        person=person,
        value=next(world.numbers),
        use="mobile",
        call_consent="granted",
        text_consent="granted" if agreed else "unknown",
        consent_on=person.entered_at.date() if person.entered_at else None,
    )


def _home(world: World, person: Person) -> Address:
    random: Random = world.random
    city, state, postal_code, latitude, longitude = random.choice(TOWNS)
    return Address(
        person=person,
        line1=f"{random.randrange(100, 9900)} {random.choice(STREETS)} {random.choice(STREET_KINDS)}",
        city=city,
        state=state,
        postal_code=postal_code,
        latitude=round(latitude + random.uniform(-0.03, 0.03), 4),
        longitude=round(longitude + random.uniform(-0.03, 0.03), 4),
        place_precision="postal code",
    )


def _relative(world: World, person: Person) -> HouseholdMember:
    relation = world.random.choice(("spouse", "mother", "brother", "adult daughter", "roommate"))
    return HouseholdMember(
        person=person,
        name=f"{world.random.choice(GIVEN)} {person.family_name}",
        relation=relation,
        phone=next(world.numbers),
        lives_with=relation in ("spouse", "roommate"),
        is_emergency_contact=True,
        may_be_told=relation == "spouse",
    )


def open_case(
    world: World,
    worker: str,
    referred_at: datetime,
    *,
    injury: Injury | None = None,
    person: Person | None = None,
    **fields: object,
) -> Told:
    """A case accepted two hours after its referral, with parties, identifiers, goals and first contacts."""
    random, viewer, staff = world.random, world.viewers[worker], world.staff[worker]
    injury = injury or random.choice(INJURIES)
    case = _case(world, person or make_client(world, referred_at), staff, referred_at, injury)
    for name, value in fields.items():
        setattr(case, name, value)
    told = Told(case, case.person, injury, viewer, staff)
    insurer = random.choice([o for o in world.offices_of("insurer") if world.professionals[o.name]])
    adjuster = random.choice(world.professionals[insurer.name])
    case.referred_by = f"{adjuster.name}, {insurer.name}"
    told.parties = _parties(world, told, insurer, adjuster)
    told.contacts = _first_contacts(case)
    accepted = referred_at + timedelta(hours=2)
    facts = _facts(world, told, insurer)
    told.numbers = {one.kind: one for one in facts if isinstance(one, Identifier)}
    details = [*told.parties.values(), *told.contacts.values(), *facts]
    assignment = Assignment(case=case, staff=staff, kind="primary", from_at=accepted, accepted_at=accepted)
    world.ledger.add(
        case_chain(case.id),
        "referral_accepted",
        viewer,
        accepted,
        case,
        assignment,
        *details,
        summary=case.number,
    )
    return told


def _case(world: World, person: Person, staff: Staff, referred_at: datetime, injury: Injury) -> Case:
    random = world.random
    return Case(
        number=f"CD-{next(world.claims)}",
        person=person,
        program="workers_compensation",
        case_type="field",
        stage="active",
        acuity=random.choice((1, 2, 2, 2, 3)),
        assigned_to=staff,
        jurisdiction="TX",
        referred_at=referred_at,
        onset_on=(referred_at - timedelta(days=random.randrange(3, 40))).date(),
        summary=f"{injury.words}. {injury.mechanism[0].upper()}{injury.mechanism[1:]}.",
        occupation=person.occupation,
    )


def _parties(world: World, told: Told, insurer: Office, adjuster: Professional) -> dict[str, Party]:
    random, case = world.random, told.case
    clinic = random.choice([o for o in world.offices_of("physician_practice") if world.professionals[o.name]])
    employer = random.choice(world.offices_of("employer"))
    therapy = random.choice(world.offices_of("therapy"))
    pharmacy = random.choice(world.offices_of("pharmacy"))
    since = case.referred_at.date()
    human_resources = world.professionals[employer.name][0]
    physician = world.professionals[clinic.name][0]
    return {
        "adjuster": Party(case=case, role="adjuster", office=insurer, professional=adjuster, from_on=since),
        "carrier": Party(case=case, role="carrier", office=insurer, from_on=since),
        "employer": Party(
            case=case, role="employer", office=employer, professional=human_resources, from_on=since
        ),
        "physician": Party(case=case, role="physician", office=clinic, professional=physician, from_on=since),
        "therapist": Party(case=case, role="therapist", office=therapy, from_on=since),
        "pharmacy": Party(case=case, role="pharmacy", office=pharmacy, from_on=since),
    }


def _facts(world: World, told: Told, insurer: Office) -> list[Identifier | Condition | KeyDate | Goal]:
    random, case, injury = world.random, told.case, told.injury
    claim = f"WC-{next(world.claims)}-{case.referred_at:%y}"
    since = case.referred_at.date()
    side = next((s for s in ("left", "right") if s in injury.words.lower()), "")
    facts: list[Identifier | Condition | KeyDate | Goal] = [
        Identifier(
            case=case, kind="claim_number", value=claim, normalized=claim.replace("-", ""), issuer=insurer
        ),
        Condition(
            case=case,
            code=injury.code,
            description=injury.words,
            body_part=injury.body_part,
            side=side,
            acceptance="accepted",
            is_primary=True,
            onset_on=case.onset_on,
        ),
        KeyDate(case=case, kind="injury", on=case.onset_on or since),
    ]
    if random.random() < 0.6:
        facts.append(
            KeyDate(case=case, kind="modified_duty", on=since + timedelta(days=random.randrange(5, 40)))
        )
    for text in random.sample(GOALS, 2):
        facts.append(
            Goal(
                case=case,
                text=text.format(weeks=random.choice((4, 6, 8, 12))),
                agreed_with=told.parties["adjuster"].shown_name,
                agreed_on=since + timedelta(days=1),
                target_on=since + timedelta(days=random.randrange(40, 160)),
            )
        )
    return facts


def _first_contacts(case: Case) -> dict[str, FirstContact]:
    """By the clocks of the program pack, as at the acceptance of any other case."""
    pack = pack_of(case)
    calendar = pack.calendar(zone=ZoneInfo("America/Chicago"), jurisdiction=case.jurisdiction)
    return {
        one.slug: FirstContact(
            case=case,
            role=one.slug,
            due_at=due_at(case.referred_at, one.within, one.unit, calendar),
            rule=pack.describe(one)[:200],
        )
        for one in pack.first_contacts_in(
            case.jurisdiction, case_type=case.case_type, on=case.referred_at.date()
        )
    }
