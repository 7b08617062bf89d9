"""Money spent on clients: counted against limits, approved by somebody else, taken back and never deleted."""

import csv
import html
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.lookups import cases_behind
from caseday.access.models import CaseEvent, Staff
from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.documents.tests.made import make_document
from caseday.exchange.archive import tables
from caseday.funding import actions
from caseday.funding.actions import FundTerms, ProjectTerms, Spent, UnitTerms
from caseday.funding.models import Fund, FundCase, Spending
from caseday.funding.permissions import NOBODY_APPROVES, WHO_APPROVES
from caseday.funding.queries import charges_of, counts_of, use_of
from caseday.funding.queries.open_work import WAITING_KIND, waiting_rows
from caseday.funding.queries.spending import (
    get_spending,
    spendings_of,
    spendings_of_case,
    spent_on_client,
    waiting_on,
)
from caseday.funding.rules.limits import Limit
from caseday.funding.rules.spending import SpendingTerms, needs_approval, problems_of_spending
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_office, make_person

NOW = MONDAY_8
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
TODAY = date(2026, 3, 2)
TERMS = FundTerms(
    "Housing help", "Pecan Valley Foundation", FIRST, to_on=LAST, budget=Decimal(1000),
    client_budget=Decimal(300), client_budget_per="month", approval_from=Decimal(200),
)  # fmt: skip
PASS = SpendingTerms(date(2026, 2, 20), Decimal("62.50"), "Bus pass", payee="Metro")


@pytest.mark.parametrize(
    ("terms", "on_fund", "types", "field"),
    [
        (PASS, [(FIRST, None)], (), ""),
        (PASS, [(FIRST, date(2026, 1, 31)), (date(2026, 2, 10), date(2026, 2, 20))], (), ""),
        (replace(PASS, assistance=8), [(FIRST, None)], (2, 8), ""),
        (replace(PASS, amount=Decimal(0)), [(FIRST, None)], (), "amount"),
        (replace(PASS, amount=Decimal("1.005")), [(FIRST, None)], (), "amount"),
        (replace(PASS, amount=Decimal(10**7)), [(FIRST, None)], (), "amount"),
        (replace(PASS, what=" "), [(FIRST, None)], (), "what"),
        (replace(PASS, on=date(2026, 3, 3)), [(FIRST, None)], (), "on"),
        (replace(PASS, on=date(2025, 12, 31)), [(FIRST, None)], (), "on"),
        (PASS, [(FIRST, date(2026, 2, 19))], (), "on"),
        (PASS, [(FIRST, None)], (2, 8), "assistance"),
        (replace(PASS, assistance=8), [(FIRST, None)], (), "assistance"),
    ],
)
def test_what_cannot_be_spent_is_said_by_field(
    terms: SpendingTerms, on_fund: Any, types: Any, field: str
) -> None:
    found = problems_of_spending(terms, (FIRST, LAST), on_fund, types, TODAY)
    assert set(found) == ({field} if field else set())


def test_a_period_without_an_end_is_told_without_one() -> None:
    before = replace(PASS, on=date(2025, 12, 31))
    said = problems_of_spending(before, (FIRST, None), [(FIRST, None)], (), TODAY)["on"]
    assert said == "The fund runs from 2026-01-01. Choose a day in it."


@pytest.mark.parametrize(
    ("amount", "approved_from", "needs"),
    [(199, 200, False), (200, 200, True), (1, 0, True), (999, None, False)],
)
def test_a_supervisor_approves_from_the_fund_s_figure_on(
    amount: int, approved_from: int | None, needs: bool
) -> None:
    given = None if approved_from is None else Decimal(approved_from)
    assert needs_approval(Decimal(amount), given) is needs


def test_what_is_left_is_never_less_than_nothing() -> None:
    assert (Limit("Budget", 10, 4).left, Limit("Budget", 10, 14).left, Limit("Budget", None, 4).left) == (
        6,
        0,
        0,
    )


Spend = Callable[..., Spent]


@pytest.fixture
def fund(cast: Any) -> Fund:
    susan = viewer_for(cast.susan, now=NOW)
    found = actions.open_fund(actor=susan, now=NOW, terms=TERMS)
    terms = UnitTerms("Case management", amount=Decimal(20))
    actions.add_unit(actor=susan, now=NOW, fund_id=found.pk, terms=terms)
    return found


