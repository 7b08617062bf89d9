"""Beside an entry of the journal: the code and units of its program, and the funds on which it is or waits."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.actions import FundTerms, UnitTerms
from caseday.funding.models import Fund, FundCase
from caseday.funding.queries import billing_of
from caseday.kernel.errors import NotFound
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]
NOW = MONDAY_8


@pytest.fixture
def nora(cast: Any) -> Any:
    return viewer_for(cast.nora, now=NOW)


@pytest.fixture
def fund(cast: Any) -> Fund:
    susan = viewer_for(cast.susan, now=NOW)
    found = actions.open_fund(actor=susan, now=NOW, terms=FundTerms("TCM", "County", date(2026, 1, 1)))
    terms = UnitTerms("Case management", kind="program")
    actions.add_unit(actor=susan, now=NOW, fund_id=found.pk, terms=terms)
    return found


@pytest.fixture
def case(cast: Any, fund: Fund, nora: Any) -> Case:
    found = make_case(cast.nora, program="homeless")
    put = {"fund_id": fund.pk, "case_id": found.pk, "from_on": date(2026, 1, 1)}
    actions.put_case_on_fund(actor=nora, now=NOW, **put)
    return found


def signed_in(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def test_time_and_miles_have_each_their_code_and_wait_apart(case: Case, fund: Fund, nora: Any) -> None:
    trip = make_activity(case, kind="travel", result="done", minutes=37, miles=Decimal("23.4"))
    found = billing_of(nora, trip.pk)
    assert [(one.word, one.said) for one in found.codes] == [
        ("Travel", "37 minutes = 7 tenths of an hour, remainder rule 1 (the program's rate)"),
        ("Miles", "23.4 miles (the program's rate)"),
    ]
    assert [one.entry.part for one in found.funds if one.entry] == ["time", "miles"]
    actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=trip.pk, part="miles")
    found = billing_of(nora, trip.pk)
    assert [(one.charge is None, one.entry is None) for one in found.funds] == [(False, True), (True, False)]


def test_a_code_without_a_rate_says_so_and_an_entry_without_a_code_has_none(cast: Any, nora: Any) -> None:
    case = make_case(cast.nora, program="mental_health")
    trip = make_activity(case, kind="travel", result="done", minutes=20)
    (line,) = billing_of(nora, trip.pk).codes
    assert (line.word, line.said) == ("Travel", "the program has no rate for it")
    assert billing_of(nora, make_activity(case, kind="other").pk).codes == []


def test_a_voided_entry_and_one_without_a_case_are_not_billed(cast: Any, case: Case, nora: Any) -> None:
    for one in (make_activity(None, staff=cast.nora), make_activity(case, voided_at=NOW)):
        found = billing_of(nora, one.pk)
        assert (found.codes, found.funds) == ((), ())


def test_only_funds_that_the_case_was_on_that_day_are_named(
    case: Case, fund: Fund, nora: Any, cast: Any
) -> None:
    call = make_activity(case, minutes=37)
    assert len(billing_of(nora, call.pk).funds) == 1
    FundCase.objects.update(to_on=date(2026, 3, 1))
    assert billing_of(nora, call.pk).funds == []
    FundCase.objects.update(to_on=date(2026, 3, 2))
    assert len(billing_of(nora, call.pk).funds) == 1
    actions.end_fund(actor=viewer_for(cast.susan, now=NOW), now=NOW, fund_id=fund.pk)
    assert billing_of(nora, call.pk).funds == []


def test_the_card_stands_beside_the_entry_and_offers_the_fund(
    cast: Any, case: Case, fund: Fund, nora: Any, django_assert_max_num_queries: Any
) -> None:
    call = make_activity(case, minutes=37)
    client, url = signed_in(cast.nora), reverse("funding:entry", args=[call.pk])
    assert url in client.get(reverse("journal:activity", args=[call.pk])).content.decode()
    card = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "Housing case management" in card and "waits" in card and "<html" not in card
    assert reverse("funding:charge_as", args=[fund.pk, call.pk]) in card
    actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    with django_assert_max_num_queries(14):
        page = client.get(url).content.decode()
    assert "on the fund" in page and "2 units of Case management" in page
    other = make_activity(case, kind="other", minutes=3)
    FundCase.objects.all().delete()
    assert "Not billed" in client.get(reverse("funding:entry", args=[other.pk])).content.decode()


def test_outsiders_find_no_entry_and_readers_are_offered_nothing(cast: Any, case: Case, fund: Fund) -> None:
    call = make_activity(case, minutes=37)
    url = reverse("funding:entry", args=[call.pk])
    assert signed_in(cast.olive).get(url).status_code == 404
    page = signed_in(cast.audrey).get(url).content.decode()
    assert "waits" in page and "Put on" not in page
    with pytest.raises(NotFound):
        billing_of(viewer_for(cast.olive, now=NOW), call.pk)
