"""Money spent on clients in HUD's files: with type and amount, where the funding source reports it, and nowhere else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.models import Fund, FundCase, HmisProject, Spending
from caseday.funding.queries.hmis import hmis_export
from caseday.funding.rules.hmis import fy2026, problems_of
from caseday.funding.rules.hmis.household import MemberTerms
from caseday.funding.rules.spending import SpendingTerms, problems_of_spending
from caseday.funding.tests.test_write_hmis_files import NOW, PROJECT, case, fund, made
from caseday.kernel.ids import new_id
from caseday.people.models import HouseholdMember
from caseday.testing.make import make_case

__all__ = ["case", "fund"]
VETERANS = replace(PROJECT, funder_code=33)
DEPOSIT = SpendingTerms(date(2026, 2, 20), Decimal("640.00"), "Deposit", assistance=2)


@pytest.mark.parametrize(
    ("funder", "project_type", "record_type"),
    [(33, 12, 152), (33, 13, 152), (33, 6, None), (17, 6, 151), (3, 13, None), (14, 6, None)],
)
def test_only_some_funding_sources_report_money(
    funder: int, project_type: int, record_type: int | None
) -> None:
    found = fy2026().assistance_of(funder, project_type)
    assert (found.record_type if found else None) == record_type
    assert found is None or found.codes in fy2026().lists


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"RecordType": 152, "TypeProvided": 2, "FAAmount": Decimal(1)}, []),
        ({"RecordType": 152, "TypeProvided": 7, "FAAmount": Decimal(1)}, ["is not in the list of this record type"]),
        ({"RecordType": 151, "TypeProvided": 2}, ["stands with financial assistance, and with it alone"]),
        ({"RecordType": 141, "TypeProvided": 2, "FAAmount": Decimal(1)},
         ["stands with financial assistance, and with it alone"]),
    ],
)  # fmt: skip
def test_an_amount_stands_with_assistance_of_the_list(row: dict[str, Any], said: list[str]) -> None:
    found = [one.text for one in problems_of({"Services": [row]}, fy2026())]
    assert [one for one in found if one in said or "assistance" in one or "record type" in one] == said


@pytest.mark.parametrize(
    ("said", "has_period", "fields"),
    [
        ({}, False, []),
        ({}, True, []),
        ({"covers_from": date(2026, 3, 1), "covers_to": date(2026, 3, 31)}, True, []),
        ({"covers_to": date(2026, 2, 19)}, True, ["covers_to"]),
        ({"covers_from": date(2026, 3, 2), "covers_to": date(2026, 3, 1)}, True, ["covers_to"]),
        ({"covers_from": date(2026, 3, 1)}, False, ["covers_from"]),
    ],
)
def test_the_days_that_money_helps_with(said: dict[str, Any], has_period: bool, fields: list[str]) -> None:
    terms, stays = replace(DEPOSIT, **said), [(date(2026, 1, 1), None)]
    found = problems_of_spending(terms, stays[0], stays, [2], date(2026, 3, 2), has_period=has_period)
    assert list(found) == fields


@pytest.fixture
def veterans(cast: Any, fund: Fund) -> Fund:
    susan = viewer_for(cast.susan, now=NOW)
    actions.set_hmis_project(actor=susan, now=NOW, fund_id=fund.pk, terms=VETERANS)
    return fund


def spend(cast: Any, case: Case, **changes: Any) -> Spending:
    on_it = FundCase.objects.get(case=case)
    nora = viewer_for(cast.nora, now=NOW)
    terms = replace(DEPOSIT, **changes)
    return actions.record_spending(actor=nora, now=NOW, fund_case_id=on_it.pk, terms=terms).spending


@pytest.mark.django_db
def test_a_payment_goes_out_once_with_the_head_of_the_household(
    cast: Any, veterans: Fund, case: Case
) -> None:
    nora, susan = viewer_for(cast.nora, now=NOW), viewer_for(cast.susan, now=NOW)
    paid = spend(cast, case)
    (row,) = made(susan, veterans).files["Services"]
    assert (row["ServicesID"], row["RecordType"], row["TypeProvided"]) == (paid.pk.hex, 152, 2)
    assert (row["FAAmount"], row["PersonalID"]) == (Decimal("640.00"), case.person_id.hex)
    wife = HouseholdMember.objects.create(person=case.person, name="Mia Ortega", relation="wife")
    on_it = FundCase.objects.get(case=case)
    head = actions.enroll_member(
        actor=nora, now=NOW, fund_case_id=on_it.pk, member_id=wife.pk, terms=MemberTerms(1, on_it.from_on)
    )
    said = {"Enrollment.RelationshipToHoH": "3"}
    actions.keep_hmis_answers(actor=nora, now=NOW, case_id=case.pk, stage=1, on=on_it.from_on, answers=said)
    found = made(susan, veterans)
    assert ([str(one) for one in found.problems], found.left_out) == ([], 0)
    (row,) = found.files["Services"]
    assert (row["EnrollmentID"], row["PersonalID"]) == (head.pk.hex, wife.pk.hex)
    actions.void_spending(actor=nora, now=NOW, spending_id=paid.pk, reason="Check was returned")
    assert made(susan, veterans).files["Services"] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_the_days_of_help_are_asked_and_told_where_the_va_pays(cast: Any, veterans: Fund, case: Case) -> None:
    spend(cast, case)
    nora = Client()
    nora.force_login(cast.nora)
    url = reverse("funding:spend", args=[FundCase.objects.get(case=case).pk])
    assert "Helps from" in nora.get(url).content.decode()
    sent = {
        "id": new_id(), "on": "2026-02-21", "amount": "985", "what": "March rent", "where": "Oak", "document": "",
        "assistance": "1", "covers_from": "2026-03-01", "covers_to": "2026-02-28",
    }  # fmt: skip
    wrong = nora.post(url, sent)
    assert wrong.status_code == 422 and "ends before it begins" in wrong.content.decode()
    assert nora.post(url, {**sent, "covers_to": "2026-03-31"}).status_code == 302
    page = nora.get(reverse("funding:case", args=[case.pk])).content.decode()
    assert "helps from Mar 1, 2026 · helps to Mar 31, 2026" in page
    spent = nora.get(reverse("funding:spent_csv", args=[veterans.pk])).content.decode()
    assert "2026-03-01,2026-03-31" in spent
    found = made(viewer_for(cast.susan, now=NOW), veterans)
    assert found.problems == []
    days = [(one["FAStartDate"], one["FAEndDate"]) for one in found.files["Services"]]
    assert days == [(date(2026, 2, 20), None), (date(2026, 3, 1), date(2026, 3, 31))]
    HmisProject.objects.update(funder_code=17, project_type=12, rrh_sub_type=None)
    assert "Helps from" not in nora.get(url).content.decode()
    found = made(viewer_for(cast.susan, now=NOW), veterans)
    assert found.problems == []
    assert all("FAStartDate" not in one for one in found.files["Services"])


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_what_waits_or_has_no_type_stays_out_and_the_page_says_so(
    cast: Any, veterans: Fund, case: Case
) -> None:
    Fund.objects.update(approval_from=0)
    waits = spend(cast, case)
    Fund.objects.update(approval_from=None)
    HmisProject.objects.update(funder_code=3)
    spend(cast, case, assistance=None)
    susan = viewer_for(cast.susan, now=NOW)
    found = made(susan, veterans)
    assert (found.files["Services"], found.left_out) == ([], 0)
    HmisProject.objects.update(funder_code=33)
    found = made(susan, veterans)
    assert (found.files["Services"], found.left_out) == ([], 2)
    client = Client()
    client.force_login(cast.susan)
    page = client.get(reverse("funding:hmis", args=[veterans.pk]), {"from": "2026-01-01", "to": "2026-03-31"})
    assert "2 payments left out" in page.content.decode()
    actions.approve_spending(actor=susan, now=NOW, spending_id=waits.pk)
    found = made(susan, veterans)
    assert (len(found.files["Services"]), found.left_out, found.problems) == (1, 1, [])


@pytest.mark.django_db
def test_a_head_who_came_later_was_not_paid_for_before(cast: Any, veterans: Fund, case: Case) -> None:
    nora, susan = viewer_for(cast.nora, now=NOW), viewer_for(cast.susan, now=NOW)
    spend(cast, case)
    uncle = HouseholdMember.objects.create(person=case.person, name="Raul Ortega", relation="uncle")
    on_it = FundCase.objects.get(case=case)
    said = {"Enrollment.RelationshipToHoH": "4"}
    actions.keep_hmis_answers(actor=nora, now=NOW, case_id=case.pk, stage=1, on=on_it.from_on, answers=said)
    enroll = {"actor": nora, "now": NOW, "fund_case_id": on_it.pk, "member_id": uncle.pk}
    head = actions.enroll_member(**enroll, terms=MemberTerms(1, date(2026, 2, 25)))
    (row,) = made(susan, veterans).files["Services"]
    assert row["PersonalID"] == case.person_id.hex
    for stay in (
        MemberTerms(1, date(2026, 2, 1), to_on=date(2026, 2, 19)),
        MemberTerms(1, date(2026, 2, 20)),
    ):
        actions.enroll_member(**enroll, terms=stay, id=head.pk)
        (row,) = made(susan, veterans).files["Services"]
        assert row["PersonalID"] == (case.person_id if stay.to_on else uncle.pk).hex


@pytest.mark.django_db
def test_more_clients_take_no_more_queries(
    cast: Any, veterans: Fund, case: Case, django_assert_num_queries: Any
) -> None:
    nora, susan = viewer_for(cast.nora, now=NOW), viewer_for(cast.susan, now=NOW)
    for _ in range(2):
        other = make_case(cast.nora)
        actions.put_case_on_fund(
            actor=nora, now=NOW, fund_id=veterans.pk, case_id=other.pk, from_on=date(2026, 1, 1)
        )
        spend(cast, other)
    project = HmisProject.objects.get()
    with django_assert_num_queries(12):
        found = hmis_export(
            susan, veterans, project, date(2026, 1, 1), date(2026, 3, 31), export_id=new_id(), now=NOW
        )
    assert (len(found.files["Client"]), len(found.files["Services"])) == (3, 2)
