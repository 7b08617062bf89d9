"""The agency, its people and its directory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from caseday.access.models import Agency, Coverage, Role, Staff, Team, TeamMembership
from caseday.access.queries import viewer_for
from caseday.access.record import office_chain
from caseday.access.viewer import Viewer
from caseday.demo.ledger import Ledger
from caseday.demo.names import FAMILY, GIVEN, STREET_KINDS, STREETS, TOWNS, phone_numbers
from caseday.demo.offices import OFFICES, OfficeSeed
from caseday.demo.papers import Shelf
from caseday.demo.post import Coming
from caseday.demo.post_office import Ports
from caseday.directory.models import Office, OfficePhone, Professional
from caseday.directory.rules.doubles import name_key
from caseday.people.models import Address

SIGN_IN_WORDS = "caseday on loopback only"
"""The password of every demonstration sign-in; these are refused except from this machine itself."""

STAFF = (
    ("maya", "Maya Torres", "RN, CCM", Role.CASE_MANAGER),
    ("ben", "Ben Okafor", "RN, BSN", Role.CASE_MANAGER),
    ("linda", "Linda Cho", "RN, MSN, CCM", Role.SUPERVISOR),
    ("priya", "Priya Raman", "", Role.ADMINISTRATOR),
    ("george", "George Whitman", "CPA", Role.AUDITOR),
)


@dataclass
class World:
    """What everything else is hung on while the demonstration is made."""

    random: Random
    ledger: Ledger
    now: datetime
    agency: Agency
    ports: Ports = Ports(imap=1143, smtp=1025)
    """Of the post office."""
    to_come: list[Coming] = field(default_factory=list)
    """Mail and texts after `now`."""
    staff: dict[str, Staff] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    office_phones: dict[str, list[OfficePhone]] = field(default_factory=dict)
    professionals: dict[str, list[Professional]] = field(default_factory=dict)
    homes: dict[UUID, Address] = field(default_factory=dict)
    """Where each client lives, by the person's id."""

    def __post_init__(self) -> None:
        self.numbers = phone_numbers()
        self.papers = Shelf(self.ledger)
        self.claims = iter(self.random.sample(range(100_000, 999_999), 5_000))

    def offices_of(self, kind: str) -> list[Office]:
        return [office for office in self.offices.values() if office.kind == kind]


def build_world(random: Random, ledger: Ledger, now: datetime) -> World:
    agency = Agency.objects.create(
        name="Hill Country Case Management",
        phone="+15125550100",
        is_demonstration=True,
        lock_after_minutes=30,
    )
    world = World(random, ledger, now, agency)
    _hire(world)
    for seed in OFFICES:
        _open_office(world, seed)
    return world


def hire(world: World, team_name: str, staff: Sequence[tuple[str, str, str, str]], *, days_ago: int) -> None:
    """Staff of key, name, credentials and role; case managers are a team, which its supervisor leads."""
    team = Team.objects.create(name=team_name)
    for key, name, credentials, role in staff:
        world.staff[key] = Staff.objects.create_user(
            f"{key}@caseday.example",
            SIGN_IN_WORDS,
            name=name,
            credentials=credentials,
            role=role,
            joined_at=world.now - timedelta(days=days_ago),
        )
        if role in (Role.CASE_MANAGER, Role.SUPERVISOR):
            is_lead = role == Role.SUPERVISOR
            TeamMembership.objects.create(team=team, staff=world.staff[key], is_lead=is_lead)


def _hire(world: World) -> None:
    hire(world, "Austin field team", STAFF, days_ago=900)
    maya = world.staff["maya"]
    maya.home_base, maya.home_latitude, maya.home_longitude = (
        "118 Wild Plum Lane, Austin, TX 78745",
        30.21,
        -97.80,
    )
    maya.playlist_url = "https://music.example/maya/driving"
    maya.save()
    last_month = world.now.date() - timedelta(days=40)
    Coverage.objects.create(
        absent=world.staff["ben"],
        covering=maya,
        from_on=last_month,
        to_on=last_month + timedelta(days=4),
        reason="Vacation",
    )
    world.viewers = {key: viewer_for(staff, now=world.now) for key, staff in world.staff.items()}


_CITIES_BY_ZONE = {
    "America/Los_Angeles": ("Sacramento", "CA", "95814", 38.58, -121.49),
    "America/New_York": ("Albany", "NY", "12207", 42.65, -73.75),
}


def _open_office(world: World, seed: OfficeSeed) -> None:
    random = world.random
    office = _office(world, seed)
    phones = [
        OfficePhone(
            office=office, number=next(world.numbers), purpose=purpose, menu_hint=menu, position=position
        )
        for position, (purpose, menu) in enumerate(seed.phones)
    ]
    professionals = [
        Professional(office=office, name=name, credentials=credentials, role=role)
        for name, credentials, role in seed.staff or _made_up_staff(world, seed.kind)
    ]
    at = world.now - timedelta(days=random.randrange(200, 800))
    chain, maya = office_chain(office.id), world.viewers["maya"]
    world.ledger.add(chain, "office_added", maya, at, office, *phones, *professionals, summary=office.name)
    world.offices[seed.name] = office
    world.office_phones[seed.name] = phones
    world.professionals[seed.name] = professionals


def _office(world: World, seed: OfficeSeed) -> Office:
    random = world.random
    town = TOWNS[seed.town if seed.town is not None else random.randrange(len(TOWNS))]
    city, state, postal_code, latitude, longitude = _CITIES_BY_ZONE.get(seed.zone, town)
    return Office(
        name=seed.name,
        name_key=name_key(seed.name),
        kind=seed.kind,
        line1=f"{random.randrange(100, 9900)} {random.choice(STREETS)} {random.choice(STREET_KINDS)}",
        city=city,
        state=state,
        postal_code=postal_code,
        latitude=round(latitude + random.uniform(-0.02, 0.02), 4),
        longitude=round(longitude + random.uniform(-0.02, 0.02), 4),
        place_precision="address",
        time_zone=seed.zone,
        opening_hours=seed.hours,
        fax=next(world.numbers),
        email=f"office@{seed.name.casefold().replace(' ', '-').replace(',', '').replace('.', '')}.example",
        preferred_channel=seed.preferred,
        arrival_note=seed.arrival,
    )


def _made_up_staff(world: World, kind: str) -> tuple[tuple[str, str, str], ...]:
    name = f"{world.random.choice(GIVEN)} {world.random.choice(FAMILY)}"
    roles = {
        "physician_practice": ("MD", "Physician"),
        "therapy": ("PT", "Physical therapist"),
        "insurer": ("", "Claims adjuster"),
        "employer": ("", "Human resources"),
        "attorney": ("", "Attorney"),
        "pharmacy": ("PharmD", "Pharmacist"),
    }
    return ((name, *roles[kind]),) if kind in roles else ()
