"""Money spent on a client in a browser: refused past the limit with what was typed, recorded, approved; both widths."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from caseday.access.queries import viewer_for
from caseday.funding.actions import FundTerms, open_fund, put_case_on_fund, record_spending
from caseday.funding.rules.spending import SpendingTerms
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_office, make_person
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_deposit_is_paid_and_approved(open_as: OpenAs, cast: Cast, width: int) -> None:
    now = clock.now()
    first = (now - timedelta(days=30)).date()
    terms = FundTerms(
        "Housing help", "Pecan Valley Foundation", first, budget=Decimal(900), approval_from=Decimal(0)
    )
    fund = open_fund(actor=viewer_for(cast.susan, now=now), now=now, terms=terms)
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Diaz"))
    nora = viewer_for(cast.nora, now=now)
    put_case_on_fund(actor=nora, now=now, fund_id=fund.pk, case_id=case.pk, from_on=first)
    make_office(name="Live Oak Rentals")
    page = open_as(width=width, path=f"/funds/case/{case.pk}/")
    page.get_by_role("link", name="Record spending on Housing help").click()
    expect(page.get_by_text("$900.00 of $900.00")).to_be_visible()
    page.get_by_label("Dollars").fill("901")
    page.get_by_label("What for").fill("Deposit")
    page.get_by_label("Paid to").fill("Live Oak Rentals")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("$900.00 left, this spending needs $901.00").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Dollars").fill("640.50")
    page.get_by_role("button", name="Record").click()
    spent = page.get_by_role("region", name="Money spent")
    expect(spent).to_contain_text("$640.50 for Deposit")
    expect(spent).to_contain_text("waits for approval")
    expect(spent.get_by_role("button")).to_have_count(0)
    assert_accessible(page)

    page = open_as(cast.susan, width, path=f"/funds/{fund.pk}/")
    spent = page.get_by_role("region", name="Money spent")
    assert_accessible(page)
    spent.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("region", name="Money spent")).to_contain_text("approved by Susan Super")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_administrator_approves_what_the_supervisor_recorded(
    open_as: OpenAs, cast: Cast, width: int
) -> None:
    now = clock.now()
    first, susan = (now - timedelta(days=30)).date(), viewer_for(cast.susan, now=now)
    terms = FundTerms("Housing help", "Pecan Valley Foundation", first, approval_from=Decimal(0))
    fund = open_fund(actor=susan, now=now, terms=terms)
    row = put_case_on_fund(
        actor=susan, now=now, fund_id=fund.pk, case_id=make_case(cast.nora).pk, from_on=first
    )
    paid = SpendingTerms(first, Decimal("640.50"), "Deposit", payee="Live Oak Rentals")
    record_spending(actor=susan, now=now, fund_case_id=row.pk, terms=paid)
    hers = open_as(cast.susan, width, path=f"/funds/case/{row.case_id}/")
    expect(hers.get_by_text("by an administrator on the fund's page")).to_be_visible()
    assert_accessible(hers)
    page = open_as(cast.adam, width, path=f"/funds/{fund.pk}/")
    waits = page.get_by_role("region", name="To approve")
    expect(waits).to_contain_text("$640.50 for Deposit")
    assert_accessible(page)
    waits.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("$640.50 approved.")).to_be_visible()
