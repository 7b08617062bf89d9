"""The page on which a charge is read as it was counted, and typed over; what was typed stays."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.actions import FundTerms, UnitTerms
from caseday.funding.models import Fund
from caseday.funding.queries import code_choices, to_charge
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]
NOW = MONDAY_8


@pytest.fixture
def fund(cast: Any) -> Fund:
    susan = viewer_for(cast.susan, now=NOW)
    terms = FundTerms("County TCM", "Travis County", date(2026, 1, 1))
    found = actions.open_fund(actor=susan, now=NOW, terms=terms)
    unit = UnitTerms("Case management", kind="program")
    actions.add_unit(actor=susan, now=NOW, fund_id=found.pk, terms=unit)
    return found


@pytest.fixture
def case(cast: Any, fund: Fund) -> Case:
    person = make_person(given_name="Ines", family_name="Ortega")
    found = make_case(cast.nora, person=person, program="mental_health")
    nora = viewer_for(cast.nora, now=NOW)
    put = {"fund_id": fund.pk, "case_id": found.pk, "from_on": date(2026, 1, 1)}
    actions.put_case_on_fund(actor=nora, now=NOW, **put)
    return found


def signed_in(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def test_the_figures_are_filled_in_and_said_why(cast: Any, fund: Fund, case: Case) -> None:
    call = make_activity(case, minutes=37)
    client, url = signed_in(cast.nora), reverse("funding:charge_as", args=[fund.pk, call.pk])
    page = client.get(reverse("funding:fund", args=[fund.pk])).content.decode()
    assert "37 minutes = 2 units of 15, remainder rule 8" in page and "T1017" in page
    page = client.get(url).content.decode()
    assert 'name="units" value="2"' in page and "<dt>Billing code</dt><dd>T1017</dd>" in page
    assert "As is proposed for this entry" in page and '<option value="no_show"' in page
    assert "The contract sets it; no rate here names one." in page
    answer = client.post(url, {"id": new_id(), "units": "3", "amount": ""})
    assert answer.url.startswith(reverse("funding:fund", args=[fund.pk]))
    charge = case.charges.get()
    assert (charge.units, charge.amount, charge.code) == (3, None, "T1017")
    page = client.get(reverse("funding:fund", args=[fund.pk])).content.decode()
    assert "3 typed; 37 minutes = 2 units" in page
    assert client.get(url).status_code == 302


def test_what_was_typed_stays_with_the_reason_why_it_was_not_kept(cast: Any, fund: Fund, case: Case) -> None:
    call = make_activity(case, minutes=37)
    url = reverse("funding:charge_as", args=[fund.pk, call.pk])
    answer = signed_in(cast.nora).post(url, {"units": "2.5", "amount": "12.34"})
    page = answer.content.decode()
    assert (answer.status_code, "Give whole units." in page) == (422, True)
    assert all(f'value="{typed}"' in page for typed in ("2.5", "12.34"))


def test_an_entry_without_length_is_typed_and_one_outside_the_fund_is_not(
    cast: Any, fund: Fund, case: Case
) -> None:
    unknown, old = (
        make_activity(case, minutes=None),
        make_activity(case, minutes=30, started_at=NOW - timedelta(days=90)),
    )
    client = signed_in(cast.nora)
    assert "Type the units" in client.get(reverse("funding:fund", args=[fund.pk])).content.decode()
    page = client.get(reverse("funding:charge_as", args=[fund.pk, unknown.pk])).content.decode()
    assert "its length is not known" in page and 'name="units"' in page
    page = client.get(reverse("funding:charge_as", args=[fund.pk, old.pk])).content.decode()
    assert "outside the fund" in page and 'name="units"' not in page


def test_a_code_is_chosen_from_the_list_and_counted_so(cast: Any, fund: Fund) -> None:
    case = make_case(cast.nora, person=make_person(given_name="Leo", family_name="Kline"), program="medical")
    visit = make_activity(case, kind="visit", minutes=50)
    client, url = signed_in(cast.nora), reverse("funding:charge_as", args=[fund.pk, visit.pk])
    page = client.get(url + "?code=transition_high").content.decode()
    assert "1 each time, however long" in page and "<dt>Billing code</dt><dd>99496</dd>" in page
    assert '<option value="transition_high" selected>' in page
    assert 'name="code"' not in page.split('aria-label="Figures"')[1]
    client.post(url + "?code=transition_high", {"id": new_id(), "units": "1", "amount": "250"})
    charge = case.charges.get()
    assert (charge.activity_code, charge.code, charge.units, charge.amount) == (
        "transition_high",
        "99496",
        1,
        250,
    )
    assert client.get(url + "?code=made_up").status_code == 404


def test_a_chosen_code_goes_before_the_one_of_the_fund(cast: Any, case: Case, fund: Fund) -> None:
    nora, susan = viewer_for(cast.nora, now=NOW), viewer_for(cast.susan, now=NOW)
    terms = UnitTerms("Talks", kind="program", code="G9012", activity_kinds="call")
    actions.add_unit(actor=susan, now=NOW, fund_id=fund.pk, terms=terms)
    call = make_activity(case, minutes=37)
    assert to_charge(nora, fund, call.pk).code == "G9012"
    assert to_charge(nora, fund, call.pk, chosen="tcm").code == "T1017"
    assert to_charge(nora, fund, call.pk, chosen="unbilled").code == "G9012"


def test_where_nothing_is_proposed_the_list_says_so(cast: Any, case: Case, fund: Fund) -> None:
    missed = make_activity(case, result="no_show", minutes=5)
    entry = to_charge(viewer_for(cast.nora, now=NOW), fund, missed.pk)
    assert code_choices(entry)[0] == ("", "Nothing is proposed: choose a code")
    assert code_choices(entry, is_chosen=True)[0] == ("", "As is proposed for this entry")
    assert ("tcm", "Targeted case management (T1017)") in code_choices(entry)


def test_miles_have_a_page_of_their_own(cast: Any, fund: Fund, case: Case) -> None:
    trip = make_activity(case, kind="travel", result="done", minutes=20, miles=Decimal("23.4"))
    client = signed_in(cast.nora)
    url = reverse("funding:charge_as", args=[fund.pk, trip.pk]) + "?part=miles"
    assert 'name="units" value="23.4"' in client.get(url).content.decode()
    client.post(reverse("funding:charge", args=[fund.pk, trip.pk]), {"id": new_id(), "part": "miles"})
    assert case.charges.get().part == "miles"
    page = client.get(reverse("funding:case", args=[case.pk])).content.decode()
    assert "23.4 miles of Case management" in page


def test_outsiders_find_no_entry_and_readers_type_nothing(cast: Any, fund: Fund, case: Case) -> None:
    call = make_activity(case, minutes=37)
    url = reverse("funding:charge_as", args=[fund.pk, call.pk])
    assert signed_in(cast.olive).get(url).status_code == 404
    assert signed_in(cast.audrey).get(url).status_code == 403


def test_a_charge_page_costs_little(
    cast: Any, fund: Fund, case: Case, django_assert_max_num_queries: Any
) -> None:
    call = make_activity(case, minutes=37)
    client, url = signed_in(cast.nora), reverse("funding:charge_as", args=[fund.pk, call.pk])
    client.get(url)
    with django_assert_max_num_queries(20):
        client.get(url)