@pytest.fixture
def case(cast: Any, fund: Fund) -> Case:
    found = make_case(cast.nora, person=make_person(given_name="Ines", family_name="Ortega"))
    put_on(cast.nora, fund, found)
    return found


def put_on(staff: Any, fund: Fund, case: Case) -> FundCase:
    viewer = viewer_for(staff, now=NOW)
    return actions.put_case_on_fund(actor=viewer, now=NOW, fund_id=fund.pk, case_id=case.pk, from_on=FIRST)


@pytest.fixture
def spend(cast: Any) -> Spend:
    def act(case: Case, staff: Any = None, id: Any = None, **changes: Any) -> Spent:
        viewer = viewer_for(staff or cast.nora, now=NOW)
        on_it = FundCase.objects.get(case=case)
        terms = replace(PASS, **changes)
        return actions.record_spending(actor=viewer, now=NOW, fund_case_id=on_it.pk, terms=terms, id=id)

    return act


@pytest.mark.django_db
def test_spending_counts_with_charges_against_the_budget(
    cast: Any, fund: Fund, case: Case, spend: Spend
) -> None:
    nora = viewer_for(cast.nora, now=NOW)
    call = make_activity(case, minutes=30)
    actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    done = spend(case, what=" Bus pass ")
    use = use_of(fund)
    assert (use.spent, use.unapproved, use.budget.used) == (Decimal("62.50"), 0, Decimal("102.50"))
    assert (done.warnings, done.spending.what, done.spending.paid_to) == ([], "Bus pass", "Metro")
    event = CaseEvent.objects.get(verb="spending_recorded")
    assert (event.chain_id, event.summary) == (case.pk, "Housing help: $62.50")
    assert [str(one) for one in spendings_of(nora, fund, FIRST, LAST)] == ["$62.50 on 2026-02-20"]
    assert charges_of(nora, fund, FIRST, LAST)


@pytest.mark.django_db
def test_a_retried_request_spends_once(case: Case, spend: Spend) -> None:
    id = new_id()
    assert spend(case, id=id).spending == spend(case, id=id).spending
    assert CaseEvent.objects.filter(verb="spending_recorded").count() == 1


@pytest.mark.django_db
def test_what_passes_a_limit_is_refused_with_what_is_left(
    cast: Any, fund: Fund, case: Case, spend: Spend
) -> None:
    near = spend(case, amount=Decimal(240))
    assert near.warnings == ["One client a calendar month: $60.00 of $300.00 left."]
    other = make_case(cast.nora, person=case.person)
    put_on(cast.nora, fund, other)
    with pytest.raises(Invalid) as refused:
        spend(other, amount=Decimal("60.01"))
    left = "One client a calendar month: $60.00 of $300.00 left, this spending needs $60.01."
    assert refused.value.problems == {"amount": f"Housing help is used up. {left}"}
    spend(other, on=date(2026, 1, 20), amount=Decimal(300))
    Fund.objects.update(client_budget=None, client_budget_per="")
    with pytest.raises(Invalid, match=r"Budget: \$460.00 of \$1,000.00 left, this spending needs \$500.00"):
        spend(case, amount=Decimal(500))
    assert spend(case, amount=Decimal(460)).warnings == ["Budget: $0.00 of $1,000.00 left."]


@pytest.mark.django_db
def test_a_limit_over_the_period_of_a_fund_without_an_end_counts_everything(
    fund: Fund, case: Case, spend: Spend
) -> None:
    Fund.objects.update(to_on=None, client_budget_per="period")
    fund.refresh_from_db()
    for day in (date(2026, 1, 5), date(2026, 2, 5)):
        spend(case, on=day, amount=Decimal(100))
    found = spent_on_client(fund, case.person_id, TODAY)
    assert (found.what, found.used, found.left) == ("One client in the fund's period", 200, 100)


@pytest.mark.django_db
def test_nothing_is_spent_of_a_fund_that_has_ended(fund: Fund, case: Case, spend: Spend) -> None:
    Fund.objects.update(ended_at=NOW)
    with pytest.raises(Invalid, match="has ended"):
        spend(case)


@pytest.mark.django_db
def test_the_receipt_is_a_paper_of_the_case_and_the_office_one_of_the_directory(
    cast: Any, case: Case, spend: Spend
) -> None:
    paper, foreign = make_document(case, "Receipt"), make_document(make_case(cast.nora), "Other")
    office = make_office(name="Live Oak Rentals")
    kept = spend(case, document_id=paper.pk, office_id=office.pk, payee="").spending
    assert (kept.document, kept.paid_to) == (paper, "Live Oak Rentals")
    with pytest.raises(Invalid) as refused:
        spend(case, document_id=foreign.pk, office_id=new_id())
    assert set(refused.value.problems) == {"document_id", "office_id"}


