"""The demonstration agency: synthetic people, two years of history, and the typical day as of a moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from caseday.access.models import Staff
from caseday.access.queries import viewer_for
from caseday.access.record import case_chain
from caseday.correspondence.actions.accounts import change_account
from caseday.correspondence.models import Account
from caseday.demo.assessments import assess
from caseday.demo.clients import AUSTIN, make_client, open_case
from caseday.demo.funds import pay_for_the_work
from caseday.demo.history import at_hour, first_day, last_working, tell_history
from caseday.demo.ledger import Ledger
from caseday.demo.post_office import Ports, free_ports
from caseday.demo.programs import COLLEAGUES, live_other_programs
from caseday.demo.requests import ask_and_file
from caseday.demo.resources import lay_out_resources
from caseday.demo.typical_day import ask_others, live_the_day, plan_ahead
from caseday.demo.typical_day.messages import OFFICE_MAIL, mailbox_at
from caseday.demo.world import SIGN_IN_WORDS, STAFF, World, build_world
from caseday.kernel.errors import Refused
from caseday.search.actions import rebuild_index

Progress = Callable[[str, int, int], None]
"""(what, done, of how many)"""
SEED = 20
_STORIES = 4
_QUIET = (3, 4)
"""Places of the cases on which nobody was reached for three weeks."""


@dataclass(frozen=True)
class Size:
    """How many cases: open ones of the case manager, open ones of her colleague, closed ones; and whether there is
    one of each other program."""

    own: int = 35
    colleague: int = 12
    closed: int = 40
    has_other_programs: bool = True


FULL = Size()
SMALL = Size(own=8, colleague=2, closed=2, has_other_programs=False)
"""For tests that need an agency, not its history."""


@dataclass(frozen=True)
class SignIn:
    role: str
    name: str
    email: str
    password: str


def moment_of_demonstration(now: datetime, *, on: date | None = None, at: time | None = None) -> datetime:
    """The moment that the demonstration shows: as of now in working hours, else 8:00 of the next working day."""
    local = now.astimezone(AUSTIN)
    day = on or local.date()
    while on is None and (day.weekday() > 4 or (day == local.date() and at is None and local.hour >= 18)):
        day += timedelta(days=1)
    hour = at or (local.time() if day == local.date() and 7 <= local.hour < 18 else time(8, 0))
    return datetime.combine(day, hour.replace(second=0, microsecond=0), AUSTIN)


def point_mailbox(*, now: datetime) -> Ports:
    """Where the post office opens: as before where its ports are free, else the mailbox is told."""
    account = Account.objects.filter(kind=Account.Kind.EMAIL, address=OFFICE_MAIL).earliest("id")
    known = Ports(account.imap_port, account.smtp_port)
    if known.are_free:
        return known
    ports = free_ports()
    priya = viewer_for(Staff.objects.get(email="priya@caseday.example"), now=now)
    change_account(actor=priya, now=now, account_id=account.pk, details=mailbox_at(ports))
    return ports


def sign_ins() -> list[SignIn]:
    """One sign-in per role, and who works in other programs; accepted from this machine only."""
    return [
        SignIn(role.label, name, f"{key}@caseday.example", SIGN_IN_WORDS)
        for key, name, _, role in (*STAFF, *COLLEAGUES)
    ]


def build_agency(
    *,
    now: datetime,
    seed: int = SEED,
    size: Size = FULL,
    progress: Progress = lambda what, done, of: None,
    ports: Ports | None = None,
) -> World:
    """Fill an empty database. Raises Refused where there is anybody already. `ports`: of the post office."""
    if Staff.objects.exists():
        raise Refused(
            "This database already has people in it. A demonstration needs an empty one: choose another data folder."
        )
    random = Random(seed)
    with transaction.atomic():
        world = build_world(random, Ledger(), now)
        world.ports = ports or world.ports
        _open_cases(world, now, size, progress)
        day = live_the_day(world, now.astimezone(ZoneInfo("America/Chicago")))
        progress("Writing", 0, 1)
        world.ledger.write()
        ask_others(day)
        lay_out_resources(world)
        if size.has_other_programs:
            pay_for_the_work(world, live_other_programs(world))
        rebuild_index()
    progress("Writing", 1, 1)
    return world


def _open_cases(world: World, now: datetime, size: Size, progress: Progress) -> None:
    own = [("maya", False)] * (size.own - _STORIES)
    plan = own + [("ben", False)] * size.colleague + [("maya", True)] * size.closed
    for done, (worker, closed) in enumerate(plan):
        _one_case(world, worker, now, closed=closed, index=done)
        progress("Cases", done + 1, len(plan))


def _one_case(world: World, worker: str, now: datetime, *, closed: bool, index: int) -> None:
    random = world.random
    days_ago = random.randrange(300, 730) if closed else (1 if index == 0 else random.randrange(12, 620))
    referred_at = at_hour(last_working(now - timedelta(days=days_ago)), random.choice((9, 11, 14)))
    person = make_client(world, referred_at)
    stage = (
        "closing" if closed else random.choice(("active", "active", "active", "return_to_work", "assessment"))
    )
    told = open_case(world, worker, referred_at, person=person, stage=stage)
    quiet = 20 if index in _QUIET else 1
    until = referred_at + timedelta(days=random.randrange(90, 260)) if closed else now - timedelta(days=quiet)
    if index == 0 and not closed:
        first_day(world, told)
    else:
        tell_history(
            world, told, min(until, now - timedelta(days=quiet)), random.uniform(4, 8), keeps_up=not closed
        )
    ask_and_file(world, told, until)
    if not closed:
        assess(world, told, now)
        plan_ahead(world, told, now)
    else:
        world.ledger.update(
            case_chain(told.case.id),
            "case_closed",
            told.viewer,
            until,
            told.case,
            status="closed",
            closed_at=until,
            closure_reason="returned_to_work",
            outcome="full_duty_same_employer",
        )
