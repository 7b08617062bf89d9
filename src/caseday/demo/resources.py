"""Community resources of the demonstration, brought in as a directory is, and what came of some of them."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import UUID

from caseday.access.actions import EducationDetails, LicenseDetails, add_license, note_education
from caseday.access.viewer import system_viewer
from caseday.cases.models import Case
from caseday.demo.names import STREET_KINDS, STREETS, TOWNS
from caseday.demo.world import World
from caseday.directory.actions import learn_of_resource
from caseday.directory.models import Service
from caseday.exchange.actions import import_resources
from caseday.exchange.rules.hsds import RawRow, RawTables
from caseday.followups.actions import Answer, note_resource_step, offer_resource

DATA = Path(__file__).parent / "resources.toml"
SOURCE = "Hill Country directory"
SEED = 211
_LICENSES = {
    "maya": (("rn", "TX", 410), ("ccm", "", 900)),
    "ben": (("rn", "TX", 26),),
    "linda": (("rn", "TX", 300), ("ccm", "", 75)),
}
"""Kind, state, days until it ends."""


def lay_out_resources(world: World) -> None:
    """About forty services from a fixed seed; three offers with what came of them; licenses of the nurses."""
    import_resources(
        actor=system_viewer("Caseday demonstration"),
        now=world.now - timedelta(days=60),
        tables=tables_of_demonstration(world.now.date()),
        source=SOURCE,
    )
    _learn(world)
    _offer(world)
    _license(world)


def tables_of_demonstration(today: date) -> RawTables:
    """As the CSV files of a directory would hold them."""
    random, tables = Random(SEED), RawTables()
    with DATA.open("rb") as file:
        services = tomllib.load(file)["services"]
    for number, row in enumerate(services, start=1):
        _add_service(tables, random, number, row, today)
    return tables


def _add_service(tables: RawTables, random: Random, number: int, row: list[str], today: date) -> None:
    organization, name, about, whom, days, hours, languages, cost, town = row
    key, org = f"service-{number}", f"org-{organization.lower().replace(' ', '-')}"

    def add(table: str, **cells: object) -> None:
        place = f"{table}-{number}-{len(tables.of(table))}"
        tables.add(table, RawRow(f"{table} {number}", {"id": place, **cells}))

    if not any(one.text("id") == org for one in tables.of("organization")):
        add("organization", id=org, name=organization, website=f"https://{org[4:]}.example.org")
        add("phone", organization_id=org, number=_phone(random), type="voice", description="Front desk")
    add(
        "service", id=key, organization_id=org, name=name, description=about, status="active",
        eligibility_description=whom, fees_description=cost,
        assured_date=str(today - timedelta(days=random.randrange(20, 400))),
    )  # fmt: skip
    add("phone", service_id=key, number=_phone(random), type="voice", description=name)
    opens, closes = hours.split("-")
    monthly = days[0].isdigit()
    add(
        "schedule", service_id=key, freq="MONTHLY" if monthly else "WEEKLY", byday=days, opens_at=opens,
        closes_at=closes,
    )  # fmt: skip
    for one in languages.split(","):
        add("language", service_id=key, name=one)
    if "bed" in about or "Room" in about or "Shelter" in name:
        free = str(random.randrange(0, 9))
        add("service_capacity", service_id=key, unit="places", available=free, updated=f"{today}T13:00:00Z")
    if int(town) >= 0:
        _add_place(tables, random, add_id=number, key=key, org=org, town=int(town))


def _add_place(tables: RawTables, random: Random, *, add_id: int, key: str, org: str, town: int) -> None:
    city, state, postal_code, latitude, longitude = TOWNS[town]
    place = f"place-{org}-{town}"
    if not any(one.text("id") == place for one in tables.of("location")):
        near = {
            "latitude": latitude + random.uniform(-0.02, 0.02),
            "longitude": longitude + random.uniform(-0.02, 0.02),
        }
        cells = {"id": place, "organization_id": org, "location_type": "physical", "name": "", **near}
        tables.add("location", RawRow(place, cells))
        street = f"{random.randrange(100, 9900)} {random.choice(STREETS)} {random.choice(STREET_KINDS)}"
        address = {"address_1": street, "city": city, "state_province": state, "postal_code": postal_code}
        tables.add("address", RawRow(place, {"id": place, "location_id": place, **address}))
    at = {"id": f"at-{add_id}", "service_id": key, "location_id": place}
    tables.add("service_at_location", RawRow(place, at))


def _phone(random: Random) -> str:
    return f"+1512555{random.randrange(100, 200):04d}"


def _named(name: str) -> Service:
    return Service.objects.get(name=name, source=SOURCE)


def _learn(world: World) -> None:
    told = (
        ("ben", "Home Repair and Ramps", "full", "List is closed until the new year, said the desk", 12),
        (
            "linda",
            "Equipment Loan Closet",
            "good_to_know",
            "Ring at the side door; they deliver beds on Fridays",
            40,
        ),
        ("maya", "Bus Passes for Work", "wrong_number", "Rings at a bakery; the front desk helped", 5),
    )
    for who, name, kind, text, days in told:
        learn_of_resource(
            actor=world.viewers[who], now=world.now - timedelta(days=days), service_id=_named(name).pk, kind=kind,
            text=text,
        )  # fmt: skip


def _offer(world: World) -> None:
    """One that helped, one declined, one on its way: nothing of it is late today."""
    cases = list(Case.objects.filter(assigned_to=world.staff["maya"], status="open").order_by("number")[:3])
    if len(cases) < 3:
        return
    helped = _offered(world, cases[0], "Equipment Loan Closet", 24, Answer("accepted", channel="phone"))
    for step, who, outcome, days in (
        ("referred", "worker", "", 24),
        ("connected", "agency", "connected", 21),
        ("connected", "client", "connected", 20),
        ("outcome", "client", "need_met", 9),
    ):
        _say(world, helped, step, who, outcome, days)
    _offered(world, cases[1], "Rides to the Doctor", 15, Answer("declined", "A daughter drives", "phone"))
    going = _offered(world, cases[2], "Retraining after an Injury", 1, Answer("accepted", channel="phone"))
    _say(world, going, "referred", "worker", "", 0)


def _offered(world: World, case: Case, name: str, days: int, answer: Answer) -> UUID:
    return offer_resource(
        actor=world.viewers["maya"], now=world.now - timedelta(days=days), case_id=case.pk,
        service_id=_named(name).pk, answer=answer,
    ).pk  # fmt: skip


def _say(world: World, request_id: UUID, step: str, who: str, outcome: str, days: int) -> None:
    note_resource_step(
        actor=world.viewers["maya"], now=world.now - timedelta(days=days), request_id=request_id, step=step, who=who,
        outcome=outcome, channel="phone",
    )  # fmt: skip


def _license(world: World) -> None:
    today = world.now.date()
    for who, held in _LICENSES.items():
        viewer = world.viewers[who]
        noted = {"actor": viewer, "now": world.now - timedelta(days=50), "staff_id": viewer.staff_id}
        for kind, state, days in held:
            details = LicenseDetails(
                kind, f"{kind.upper()}-{days:05d}", state, expires_on=today + timedelta(days=days)
            )
            add_license(**noted, details=details)  # type: ignore[arg-type]
        for title, hours, category, ago in (
            ("Chronic pain and return to work", "6", "general", 200),
            ("Ethics for case managers", "3", "ethics", 120),
            ("Motivational interviewing", "4.5", "general", 60),
        ):
            entry = EducationDetails(
                today - timedelta(days=ago), Decimal(hours), category, title, "Lakeway Institute"
            )
            note_education(**noted, details=entry)  # type: ignore[arg-type]