@pytest.mark.django_db
def test_somebody_else_approves_and_it_counts_before(cast: Any, fund: Fund, case: Case, spend: Spend) -> None:
    waits = spend(case, staff=cast.susan, amount=Decimal(250)).spending
    own = spend(case, amount=Decimal(20)).spending
    assert (waits.waits, own.waits, use_of(fund).unapproved, use_of(fund).spent) == (True, False, 1, 270)
    approve = {"now": NOW, "spending_id": waits.pk}
    for staff in (cast.nora, cast.susan):
        with pytest.raises(Refused):
            actions.approve_spending(actor=viewer_for(staff, now=NOW), **approve)
    Spending.objects.filter(pk=waits.pk).update(staff=cast.nora)
    susan = viewer_for(cast.susan, now=NOW)
    done = actions.approve_spending(actor=susan, **approve)
    assert (done.approved_by, done.waits) == (cast.susan, False)
    assert actions.approve_spending(actor=susan, **approve).approved_at == NOW
    with pytest.raises(Invalid, match="does not wait"):
        actions.approve_spending(actor=susan, now=NOW, spending_id=own.pk)
    assert CaseEvent.objects.filter(verb="spending_approved").count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_an_administrator_approves_what_the_only_supervisor_recorded_and_sees_no_client(
    cast: Any, fund: Fund, case: Case, spend: Spend
) -> None:
    waits = spend(case, staff=cast.susan, amount=Decimal(250)).spending
    small = spend(case, amount=Decimal(20)).spending
    page = reverse("funding:fund", args=[fund.pk])
    hers = signed_in(cast.susan).get(page).content.decode()
    assert WHO_APPROVES in html.unescape(hers) and "Approve<span" not in hers
    admin = signed_in(cast.adam)
    shown = admin.get(page).content.decode()
    assert "Spending to approve" in shown and "$250.00 for Bus pass" in shown and "Susan Super" in shown
    assert case.number in shown and case.person.family_name not in shown and str(case.pk) not in shown
    assert "Spending to approve" not in signed_in(cast.nora).get(page).content.decode()
    done = admin.post(reverse("funding:approve_spending", args=[waits.pk]), follow=True)
    assert done.redirect_chain[-1][0] == page and "$250.00 approved." in done.content.decode()
    assert "Spending to approve" not in done.content.decode()
    assert Spending.objects.get(pk=waits.pk).approved_by == cast.adam
    event = CaseEvent.objects.get(verb="spending_approved")
    assert event.chain_id == case.pk and event.actor_id == cast.adam.pk
    assert admin.post(reverse("funding:approve_spending", args=[small.pk])).status_code == 404


@pytest.mark.django_db
def test_who_recorded_it_does_not_approve_it_in_a_new_role_either(
    cast: Any, fund: Fund, case: Case, spend: Spend
) -> None:
    waits = spend(case, staff=cast.susan, amount=Decimal(250)).spending
    Staff.objects.filter(pk=cast.susan.pk).update(role="administrator")
    susan = viewer_for(Staff.objects.get(pk=cast.susan.pk), now=NOW)
    assert [one.may_approve for one in waiting_on(susan, fund)] == [False]
    with pytest.raises(Refused, match="did not record it"):
        actions.approve_spending(actor=susan, now=NOW, spending_id=waits.pk)
    Spending.objects.update(staff=None)
    assert [(one.recorded_by, one.may_approve) for one in waiting_on(susan, fund)] == [("", True)]


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_where_nobody_else_may_approve_the_page_says_what_to_do(
    cast: Any, fund: Fund, case: Case, spend: Spend
) -> None:
    spend(case, staff=cast.susan, amount=Decimal(250))
    Staff.objects.filter(pk=cast.adam.pk).update(is_active=False)
    client = signed_in(cast.susan)
    for page in (reverse("funding:fund", args=[fund.pk]), reverse("funding:case", args=[case.pk])):
        assert NOBODY_APPROVES in client.get(page).content.decode()
    Staff.objects.filter(pk=cast.carl.pk).update(role="supervisor")
    assert NOBODY_APPROVES not in client.get(page).content.decode()
    Spending.objects.update(needs_approval=False)
    shown = client.get(page).content.decode()
    assert NOBODY_APPROVES not in shown and "by an administrator on the fund" not in shown


