"""Funds, cases and entries on them, and the limits that refuse."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from caseday.access.lookups import cases_behind
from caseday.access.models import CaseEvent
from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.actions import FundTerms, UnitTerms
from caseday.funding.models import Charge, Fund, FundUnit
from caseday.funding.queries import (
    charges_of,
    counts_of,
    get_fund,
    get_fund_case,
    open_entries,
    use_of,
)
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = pytest.mark.django_db

NOW = MONDAY_8
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
TERMS = FundTerms("County TCM", "Travis County", FIRST, to_on=LAST, budget=Decimal(1000))
QUARTERS = UnitTerms("Case management", code="T1017", amount=Decimal(20), limit_units=10)


@pytest.fixture
def fund(cast: Any) -> Fund:
    susan = viewer_for(cast.susan, now=NOW)
    found = actions.open_fund(actor=susan, now=NOW, terms=TERMS)
    actions.add_unit(actor=susan, now=NOW, fund_id=found.pk, terms=QUARTERS)
    return found


@pytest.fixture
def case(cast: Any, fund: Fund) -> Case:
    found = make_case(cast.nora)
    nora = viewer_for(cast.nora, now=NOW)
    actions.put_case_on_fund(actor=nora, now=NOW, fund_id=fund.pk, case_id=found.pk, from_on=FIRST)
    return found


@pytest.fixture
def nora(cast: Any) -> Any:
    return viewer_for(cast.nora, now=NOW)


def test_only_who_leads_sets_up_funds(cast: Any, fund: Fund, nora: Any) -> None:
    with pytest.raises(Refused):
        actions.open_fund(actor=nora, now=NOW, terms=TERMS)
    audrey = viewer_for(cast.audrey, now=NOW)
    for act, what in (
        (actions.end_fund, {"fund_id": fund.pk}),
        (actions.change_fund, {"fund_id": fund.pk, "terms": TERMS}),
        (actions.add_unit, {"fund_id": fund.pk, "terms": QUARTERS}),
        (actions.end_unit, {"unit_id": fund.units.get().pk}),
    ):
        with pytest.raises(Refused):
            act(actor=audrey, now=NOW, **what)


def test_a_retried_request_opens_one_fund(cast: Any) -> None:
    adam, id = viewer_for(cast.adam, now=NOW), new_id()
    one = actions.open_fund(actor=adam, now=NOW, terms=TERMS, id=id)
    assert actions.open_fund(actor=adam, now=NOW, terms=TERMS, id=id) == one
    unit = new_id()
    first = actions.add_unit(actor=adam, now=NOW, fund_id=one.pk, terms=QUARTERS, id=unit)
    assert actions.add_unit(actor=adam, now=NOW, fund_id=one.pk, terms=QUARTERS, id=unit) == first
    assert CaseEvent.objects.filter(verb="fund_opened").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"funder": ""}, "funder"),
        ({"to_on": date(2025, 1, 1)}, "to_on"),
        ({"budget": Decimal(-1)}, "budget"),
        ({"warn_percent": 0}, "warn_percent"),
    ],
)
def test_terms_that_cannot_be_say_what_to_do(cast: Any, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as found:
        actions.open_fund(actor=viewer_for(cast.susan, now=NOW), now=NOW, terms=replace(TERMS, **wrong))
    assert list(found.value.problems) == [field]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"word": ""}, "word"),
        ({"kind": "moons"}, "kind"),
        ({"unit_minutes": 0}, "unit_minutes"),
        ({"remainder_minutes": 16}, "remainder_minutes"),
        ({"kind": "tenth_hours", "remainder_minutes": 7}, "remainder_minutes"),
        ({"client_limit_units": 5}, "client_limit_units"),
    ],
)
def test_units_that_cannot_be_counted_say_what_to_do(
    cast: Any, fund: Fund, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as found:
        actions.add_unit(
            actor=viewer_for(cast.susan, now=NOW), now=NOW, fund_id=fund.pk, terms=replace(QUARTERS, **wrong)
        )
    assert list(found.value.problems) == [field]


def test_an_entry_is_counted_as_the_fund_counts(fund: Fund, case: Case, nora: Any) -> None:
    call = make_activity(case, minutes=38)
    done = actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    (charge,) = done.charges
    assert (charge.units, charge.amount, charge.on) == (3, Decimal(60), date(2026, 3, 2))
    again = actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    assert again.charges == [charge]


def test_a_limit_warns_first_and_then_refuses_with_what_is_left(fund: Fund, case: Case, nora: Any) -> None:
    long = make_activity(case, minutes=120)
    assert actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=long.pk).warnings == [
        "Case management: 2 of 10 left."
    ]
    over = make_activity(case, minutes=45)
    with pytest.raises(Invalid, match="2 of 10 left, this entry needs 3"):
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=over.pk)


def test_the_budget_and_a_clients_own_limit_refuse_too(cast: Any, fund: Fund, case: Case, nora: Any) -> None:
    susan = viewer_for(cast.susan, now=NOW)
    visits = UnitTerms(
        "Home visit", activity_kinds="visit", kind="flat", amount=Decimal(400), client_limit_units=2,
        client_limit_per="month",
    )  # fmt: skip
    actions.add_unit(actor=susan, now=NOW, fund_id=fund.pk, terms=visits)
    for day in (1, 2):
        one = make_activity(case, kind="visit", result="done", started_at=NOW - timedelta(hours=day))
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=one.pk)
    third = make_activity(case, kind="visit", result="done", started_at=NOW - timedelta(hours=3))
    with pytest.raises(Invalid) as found:
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=third.pk)
    assert "one client a calendar month: 0 of 2 left" in str(found.value)
    assert "Budget: $200.00 of $1,000.00 left" in str(found.value)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"minutes": None}, "its length is not known"),
        ({"minutes": 5}, "too short for a unit"),
        ({"result": "no_answer"}, "nobody was reached"),
        ({"started_at": NOW - timedelta(days=200)}, "outside the fund's period"),
    ],
)
def test_what_cannot_be_charged_says_why(
    fund: Fund, case: Case, nora: Any, entry: dict[str, Any], reason: str
) -> None:
    one = make_activity(case, **entry)
    with pytest.raises(Invalid, match=reason):
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=one.pk)


def test_kinds_that_a_fund_does_not_pay_for_and_entries_without_case_are_refused(
    cast: Any, fund: Fund, case: Case, nora: Any
) -> None:
    FundUnit.objects.update(activity_kinds="visit")
    with pytest.raises(Invalid, match="no entry of this kind"):
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=make_activity(case).pk)
    alone = make_activity(None, staff=cast.nora)
    with pytest.raises(Invalid, match="no case"):
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=alone.pk)


def test_all_that_waits_is_charged_until_the_limit(fund: Fund, case: Case, nora: Any) -> None:
    for hours in range(1, 5):
        make_activity(case, minutes=60, started_at=NOW - timedelta(hours=2 * hours))
    make_activity(case, minutes=3)
    waiting = open_entries(nora, fund, FIRST, LAST)
    assert [bool(one.why_not) for one in waiting] == [False] * 4 + [True]
    done = actions.charge_open(actor=nora, now=NOW, fund_id=fund.pk, first=FIRST, last=LAST)
    assert (len(done.charges), len(done.refused)) == (2, 2)
    assert use_of(fund).units[0].units == 8
    assert len(open_entries(nora, fund, FIRST, LAST)) == 3


def test_a_charge_taken_off_counts_no_more_and_stays_readable(fund: Fund, case: Case, nora: Any) -> None:
    call = make_activity(case, minutes=60)
    (charge,) = actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk).charges
    with pytest.raises(Invalid):
        actions.void_charge(actor=nora, now=NOW, charge_id=charge.pk, reason=" ")
    actions.void_charge(actor=nora, now=NOW, charge_id=charge.pk, reason="Wrong fund")
    assert actions.void_charge(actor=nora, now=NOW, charge_id=charge.pk, reason="Twice").void_reason == (
        "Wrong fund"
    )
    assert charges_of(nora, fund, FIRST, LAST) == []
    assert Charge.objects.count() == 1


def test_a_case_goes_on_a_fund_once_and_comes_off(cast: Any, fund: Fund, case: Case, nora: Any) -> None:
    put = {"actor": nora, "now": NOW, "fund_id": fund.pk, "case_id": case.pk}
    with pytest.raises(Invalid, match="already"):
        actions.put_case_on_fund(**put, from_on=FIRST)
    with pytest.raises(Invalid, match="runs from January 1, 2026 to December 31, 2026"):
        actions.put_case_on_fund(**put, from_on=date(2027, 1, 1))
    row = fund.cases.get()
    assert actions.put_case_on_fund(**put, from_on=FIRST, id=row.pk) == row
    with pytest.raises(Invalid):
        actions.take_case_off_fund(actor=nora, now=NOW, fund_case_id=row.pk, to_on=date(2025, 12, 31))
    actions.take_case_off_fund(actor=nora, now=NOW, fund_case_id=row.pk, to_on=date(2026, 2, 1))
    make_activity(case, minutes=60)
    assert open_entries(nora, fund, FIRST, LAST) == []
    fund.program = "homeless_services"
    fund.save()
    with pytest.raises(Invalid, match="another program"):
        actions.put_case_on_fund(**put, from_on=FIRST)


def test_an_ended_fund_takes_nothing_more(cast: Any, fund: Fund, case: Case, nora: Any) -> None:
    susan = viewer_for(cast.susan, now=NOW)
    actions.end_unit(actor=susan, now=NOW, unit_id=fund.units.get().pk)
    actions.change_fund(actor=susan, now=NOW, fund_id=fund.pk, terms=replace(TERMS, note="Ended early"))
    actions.end_fund(actor=susan, now=NOW, fund_id=fund.pk)
    with pytest.raises(Invalid, match="has ended"):
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=make_activity(case).pk)
    with pytest.raises(Invalid, match="has ended"):
        actions.put_case_on_fund(
            actor=nora, now=NOW, fund_id=fund.pk, case_id=make_case(cast.nora).pk, from_on=FIRST
        )


def test_outsiders_do_not_see_what_is_on_a_fund(cast: Any, fund: Fund, case: Case, nora: Any) -> None:
    call = make_activity(case, minutes=60)
    (charge,) = actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk).charges
    olive = viewer_for(cast.olive, now=NOW)
    assert charges_of(olive, fund, FIRST, LAST) == open_entries(olive, fund, FIRST, LAST) == []
    for act, what in (
        (actions.void_charge, {"charge_id": charge.pk, "reason": "x"}),
        (actions.take_case_off_fund, {"fund_case_id": fund.cases.get().pk, "to_on": LAST}),
        (actions.charge_entry, {"fund_id": fund.pk, "activity_id": call.pk}),
        (actions.put_case_on_fund, {"fund_id": fund.pk, "case_id": case.pk, "from_on": FIRST}),
    ):
        with pytest.raises(NotFound):
            act(actor=olive, now=NOW, **what)
    with pytest.raises(NotFound):
        get_fund(new_id())
    with pytest.raises(NotFound):
        get_fund_case(olive, fund.cases.get().pk)


def test_an_auditor_reads_and_charges_nothing(cast: Any, fund: Fund, case: Case) -> None:
    audrey = viewer_for(cast.audrey, now=NOW)
    call = make_activity(case, minutes=60)
    with pytest.raises(Refused):
        actions.charge_entry(actor=audrey, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    with pytest.raises(Refused):
        actions.charge_open(actor=audrey, now=NOW, fund_id=fund.pk, first=FIRST, last=LAST)
    assert len(open_entries(audrey, fund, FIRST, LAST)) == 1


def test_clients_are_counted_once_however_often_they_were_served(
    cast: Any, fund: Fund, case: Case, nora: Any
) -> None:
    FundUnit.objects.update(limit_units=None)
    other = make_case(cast.nora, person=case.person, outcome="stable", closed_at=NOW, status="closed")
    third = make_case(cast.carl)
    for one, days in ((case, 40), (case, 3), (other, 2)):
        call = make_activity(one, minutes=30, started_at=NOW - timedelta(days=days))
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    carl = viewer_for(cast.carl, now=NOW)
    call = make_activity(third, minutes=15)
    actions.charge_entry(actor=carl, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    susan = viewer_for(cast.susan, now=NOW)
    counts = counts_of(susan, fund, date(2026, 2, 1), date(2026, 3, 31))
    assert (counts.clients, counts.new_clients, counts.cases, counts.services) == (2, 1, 3, 3)
    assert (counts.amount, counts.outcomes) == (Decimal(100), [("stable", 1)])
    assert counts_of(viewer_for(cast.olive, now=NOW), fund, FIRST, LAST).clients == 0


def test_entries_of_a_kind_that_nobody_pays_for_wait_with_the_reason(
    fund: Fund, case: Case, nora: Any
) -> None:
    FundUnit.objects.update(activity_kinds="visit")
    call = make_activity(case, minutes=60)
    (waiting,) = open_entries(nora, fund, FIRST, LAST)
    assert (waiting.activity, waiting.unit, waiting.units) == (call, None, 0)
    assert waiting.why_not == "the fund pays for no entry of this kind"
    done = actions.charge_open(actor=nora, now=NOW, fund_id=fund.pk, first=FIRST, last=LAST)
    assert (done.charges, done.refused) == ([], [])


def test_what_a_fund_never_paid_for_cannot_end(cast: Any, fund: Fund) -> None:
    with pytest.raises(NotFound):
        actions.end_unit(actor=viewer_for(cast.susan, now=NOW), now=NOW, unit_id=new_id())
    assert fund.units.get().ended_at is None


def test_the_access_log_finds_the_case_behind_a_charge_and_a_place_on_a_fund(
    cast: Any, fund: Fund, case: Case, nora: Any
) -> None:
    other = make_case(cast.nora)
    actions.put_case_on_fund(actor=nora, now=NOW, fund_id=fund.pk, case_id=other.pk, from_on=FIRST)
    call = make_activity(case, minutes=60)
    (charge,) = actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk).charges
    assert cases_behind(("charge_id", charge.pk)) == [case.pk]
    assert cases_behind(("fund_case_id", fund.cases.get(case=other).pk)) == [other.pk]
    assert cases_behind(("charge_id", new_id())) == cases_behind(("fund_case_id", new_id())) == []
