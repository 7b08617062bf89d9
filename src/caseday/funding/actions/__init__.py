"""Every write of funding."""

from caseday.funding.actions.charges import (
    Charged,
    TypedCharge,
    charge_entry,
    charge_open,
    put_case_on_fund,
    take_case_off_fund,
    void_charge,
)
from caseday.funding.actions.funds import (
    FundTerms,
    UnitTerms,
    add_unit,
    change_fund,
    end_fund,
    end_unit,
    open_fund,
)
from caseday.funding.actions.hmis import ProjectTerms, keep_hmis_answers, set_hmis_project
from caseday.funding.actions.household import enroll_member
from caseday.funding.actions.inventory import keep_inventory, remove_inventory
from caseday.funding.actions.spending import Spent, approve_spending, record_spending, void_spending

__all__ = [
    "Charged",
    "FundTerms",
    "ProjectTerms",
    "Spent",
    "TypedCharge",
    "UnitTerms",
    "add_unit",
    "approve_spending",
    "change_fund",
    "charge_entry",
    "charge_open",
    "end_fund",
    "enroll_member",
    "end_unit",
    "open_fund",
    "keep_hmis_answers",
    "keep_inventory",
    "put_case_on_fund",
    "record_spending",
    "remove_inventory",
    "set_hmis_project",
    "take_case_off_fund",
    "void_charge",
    "void_spending",
]
