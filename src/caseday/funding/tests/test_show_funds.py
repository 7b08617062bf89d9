"""Pages of funds: set up, put on, waiting, counts, the unit report; outsiders see no client."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.careplans.models import CarePlan, PlanGoal, WorkedOn
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.actions import FundTerms, UnitTerms
from caseday.funding.models import Fund
from caseday.funding.queries.medicaid import unit_report
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]

NOW = MONDAY_8


@pytest.fixture
def fund(cast: Any) -> Fund:
    susan = viewer_for(cast.susan, now=NOW)
    found = actions.open_fund(
        actor=susan, now=NOW, terms=FundTerms("County TCM", "Travis County", date(2026, 1, 1))
    )
    actions.add_unit(actor=susan, now=NOW, fund_id=found.pk, terms=UnitTerms("Case management", code="T1017"))
    return found


@pytest.fixture
def case(cast: Any, fund: Fund) -> Case:
    found = make_case(cast.nora, person=make_person(given_name="Ines", family_name="Ortega"))
    actions.put_case_on_fund(
        actor=viewer_for(cast.nora, now=NOW),
        now=NOW,
        fund_id=fund.pk,
        case_id=found.pk,
        from_on=date(2026, 1, 1),
    )
    return found


def signed_in(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def with_goal(case: Case, activity: Any, *texts: str) -> None:
    plan = CarePlan.objects.create(case=case, started_at=NOW, changed_at=NOW)
    for text in texts or ("Keep my home",):
        goal = PlanGoal.objects.create(plan=plan, case=case, text=text, added_at=NOW, changed_at=NOW)
        WorkedOn.objects.create(case=case, activity=activity, goal=goal, linked_at=NOW)


def test_a_supervisor_sets_up_a_fund_and_what_it_pays_for(cast: Any) -> None:
    client = signed_in(cast.susan)
    sent = {
        "id": new_id(),
        "name": "State block grant",
        "funder": "State",
        "from_on": "2026-01-01",
        "warn_percent": "80",
    }
    made = client.post(reverse("funding:open"), sent)
    fund = Fund.objects.get()
    assert made.url == reverse("funding:fund", args=[fund.pk])
    unit = {
        "id": new_id(), "word": "Visits", "kind": "flat", "unit_minutes": "15", "remainder_minutes": "8",
        "activity_kinds": ["visit", "meeting"], "amount": "50",
    }  # fmt: skip
    client.post(reverse("funding:add_unit", args=[fund.pk]), unit)
    assert fund.units.get().kinds == {"visit", "meeting"}
    page = client.get(reverse("funding:list")).content.decode()
    assert "State block grant" in page
    changed = client.post(reverse("funding:change", args=[fund.pk]), {**sent, "to_on": "2025-01-01"})
    assert (changed.status_code, "ends before it begins" in changed.content.decode()) == (422, True)


def test_what_waits_is_put_on_with_one_tap(cast: Any, fund: Fund, case: Case) -> None:
    make_activity(case, minutes=30)
    make_activity(case, minutes=None)
    client = signed_in(cast.nora)
    page = client.get(reverse("funding:fund", args=[fund.pk])).content.decode()
    assert "Put all 1 on the fund" in page
    assert "its length is not known" in page
    period = {"from": "2026-03-01", "to": "2026-03-31"}
    client.post(reverse("funding:charge_open", args=[fund.pk]), period)
    page = client.get(reverse("funding:fund", args=[fund.pk]), period).content.decode()
    assert "1, each counted once" in page
    charge = case.charges.get()
    client.post(reverse("funding:void", args=[charge.pk]), {"reason": "Wrong fund"})
    charge.refresh_from_db()
    assert charge.void_reason == "Wrong fund"


def test_an_entry_that_cannot_be_put_on_says_why(cast: Any, fund: Fund, case: Case) -> None:
    short = make_activity(case, minutes=3)
    answer = signed_in(cast.nora).post(reverse("funding:charge", args=[fund.pk, short.pk]), follow=True)
    assert "too short for a unit" in answer.content.decode()


def test_a_case_is_put_on_by_number_or_choice_and_taken_off(cast: Any, fund: Fund) -> None:
    case, client = make_case(cast.nora), signed_in(cast.nora)
    url = reverse("funding:put_on", args=[fund.pk])
    unknown = client.post(url, {"number": "nobody", "from_on": "2026-02-01"})
    assert (unknown.status_code, "nobody" in unknown.content.decode()) == (422, True)
    client.post(url, {"id": new_id(), "number": case.number, "from_on": "2026-02-01"})
    row = case.funds.get()
    client.post(reverse("funding:take_off", args=[row.pk]), {"to_on": "2026-02-20"})
    again = {"id": new_id(), "fund": str(fund.pk), "from_on": "2026-02-21", "note": "Back"}
    client.post(reverse("funding:case", args=[case.pk]), again)
    assert [one.from_on for one in case.funds.order_by("from_on")] == [date(2026, 2, 1), date(2026, 2, 21)]
    wrong = client.post(reverse("funding:case", args=[case.pk]), {**again, "id": new_id()})
    assert "already" in wrong.content.decode()


def test_an_outsider_sees_the_fund_and_no_client(cast: Any, fund: Fund, case: Case) -> None:
    call = make_activity(case, minutes=30, summary="Spoke with Ines")
    nora = viewer_for(cast.nora, now=NOW)
    actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    client = signed_in(cast.olive)
    for name in ("funding:fund", "funding:units", "funding:units_csv"):
        answer = client.get(reverse(name, args=[fund.pk]))
        assert answer.status_code == 200
        assert "Ortega" not in answer.content.decode()
    assert client.get(reverse("funding:case", args=[case.pk])).status_code == 404
    assert client.get(reverse("funding:void", args=[case.charges.get().pk])).status_code == 404


def test_an_auditor_reads_and_is_offered_nothing(cast: Any, fund: Fund, case: Case) -> None:
    make_activity(case, minutes=30)
    client = signed_in(cast.audrey)
    page = client.get(reverse("funding:fund", args=[fund.pk])).content.decode()
    assert "Ortega" in page
    assert "Put all" not in page
    assert client.post(reverse("funding:charge_open", args=[fund.pk])).status_code == 403


def test_counts_go_out_without_names(cast: Any, fund: Fund, case: Case) -> None:
    call = make_activity(case, minutes=30)
    nora = viewer_for(cast.nora, now=NOW)
    actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    answer = signed_in(cast.adam).get(reverse("funding:counts_csv", args=[fund.pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["what"]: row["count"] for row in rows}["unduplicated clients"] == "1"
    assert "Ortega" not in answer.content.decode()


def test_the_unit_report_has_what_a_claim_needs_and_says_what_it_leaves_out(
    cast: Any, fund: Fund, case: Case
) -> None:
    nora = viewer_for(cast.nora, now=NOW)
    whole = make_activity(case, kind="visit", result="done", minutes=45, place="12 Oak St", noted_at=NOW)
    bare = make_activity(case, kind="visit", result="done", minutes=20, started_at=NOW - timedelta(days=1))
    make_activity(case, minutes=2, started_at=NOW - timedelta(days=2))
    with_goal(case, whole)
    for one in (whole, bare):
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=one.pk)
    page = signed_in(cast.nora).get(reverse("funding:units", args=[fund.pk])).content.decode()
    assert "Keep my home" in page
    assert "no signed note, no place, no goal of the plan" in page
    answer = signed_in(cast.nora).get(reverse("funding:units_csv", args=[fund.pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["units"], row["code"], row["place"]) for row in rows if not row["left out because"]] == [
        ("3", "T1017", "12 Oak St")
    ]
    assert sorted(row["left out because"] for row in rows if row["left out because"]) == [
        "no signed note, no place, no goal of the plan",
        "too short for a unit (2 minutes)",
    ]


def test_a_fund_page_costs_the_same_for_many_entries(
    cast: Any, fund: Fund, case: Case, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_activity(case, minutes=30, started_at=NOW - timedelta(hours=number))
    client = signed_in(cast.nora)
    client.get(reverse("funding:fund", args=[fund.pk]))
    with django_assert_max_num_queries(30):
        client.get(reverse("funding:fund", args=[fund.pk]))


def test_goals_that_say_the_same_stand_in_the_unit_report_once(cast: Any, fund: Fund, case: Case) -> None:
    nora = viewer_for(cast.nora, now=NOW)
    call = make_activity(case, minutes=30, noted_at=NOW)
    with_goal(case, call, "Keep my home", "Find work", "Keep my home")
    actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    (row,) = unit_report(nora, fund, date(2026, 1, 1), date(2026, 12, 31)).rows
    assert sorted(row.goals) == ["Find work", "Keep my home"]


def test_a_clients_own_limit_is_chosen_by_its_stretch(cast: Any, fund: Fund) -> None:
    client, url = signed_in(cast.susan), reverse("funding:add_unit", args=[fund.pk])
    unit = {
        "id": new_id(), "word": "Visits", "kind": "flat", "unit_minutes": "15", "remainder_minutes": "8",
        "client_limit_units": "2",
    }  # fmt: skip
    refused = client.post(url, {**unit, "client_limit_per": "week"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "a calendar month" in page and "the fund&#x27;s period" in page
    client.post(url, {**unit, "client_limit_per": "month"})
    assert fund.units.get(word="Visits").client_limit_per == "month"
