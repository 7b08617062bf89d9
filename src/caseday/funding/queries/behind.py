"""The cases behind addresses, for the access log."""

from uuid import UUID

from caseday.funding.models import Charge, FundCase, Spending


def case_of_charge(charge_id: UUID) -> list[UUID]:
    return list(Charge.objects.filter(pk=charge_id).values_list("case_id", flat=True))


def case_of_fund_case(fund_case_id: UUID) -> list[UUID]:
    return list(FundCase.objects.filter(pk=fund_case_id).values_list("case_id", flat=True))


def case_of_spending(spending_id: UUID) -> list[UUID]:
    return list(Spending.objects.filter(pk=spending_id).values_list("case_id", flat=True))
