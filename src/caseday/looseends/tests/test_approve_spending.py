"""Money that waits for a supervisor's word stands in the list of who works the case, and of who may give it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from caseday.access.models import Staff
from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.actions import FundTerms
from caseday.funding.models import Fund, Spending
from caseday.funding.rules.spending import SpendingTerms
from caseday.looseends.queries import loose_ends_for
from caseday.looseends.queries.gather import GATHER
from caseday.looseends.rules import spending_to_approve
from caseday.looseends.tests.seen import DAY, ends_of, only
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
RENT = SpendingTerms(date(2026, 2, 20), Decimal(1250), "Rent of March", payee="Pecan Court")


@pytest.fixture
def fund(susan: Viewer) -> Fund:
    terms = FundTerms("Housing help", "Pecan Valley Foundation", date(2026, 1, 1), approval_from=Decimal(200))
    return actions.open_fund(actor=susan, now=MONDAY_8, terms=terms)


def spend(staff: Staff, fund: Fund, case: Case) -> Spending:
    viewer = viewer_for(staff, now=MONDAY_8)
    on_it = actions.put_case_on_fund(
        actor=viewer, now=MONDAY_8, fund_id=fund.pk, case_id=case.pk, from_on=date(2026, 1, 1)
    )
    return actions.record_spending(actor=viewer, now=MONDAY_8, fund_case_id=on_it.pk, terms=RENT).spending


def test_the_worker_and_the_supervisor_have_it_until_it_is_approved(
    cast: Cast, fund: Fund, nora: Viewer, susan: Viewer
) -> None:
    case = make_case(cast.nora)
    one = spend(cast.nora, fund, case)
    hers, mine = (only(viewer, spending_to_approve.RULE, MONDAY_8 + 2 * DAY) for viewer in (nora, susan))
    assert (hers.title, hers.next_actor) == ("Have approved: $1,250.00 of Housing help", "a supervisor")
    assert (mine.title, mine.next_actor) == ("Approve: $1,250.00 of Housing help", "you")
    assert (mine.since, mine.chip_words, mine.subject_id) == (MONDAY_8, "written down 2 days ago", one.pk)
    assert [(tap.label, tap.url_name, tap.args) for tap in (*hers.taps, *mine.taps)] == [
        ("Look", "funding:case", (case.pk,)),
        ("Look and approve", "funding:case", (case.pk,)),
    ]
    actions.approve_spending(actor=susan, now=MONDAY_8, spending_id=one.pk)
    assert ends_of(nora, spending_to_approve.RULE) == ends_of(susan, spending_to_approve.RULE) == []


def test_what_a_supervisor_wrote_down_waits_for_another(cast: Cast, fund: Fund, susan: Viewer) -> None:
    spend(cast.susan, fund, make_case(cast.nora))
    hers = only(susan, spending_to_approve.RULE)
    assert hers.next_actor == "a supervisor" and "a supervisor or administrator who did not" in hers.why


def test_what_was_taken_back_or_needs_no_word_or_is_not_in_sight_is_none(
    cast: Cast, fund: Fund, nora: Viewer, olive: Viewer, adam: Viewer
) -> None:
    one = spend(cast.nora, fund, make_case(cast.nora))
    assert ends_of(olive, spending_to_approve.RULE) == ends_of(adam, spending_to_approve.RULE) == []
    actions.void_spending(actor=nora, now=MONDAY_8, spending_id=one.pk, reason="Wrong month")
    Spending.objects.create(
        fund=fund, case=one.case, on=RENT.on, amount=5, what="Bus pass", recorded_at=MONDAY_8
    )
    assert ends_of(nora, spending_to_approve.RULE) == []
    Spending.objects.update(voided_at=None, staff=None)
    assert only(nora, spending_to_approve.RULE).subject_id == one.pk


def test_it_presses_more_each_day_and_stands_with_the_funds(
    cast: Cast, fund: Fund, nora: Viewer, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    spend(cast.nora, fund, make_case(cast.nora))
    today, later = (
        only(nora, spending_to_approve.RULE, MONDAY_8 + wait) for wait in (timedelta(0), timedelta(days=3))
    )
    assert today.chip_words == "written down today" and later.weight > today.weight
    assert GATHER[spending_to_approve.RULE].in_group == "Funds"
    for _ in range(4):
        spend(cast.nora, fund, make_case(cast.nora))
    loose_ends_for(nora, now=MONDAY_8)
    with django_assert_max_num_queries(20):
        assert len(ends_of(nora, spending_to_approve.RULE)) == 5
