"""Who pays for the community programs: funds with limits, one nearly used up; entries on them, some that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.demo.clients import AUSTIN
from caseday.demo.family import house_the_family
from caseday.demo.world import World
from caseday.funding.actions import (
    FundTerms,
    UnitTerms,
    add_unit,
    charge_open,
    open_fund,
    put_case_on_fund,
)

_WAITS_FOR = 15
"""Entries of so many last days wait to be put on."""


@dataclass(frozen=True)
class Payer:
    name: str
    funder: str
    reference: str
    note: str
    programs: Sequence[str]
    units: Sequence[UnitTerms]
    budget: Decimal | None = None
    program: str = ""


_WORK = "call,visit,meeting,message,research"
PAYERS = (
    Payer(
        name="Targeted case management",
        funder="Hill Country Community Care",
        reference="TCM-2044",
        note="Counted by the rates of the program. The contract names the amounts.",
        programs=("mental_health",),
        units=(
            UnitTerms(
                "Targeted case management", kind="program", activity_kinds="call,visit,meeting,research",
                limit_units=400, client_limit_units=40, client_limit_per="month",
            ),
        ),
        program="mental_health",
    ),
    Payer(
        name="A home of one's own",
        funder="Pecan Valley Foundation",
        reference="Grant 26-118",
        note="For people who move into a home of their own; ends with the year of the grant.",
        programs=("disability_services", "homeless", "vocational_rehabilitation"),
        units=(
            UnitTerms("Support toward a home and work", activity_kinds=_WORK, amount=Decimal("22.50"),
                      limit_units=40),
            UnitTerms("Miles to viewings and visits", kind="miles", activity_kinds="mileage", limit_units=600),
        ),
        budget=Decimal("1000.00"),
    ),
)  # fmt: skip


def pay_for_the_work(world: World, cases: Mapping[str, Case]) -> None:
    """By the supervisor who sets up the funds and the colleague whose cases they are."""
    for payer in PAYERS:
        _pay(world, payer, [cases[program] for program in payer.programs])
    house_the_family(world, cases["homeless"])


def _pay(world: World, payer: Payer, cases: Sequence[Case]) -> None:
    begun_at, today = world.now - timedelta(days=220), world.now.astimezone(AUSTIN).date()
    first = (today - timedelta(days=240)).replace(day=1)
    robert, grace = (viewer_for(world.staff[key], now=world.now) for key in ("robert", "grace"))
    terms = FundTerms(
        payer.name, payer.funder, first, reference=payer.reference, program=payer.program,
        to_on=date(today.year + 1, 12, 31), budget=payer.budget, note=payer.note,
    )  # fmt: skip
    fund = open_fund(actor=robert, now=begun_at, terms=terms)
    for unit in payer.units:
        add_unit(actor=robert, now=begun_at, fund_id=fund.pk, terms=unit)
    for case in cases:
        accepted_at = case.referred_at + timedelta(hours=2)
        on = accepted_at.astimezone(AUSTIN).date()
        put_case_on_fund(actor=grace, now=accepted_at, fund_id=fund.pk, case_id=case.pk, from_on=on)
    last = today - timedelta(days=_WAITS_FOR)
    charge_open(
        actor=grace, now=world.now - timedelta(days=_WAITS_FOR - 1), fund_id=fund.pk, first=first, last=last
    )
