"""A synthetic agency that is hard to match in: namesakes, relatives, twins of numbers, offices with many clients."""
# ruff: noqa: E501

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


@dataclass
class Client:
    """A case with all that its messages need. `key` names the case in labels."""

    key: str
    given: str
    family: str
    born: date
    hurt: date
    claim: str
    practice: str
    adjuster: str
    employer: str
    preferred: str = ""
    phone: str = ""
    email: str = ""
    kin: tuple[str, str, str] = ("", "", "")
    """Name, relation, phone of somebody of the household."""
    person_key: str = ""
    """Of the case that has the same person already."""
    is_closed: bool = False
    visit_on: date | None = None
    number: str = ""
    case_id: Any = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


OFFICES = {  # key: name, kind, email, phone, fax
    "ridgeview": ("Ridgeview Orthopedics", "physician_practice", "frontdesk@ridgeview-ortho.example", "+15125550160", "+15125550161"),
    "southside": ("Southside Spine", "physician_practice", "office@southside-spine.example", "+15125550162", "+15125550163"),
    "lakeway": ("Lakeway Physical Therapy", "therapy", "schedule@lakeway-pt.example", "+15125550164", "+15125550165"),
    "imaging": ("Hill Imaging", "imaging", "results@hill-imaging.example", "+15125550166", "+15125550167"),
    "lonestar": ("Lone Star Mutual", "insurer", "claims@lonestar-mutual.example", "+15125550168", "+15125550169"),
    "summit": ("Summit Casualty", "insurer", "workcomp@summit-casualty.example", "+15125550170", "+15125550171"),
    "foods": ("Hill Foods", "employer", "hr@hillfoods.example", "+15125550172", "+15125550173"),
    "freight": ("Central Freight", "employer", "safety@centralfreight.example", "+15125550174", "+15125550175"),
    "law": ("Barton Law", "attorney", "intake@bartonlaw.example", "+15125550176", "+15125550177"),
}  # fmt: skip
ADJUSTERS = {  # key: name, office, email, phone
    "whitfield": ("Dana Whitfield", "lonestar", "dana.whitfield@lonestar-mutual.example", "+15125550180"),
    "keane": ("Marcus Keane", "lonestar", "marcus.keane@lonestar-mutual.example", "+15125550181"),
    "ibarra": ("Lucia Ibarra", "summit", "l.ibarra@summit-casualty.example", "+15125550182"),
    "petrov": ("Alan Petrov", "summit", "a.petrov@summit-casualty.example", "+15125550183"),
    "solo": ("June Archer", "summit", "j.archer@summit-casualty.example", "+15125550184"),
}
STAFF = {"nora": "Nora Field", "carl": "Carl Cover", "pam": "Pam Rivers"}


def _c(
    key: str,
    given: str,
    family: str,
    born: str,
    hurt: str,
    claim: str,
    practice: str,
    adjuster: str,
    employer: str,
    **more: Any,
) -> Client:
    return Client(
        key,
        given,
        family,
        date.fromisoformat(born),
        date.fromisoformat(hurt),
        claim,
        practice,
        adjuster,
        employer,
        **more,
    )


