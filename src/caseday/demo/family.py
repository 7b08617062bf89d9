"""A family on a grant for rapid rehousing: enrolled with the mother, asked what HUD asks, its first rent paid."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.demo.clients import AUSTIN
from caseday.demo.world import World
from caseday.funding.actions import (
    FundTerms,
    ProjectTerms,
    UnitTerms,
    add_unit,
    approve_spending,
    charge_open,
    enroll_member,
    keep_hmis_answers,
    keep_inventory,
    open_fund,
    put_case_on_fund,
    record_spending,
    set_hmis_project,
)
from caseday.funding.models import FundCase
from caseday.funding.rules.hmis.household import MemberTerms
from caseday.funding.rules.hmis.inventory import InventoryTerms
from caseday.funding.rules.spending import SpendingTerms
from caseday.people.actions import add_household_member

_CHILD, _ENTRY = 2, 1
_MOVED, _WAITS_FOR = 20, 15
"""Days ago: when they got the keys; entries of so many last days wait to be put on."""
_CHILDREN = (("Nia Grant", "daughter", date(2017, 4, 2), "0"), ("Theo Grant", "son", date(2020, 9, 15), "1"))
_OF_A_FAMILY = {
    "Client.BlackAfAmerican": "1",
    "Enrollment.DisablingCondition": "0",
    "CurrentLivingSituation.CurrentLivingSituation": "101",
    "IncomeBenefits.InsuranceFromAnySource": "1",
    "IncomeBenefits.Medicaid": "1",
}
_OF_THE_MOTHER = {
    **_OF_A_FAMILY,
    "Client.Sex": "0",
    "Client.VeteranStatus": "0",
    "Enrollment.LivingSituation": "101",
    "Enrollment.LengthOfStay": "4",
    "Enrollment.TimesHomelessPastThreeYears": "1",
    "Enrollment.MonthsHomelessPastThreeYears": "104",
    "HealthAndDV.DomesticViolenceSurvivor": "0",
    "HealthAndDV.GeneralHealthStatus": "3",
    "IncomeBenefits.IncomeFromAnySource": "1",
    "IncomeBenefits.TotalMonthlyIncome": "1180",
    "IncomeBenefits.EarnedAmount": "1180",
    "IncomeBenefits.BenefitsFromAnySource": "0",
}
_BEDS = (
    InventoryTerms(3, units=8, beds=26, from_on=date(2020, 1, 1), ch_beds=4),
    InventoryTerms(1, units=5, beds=5, from_on=date(2020, 1, 1), veteran_beds=1, ch_beds=2),
)
"""For families and for people alone; from when the grant begins."""
_PAID = (
    (_MOVED, "985.00", "First month's rent, two rooms", "Live Oak Rentals"),
    (6, "41.25", "Bus pass, a month", "City buses"),
)


def house_the_family(world: World, case: Case) -> None:
    on_it = _enroll_case(world, case)
    _ask(world, on_it)
    _spend(world, on_it)


def _by(world: World, key: str, days_ago: float) -> dict[str, Any]:
    return {"actor": viewer_for(world.staff[key], now=world.now), "now": world.now - timedelta(days=days_ago)}


def _day(world: World, days_ago: float) -> date:
    return (world.now - timedelta(days=days_ago)).astimezone(AUSTIN).date()


def _enroll_case(world: World, case: Case) -> FundCase:
    begun, robert = _day(world, 240).replace(day=1), _by(world, "robert", 220)
    terms = FundTerms(
        "Rapid rehousing", "Hill Country Continuum of Care", begun, reference="RRH-0417", program="homeless",
        to_on=date(world.now.year + 1, 12, 31), budget=Decimal("18000.00"), client_budget=Decimal("6000.00"),
        client_budget_per="year", approval_from=Decimal("500.00"),
        note="Pays rent and deposits. Visits are counted for HUD; they are paid by the foundation's grant.",
    )  # fmt: skip
    fund = open_fund(**robert, terms=terms)
    add_unit(
        **robert, fund_id=fund.pk, terms=UnitTerms("Housing visits", kind="flat", activity_kinds="visit")
    )
    project = ProjectTerms(
        "Hill Country Case Management", "Keys", 13, begun, "TX-503", 3, rrh_sub_type=2, housing_type=3,
        entry_from=begun, receives_referrals=True,
    )  # fmt: skip
    set_hmis_project(**robert, fund_id=fund.pk, terms=project)
    for beds in _BEDS:
        keep_inventory(**robert, fund_id=fund.pk, terms=replace(beds, from_on=begun))
    accepted_at = case.referred_at + timedelta(hours=2)
    grace = {**_by(world, "grace", 0), "now": accepted_at}
    from_on = accepted_at.astimezone(AUSTIN).date()
    on_it = put_case_on_fund(**grace, fund_id=fund.pk, case_id=case.pk, from_on=from_on)
    charge_open(
        **_by(world, "grace", _WAITS_FOR - 1), fund_id=fund.pk, first=begun, last=_day(world, _WAITS_FOR)
    )
    return on_it


def _ask(world: World, on_it: FundCase) -> None:
    """At entry; the day of the keys was written beside it once there were keys."""
    by, moved = _by(world, "grace", _MOVED - 1), _day(world, _MOVED).isoformat()
    asked = {**by, "case_id": on_it.case_id, "stage": _ENTRY, "on": on_it.from_on}
    moved_in = {"Enrollment.MoveInDate": moved}
    keep_hmis_answers(**asked, answers={**_OF_THE_MOTHER, **moved_in})
    for name, relation, born, sex in _CHILDREN:
        fields = {"name": name, "relation": relation, "lives_with": True}
        member = add_household_member(**by, person_id=on_it.case.person_id, fields=fields)
        terms = MemberTerms(_CHILD, on_it.from_on, birth_date=born)
        one = enroll_member(**by, fund_case_id=on_it.pk, member_id=member.pk, terms=terms)
        keep_hmis_answers(
            **asked, enrolled_id=one.pk, answers={**_OF_A_FAMILY, "Client.Sex": sex, **moved_in}
        )


def _spend(world: World, on_it: FundCase) -> None:
    """Of what needs a supervisor, the supervisor approved it on the next day."""
    for days_ago, dollars, what, payee in _PAID:
        terms = SpendingTerms(_day(world, days_ago), Decimal(dollars), what, payee=payee)
        done = record_spending(**_by(world, "grace", days_ago), fund_case_id=on_it.pk, terms=terms)
        if done.spending.waits:
            approve_spending(**_by(world, "robert", days_ago - 1), spending_id=done.spending.pk)