@pytest.mark.django_db
def test_taking_back_asks_why_and_deletes_nothing(cast: Any, fund: Fund, case: Case, spend: Spend) -> None:
    one, nora = spend(case).spending, viewer_for(cast.nora, now=NOW)
    with pytest.raises(Invalid):
        actions.void_spending(actor=nora, now=NOW, spending_id=one.pk, reason=" ")
    for _ in range(2):
        gone = actions.void_spending(actor=nora, now=NOW, spending_id=one.pk, reason="Twice")
    assert (gone.void_reason, use_of(fund).spent) == ("Twice", 0)
    assert (spendings_of_case(nora, case), spendings_of(nora, fund, FIRST, LAST)) == ([one], [])
    assert CaseEvent.objects.filter(verb="spending_voided").count() == 1


@pytest.mark.django_db
def test_who_does_not_see_the_case_finds_nothing_and_who_only_reads_records_nothing(
    cast: Any, fund: Fund, case: Case, spend: Spend
) -> None:
    one = spend(case).spending
    olive, audrey = viewer_for(cast.olive, now=NOW), viewer_for(cast.audrey, now=NOW)
    for call in (
        lambda: get_spending(olive, one.pk),
        lambda: spend(case, staff=cast.olive),
        lambda: actions.void_spending(actor=olive, now=NOW, spending_id=one.pk, reason="no"),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(Refused):
        spend(case, staff=cast.audrey)
    with pytest.raises(Refused):
        actions.void_spending(actor=audrey, now=NOW, spending_id=one.pk, reason="no")
    assert spendings_of(olive, fund, FIRST, LAST) == []
    assert cases_behind(("spending_id", one.pk)) == [case.pk]


@pytest.mark.django_db
def test_clients_who_were_only_paid_for_are_counted_once(
    cast: Any, fund: Fund, case: Case, spend: Spend
) -> None:
    spend(case, on=date(2026, 1, 10))
    spend(case), spend(case)
    other = make_case(cast.nora)
    put_on(cast.nora, fund, other)
    spend(other)
    susan = viewer_for(cast.susan, now=NOW)
    counts = counts_of(susan, fund, date(2026, 2, 1), LAST)
    assert (counts.clients, counts.new_clients, counts.cases, counts.services) == (2, 1, 2, 0)
    assert (counts.payments, counts.paid) == (3, Decimal("187.50"))
    assert counts_of(viewer_for(cast.olive, now=NOW), fund, FIRST, LAST).paid == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"client_budget": Decimal(-1)}, "client_budget"),
        ({"client_budget": None}, "client_budget"),
        ({"client_budget_per": ""}, "client_budget"),
        ({"approval_from": Decimal(-1)}, "approval_from"),
    ],
)
@pytest.mark.django_db
def test_a_limit_of_one_client_has_dollars_and_a_time(cast: Any, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as found:
        actions.open_fund(actor=viewer_for(cast.susan, now=NOW), now=NOW, terms=replace(TERMS, **wrong))
    assert list(found.value.problems) == [field]


def test_what_was_spent_travels_with_an_export_of_the_agency() -> None:
    order = [one._meta.label_lower for one in tables()]
    assert order.index("documents.document") < order.index("funding.spending")


def signed_in(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_a_case_manager_records_and_a_supervisor_approves_on_the_pages(
    cast: Any, fund: Fund, case: Case
) -> None:
    paper, client = make_document(case, "Receipt of the landlord"), signed_in(cast.nora)
    make_office(name="Live Oak Rentals", line1="", city="")
    address = reverse("funding:spend", args=[FundCase.objects.get().pk])
    sent = {
        "id": new_id(), "on": "2026-02-20", "amount": "301", "what": "Deposit", "where": "Live Oak Rentals",
        "document": paper.pk,
    }  # fmt: skip
    page = client.get(address).content.decode()
    assert "$1,000.00 of $1,000.00" in page and "$200.00 or more" in page and "Type of assistance" not in page
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "$300.00 of $300.00 left, this spending needs $301.00." in refused.content.decode()
    assert 'value="Deposit"' in refused.content.decode()
    assert client.post(address, {**sent, "amount": "ten"}).status_code == 422
    kept = client.post(address, {**sent, "amount": "250"}, follow=True).content.decode()
    assert "$250.00 recorded. It waits for a supervisor" in kept and "One client a calendar month" in kept
    one = Spending.objects.get()
    assert (one.office.name, one.payee, one.document) == ("Live Oak Rentals", "", paper)
    assert "waits for approval" in kept and "Approve" not in kept.replace("Approval", "")
    boss = signed_in(cast.susan)
    assert "at most $300.00 a calendar month" in boss.get(reverse("funding:list")).content.decode()
    assert "1 waits for approval" in boss.get(reverse("funding:list")).content.decode()
    assert "Approve<span" in boss.get(reverse("funding:fund", args=[fund.pk])).content.decode()
    done = boss.post(reverse("funding:approve_spending", args=[one.pk]), follow=True).content.decode()
    assert "$250.00 approved." in done and "approved by" in done
    Spending.objects.update(needs_approval=False, approved_at=None)
    again = boss.post(reverse("funding:approve_spending", args=[one.pk]), follow=True).content.decode()
    assert "does not wait for approval" in again


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_it_is_taken_back_on_a_page_that_asks_why(cast: Any, case: Case, spend: Spend) -> None:
    one, client = spend(case).spending, signed_in(cast.nora)
    address = reverse("funding:void_spending", args=[one.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "Take back $62.50 of Housing help" in client.get(address).content.decode()
    page = client.post(address, {"reason": "Check was returned"}, follow=True).content.decode()
    assert "taken back" in page and "Check was returned" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_a_period_goes_out_as_a_spreadsheet(cast: Any, fund: Fund, case: Case, spend: Spend) -> None:
    spend(case, payee="=Metro"), spend(case, amount=Decimal(210))
    spend(case, on=date(2026, 1, 5))
    period = "?from=2026-02-01&to=2026-02-28"
    client = signed_in(cast.nora)
    sent = client.get(reverse("funding:spent_csv", args=[fund.pk]) + period).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sent)))
    assert [(one["client"], one["dollars"], one["approved by"]) for one in rows] == [
        ("Ines Ortega", "210.00", "waits"), ("Ines Ortega", "62.50", ""),
    ]  # fmt: skip
    assert rows[1]["paid to"] != "=Metro"
    counts = client.get(reverse("funding:counts_csv", args=[fund.pk]) + period).content.decode()
    assert "dollars spent on clients,,272.50" in counts and "payments for clients,,2" in counts
    page = client.get(reverse("funding:fund", args=[fund.pk]) + period).content.decode()
    assert "2 payments, $272.50" in page and "Bus pass" in page
    olive = signed_in(cast.olive).get(reverse("funding:spent_csv", args=[fund.pk]) + period).content.decode()
    assert "Ortega" not in olive


@pytest.mark.django_db
def test_where_hud_asks_for_a_type_it_has_to_be_chosen(
    cast: Any, fund: Fund, case: Case, spend: Spend
) -> None:
    veterans = ProjectTerms("Hill Country", "Veteran families", 12, FIRST, "TX-503", 33)
    susan = viewer_for(cast.susan, now=NOW)
    actions.set_hmis_project(actor=susan, now=NOW, fund_id=fund.pk, terms=veterans)
    with pytest.raises(Invalid) as refused:
        spend(case)
    assert set(refused.value.problems) == {"assistance"}
    assert spend(case, assistance=8).spending.assistance == 8
    page = signed_in(cast.nora).get(reverse("funding:spend", args=[FundCase.objects.get().pk]))
    assert "Transportation services: tokens/vouchers" in page.content.decode()
    actions.set_hmis_project(actor=susan, now=NOW, fund_id=fund.pk, terms=replace(veterans, project_type=6))
    assert spend(case).spending.assistance is None


def test_what_waits_is_a_row_of_open_work_until_somebody_approves(
    cast: Any, case: Case, fund: Fund, spend: Spend
) -> None:
    spend(case)
    waiting = spend(case, amount=Decimal(200)).spending
    (row,) = waiting_rows([cast.nora.pk])
    assert row[:5] == (WAITING_KIND, case.pk, waiting.pk, NOW, None)
    amount, who, name = row[5].split("|")
    assert (Decimal(amount), UUID(who), name) == (Decimal(200), cast.nora.pk, fund.name)
    assert not waiting_rows([cast.olive.pk])
    actions.approve_spending(actor=viewer_for(cast.susan, now=NOW), now=NOW, spending_id=waiting.pk)
    assert not waiting_rows([cast.nora.pk])