def fixed_clients() -> list[Client]:
    """Those whom the hand-written messages speak of."""
    return [
        _c("rosa", "Rosa", "Delgado", "1981-04-12", "2025-11-03", "WC-2025-118402", "ridgeview", "whitfield", "foods",
           phone="+15125550101", email="rosa.delgado81@example.com", kin=("Luis Delgado", "Husband", "+15125550102"), visit_on=date(2026, 3, 10)),
        _c("jose", "José", "Martínez", "1975-02-20", "2025-10-18", "WC-2025-118403", "ridgeview", "whitfield", "freight",
           phone="+15125550103", kin=("Elena Martínez", "Wife", "+15125550104")),
        _c("josejr", "Jose", "Martinez", "1999-07-09", "2026-01-07", "TX-88-20417", "southside", "ibarra", "freight", phone="+15125550105"),
        _c("maria_r", "Maria", "Garcia", "1990-05-05", "2025-12-01", "A1234567", "ridgeview", "keane", "foods", phone="+15125550106",
           visit_on=date(2026, 3, 12)),
        _c("maria_s", "Maria", "Garcia", "1968-12-30", "2025-09-09", "A1234599", "southside", "petrov", "freight", phone="+15125550107"),
        _c("bob", "Robert", "Miller", "1970-01-15", "2024-08-30", "GL-2024-0099113", "lakeway", "petrov", "freight", preferred="Bob",
           phone="+15125550108", email="bobmiller70@example.com", kin=("Carol Miller", "Wife", "")),
        _c("kate", "Katherine", "O'Brien", "1985-09-23", "2025-06-11", "SM-7781203", "southside", "ibarra", "foods", preferred="Kate",
           phone="+15125550109", email="kateob@example.com"),
        _c("danaclient", "Dana", "Whitfield", "1977-06-06", "2025-12-12", "SM-7781340", "lakeway", "ibarra", "foods", phone="+15125550110"),
        _c("grace", "Grace", "Hill", "1964-03-14", "2026-01-20", "WC-2026-000731", "ridgeview", "keane", "freight", phone="+15125550111"),
        _c("will", "William", "Young", "1992-10-02", "2026-01-21", "WC-2026-000732", "ridgeview", "keane", "freight", preferred="Will",
           phone="+15125550112"),
        _c("anh", "Anh", "Nguyen", "1988-08-08", "2025-08-08", "LS-5520183", "southside", "whitfield", "foods", phone="+15125550113",
           email="anh.n@example.com", kin=("Minh Nguyen", "Brother", "+15125550114")),
        _c("wei", "Wei", "Zhang", "1983-11-29", "2025-11-29", "LS-5520184", "southside", "whitfield", "foods", phone="+15125550115"),
        _c("hector1", "Hector", "Ramirez", "1979-03-03", "2023-05-02", "TX-90-11821", "southside", "petrov", "freight",
           phone="+15125550116", email="hramirez79@example.com"),
        _c("hector2", "Hector", "Ramirez", "1979-03-03", "2025-07-22", "TX-93-55102", "ridgeview", "petrov", "freight", person_key="hector1"),
        _c("tanya_old", "Tanya", "Brooks", "1991-02-11", "2021-02-01", "SM-5511020", "lakeway", "ibarra", "foods", is_closed=True,
           phone="+15125550117", email="tbrooks@example.com"),
        _c("tanya", "Tanya", "Brooks", "1991-02-11", "2025-10-30", "SM-7790011", "lakeway", "ibarra", "foods", person_key="tanya_old"),
        _c("sam", "Samuel", "Ortiz", "1972-12-05", "2025-04-17", "LS-5530771", "ridgeview", "keane", "foods", phone="+15125550140",
           kin=("Lena Ortiz", "Wife", "+15125550140")),
        _c("lena", "Lena", "Ortiz", "1974-06-25", "2025-10-02", "LS-5541902", "lakeway", "whitfield", "freight", phone="+15125550140",
           kin=("Samuel Ortiz", "Husband", "+15125550140")),
        _c("darnell", "Darnell", "Washington-Jones", "1986-07-30", "2025-11-15", "WC-2025-120987", "lakeway", "keane", "freight",
           phone="+15125550118", kin=("Yvonne Jones", "Mother", ""), visit_on=date(2026, 3, 4)),
        _c("solo", "Ivan", "Koslov", "1966-10-10", "2026-02-01", "SM-7801188", "ridgeview", "solo", "freight", phone="+15125550119"),
    ]  # fmt: skip


GIVEN = [
    "Aaron",
    "Beatriz",
    "Calvin",
    "Denise",
    "Edgar",
    "Fatima",
    "Gregory",
    "Helen",
    "Isaac",
    "Joyce",
    "Kevin",
    "Lorena",
    "Mitchell",
    "Naomi",
    "Oscar",
    "Paula",
    "Quentin",
    "Renee",
    "Stuart",
    "Theresa",
    "Ulysses",
    "Vivian",
    "Wade",
    "Ximena",
    "Yusuf",
    "Zelda",
    "Andrew",
    "Barbara",
    "Charles",
    "Deborah",
    "Elizabeth",
    "Frederick",
    "Gabriela",
    "Harold",
    "Ingrid",
    "Jessica",
    "Kenneth",
    "Lawrence",
    "Margaret",
    "Nicholas",
    "Olivia",
    "Patricia",
    "Raymond",
    "Susana",
    "Timothy",
    "Veronica",
    "Walter",
]
FAMILY = [
    "Abbott",
    "Barrera",
    "Castellanos",
    "Dunham",
    "Escobar",
    "Fitzgerald",
    "Gallagher",
    "Hutchinson",
    "Iglesias",
    "Jankowski",
    "Kirkland",
    "Lombardi",
    "Montgomery",
    "Nakamura",
    "Okafor",
    "Pemberton",
    "Quintero",
    "Rutherford",
    "Sandoval",
    "Thibodeaux",
    "Underwood",
    "Villarreal",
    "Whitaker",
    "Xiong",
    "Yarbrough",
    "Zamora",
    "Applegate",
    "Blackwell",
    "Cordova",
    "Delacroix",
    "Ellsworth",
    "Farnsworth",
    "Gutierrez",
    "Hargrove",
    "Ingram",
    "Jimenez",
    "Kowalski",
    "Lindqvist",
    "McAllister",
    "Norwood",
    "Ostrowski",
    "Prescott",
    "Ravenscroft",
    "Stephenson",
    "Townsend",
    "Vandermeer",
    "Wainwright",
]


def random_clients(random: Random, count: int) -> list[Client]:
    families = random.sample(FAMILY, min(count, len(FAMILY)))
    made = []
    for place in range(count):
        given, family = random.choice(GIVEN), families[place % len(families)]
        insurer = random.choice(("whitfield", "keane", "ibarra", "petrov"))
        phone = f"+1737555{100 + place:04d}"
        kin = (f"{random.choice(GIVEN)} {family}", random.choice(("Wife", "Husband", "Daughter", "Brother")),
               f"+1830555{100 + place:04d}" if random.random() < 0.5 else "") if random.random() < 0.6 else ("", "", "")  # fmt: skip
        made.append(
            Client(
                key=f"r{place}", given=given, family=family,
                born=date(random.randrange(1955, 2004), random.randrange(1, 13), random.randrange(1, 28)),
                hurt=date(2025, random.randrange(1, 13), random.randrange(1, 28)),
                claim=_claim(random, insurer), practice=random.choice(("ridgeview", "southside", "lakeway")),
                adjuster=insurer, employer=random.choice(("foods", "freight")), phone=phone,
                email=f"{given}.{family}{place}@example.com".lower() if random.random() < 0.6 else "", kin=kin,
                visit_on=date(2026, 3, 3) + timedelta(days=random.randrange(25)) if random.random() < 0.5 else None,
            )
        )  # fmt: skip
    return made


def _claim(random: Random, adjuster: str) -> str:
    if adjuster in ("whitfield", "keane"):
        return f"WC-{random.choice((2025, 2026))}-{random.randrange(200_000, 999_999)}"
    return f"SM-{random.randrange(6_000_000, 7_700_000)}"


@dataclass
class World:
    clients: dict[str, Client] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    key_of: dict[Any, str] = field(default_factory=dict)
    """Of a case's id."""


def build(seed: int, *, others: int = 45) -> World:
    """Writes the agency into the database in hand, around the actions."""
    from caseday.access.models import Agency, Staff
    from caseday.correspondence.models import Account
    from caseday.directory.models import Office, OfficePhone, Professional

    Agency.objects.get_or_create(defaults={"name": "Bench Case Management"})
    staff = {
        key: Staff.objects.create_user(
            f"{key}@caseday-agency.example", None, name=name, time_zone="America/Chicago"
        )
        for key, name in STAFF.items()
    }
    offices = {}
    for key, (name, kind, email, phone, fax) in OFFICES.items():
        offices[key] = Office.objects.create(
            name=name, kind=kind, email=email, fax=fax, time_zone="America/Chicago"
        )
        OfficePhone.objects.create(office=offices[key], number=phone)
    adjusters = {
        key: Professional.objects.create(
            name=name, office=offices[office], email=email, phone=phone, role="adjuster"
        )
        for key, (name, office, email, phone) in ADJUSTERS.items()
    }
    world = World()
    for kind in ("email", "text", "fax"):
        world.accounts[kind] = Account.objects.create(
            kind="text" if kind == "text" else "email", name=kind, address=f"{kind}@caseday-agency.example"
        )
    world.accounts["nora"] = Account.objects.create(
        kind="email", name="Nora", address="nora@caseday-agency.example", staff=staff["nora"]
    )
    random = Random(seed)
    everybody = fixed_clients() + random_clients(random, others)
    for place, one in enumerate(everybody):
        _add_case(world, one, place, staff, offices, adjusters)
    return world


def _add_case(world: World, one: Client, place: int, staff: Any, offices: Any, adjusters: Any) -> None:
    from caseday.cases.models import Case, Identifier, Party
    from caseday.cases.rules import normalize_identifier

    same = world.clients.get(one.person_key)
    person_id = Case.objects.get(pk=same.case_id).person_id if same else _person(one).pk
    one.number = f"26-{place + 101:05d}"
    owner = list(staff.values())[place % len(staff)]
    case = Case.objects.create(
        number=one.number, person_id=person_id, program="workers_compensation", stage="active", onset_on=one.hurt,
        status="closed" if one.is_closed else "open", assigned_to=owner, referred_at=NOW - timedelta(days=60),
    )  # fmt: skip
    one.case_id = case.pk
    world.clients[one.key], world.key_of[case.pk] = one, one.key
    insurer = ADJUSTERS[one.adjuster][1]
    numbers = [("claim_number", one.claim)]
    if insurer == "lonestar" and one.employer == "foods":
        numbers.append(("policy_number", "POL-445-9917"))
    for kind, value in numbers:
        Identifier.objects.create(
            case=case, kind=kind, value=value, normalized=normalize_identifier(value), issuer=offices[insurer]
        )
    Party.objects.create(
        case=case, role="adjuster", professional=adjusters[one.adjuster], office=offices[insurer]
    )
    Party.objects.create(case=case, role="treating_physician", office=offices[one.practice])
    Party.objects.create(case=case, role="employer", office=offices[one.employer])
    if place % 9 == 0:
        Party.objects.create(case=case, role="attorney", office=offices["law"])
    _visit(one, case, owner, offices)


def _person(one: Client) -> Any:
    from caseday.people.actions.persons import keys_of_name
    from caseday.people.models import ContactPoint, HouseholdMember, Person

    person = Person(
        given_name=one.given, family_name=one.family, preferred_name=one.preferred, birth_date=one.born
    )
    for name, value in keys_of_name(person).items():
        setattr(person, name, value)
    person.save()
    if one.phone:
        ContactPoint.objects.create(person=person, value=one.phone)
    if one.email:
        ContactPoint.objects.create(person=person, value=one.email, system="email")
    if one.kin[0]:
        HouseholdMember.objects.create(person=person, name=one.kin[0], relation=one.kin[1], phone=one.kin[2])
    return person


def _visit(one: Client, case: Any, owner: Any, offices: Any) -> None:
    from caseday.schedule.models import Appointment

    if one.visit_on:
        at = datetime(one.visit_on.year, one.visit_on.month, one.visit_on.day, 16, 0, tzinfo=UTC)
        Appointment.objects.create(
            case=case, staff=owner, title="Visit", kind="physician_visit", starts_at=at,
            ends_at=at + timedelta(minutes=30), time_zone="America/Chicago", office=offices[one.practice],
        )  # fmt: skip
