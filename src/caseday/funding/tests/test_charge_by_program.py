"""Charges by the program's codes and rates, by its payer's, by what was typed; caps at the edges of months."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.actions import FundTerms, TypedCharge, UnitTerms
from caseday.funding.models import Charge, Fund, FundUnit
from caseday.funding.queries import counts_of, local_day, open_entries, use_of
from caseday.funding.queries.medicaid import unit_report
from caseday.funding.rules.limits import Limit, stretch_of
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid
from caseday.programs import actions as programs
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_packs")]
NOW = MONDAY_8
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ANY = UnitTerms("Case management", kind="program")


@pytest.fixture
def susan(cast: Any) -> Any:
    return viewer_for(cast.susan, now=NOW)


@pytest.fixture
def nora(cast: Any) -> Any:
    return viewer_for(cast.nora, now=NOW)


@pytest.fixture
def fund(susan: Any) -> Fund:
    terms = FundTerms("County TCM", "Travis County", FIRST, to_on=LAST)
    found = actions.open_fund(actor=susan, now=NOW, terms=terms)
    actions.add_unit(actor=susan, now=NOW, fund_id=found.pk, terms=ANY)
    return found


def on_fund(nora: Any, fund: Fund, cast: Any, program: str) -> Case:
    case = make_case(cast.nora, program=program)
    actions.put_case_on_fund(actor=nora, now=NOW, fund_id=fund.pk, case_id=case.pk, from_on=FIRST)
    return case


@pytest.fixture
def case(cast: Any, nora: Any, fund: Fund) -> Case:
    return on_fund(nora, fund, cast, "mental_health")


def charge(nora: Any, fund: Fund, activity: Activity, **more: Any) -> Charge:
    done = actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=activity.pk, **more)
    (made,) = done.charges
    made.refresh_from_db()
    return made


def test_an_entry_comes_with_the_programs_code_units_and_why(case: Case, fund: Fund, nora: Any) -> None:
    call = make_activity(case, minutes=37)
    (waiting,) = open_entries(nora, fund, FIRST, LAST)
    said = "37 minutes = 2 units of 15, remainder rule 8 (the program's rate)"
    assert (waiting.code, waiting.activity_code, waiting.units, waiting.amount) == ("T1017", "tcm", 2, None)
    assert (waiting.words, waiting.activity_word) == (said, "Targeted case management")
    made = charge(nora, fund, call)
    assert (made.units, made.code, made.activity_code, made.amount) == (2, "T1017", "tcm", None)
    assert (made.counted_as, made.counted) == (said, 2)
    assert open_entries(nora, fund, FIRST, LAST) == []


def test_page_report_and_counts_have_one_figure(case: Case, fund: Fund, nora: Any) -> None:
    charge(nora, fund, make_activity(case, minutes=37))
    make_activity(case, minutes=52, started_at=NOW - timedelta(days=1))
    report, counts = unit_report(nora, fund, FIRST, LAST), counts_of(nora, fund, FIRST, LAST)
    left = {one.left_out: one for one in report.left_out}
    assert sorted(str(one.units) for one in report.left_out) == ["2", "3"]
    assert left["not put on the fund yet"].counted_as.startswith("52 minutes = 3 units of 15")
    assert [one[2] for one in counts.units] == [2] == [one.units for one in use_of(fund).units]
    assert {one.code for one in report.left_out} == {"T1017"}


def test_the_way_is_charged_as_time_and_as_miles(cast: Any, fund: Fund, nora: Any) -> None:
    case = on_fund(nora, fund, cast, "homeless")
    trip = make_activity(case, kind="travel", result="done", minutes=37, miles=Decimal("23.4"))
    waiting = {one.part: one for one in open_entries(nora, fund, FIRST, LAST)}
    assert (waiting["time"].units, waiting["miles"].units) == (7, Decimal("23.4"))
    miles = charge(nora, fund, trip, part="miles")
    assert (miles.counted, miles.minutes, miles.activity_code) == (Decimal("23.4"), 0, "mileage")
    assert [one.part for one in open_entries(nora, fund, FIRST, LAST)] == ["time"]
    done = actions.charge_open(actor=nora, now=NOW, fund_id=fund.pk, first=FIRST, last=LAST)
    assert [one.units for one in done.charges] == [7]
    assert open_entries(nora, fund, FIRST, LAST) == []
    counts = counts_of(nora, fund, FIRST, LAST)
    assert (counts.services, counts.units[0][2]) == (1, Decimal("30.4"))


def test_a_fund_of_its_own_terms_pays_miles_only_where_it_says_so(
    cast: Any, fund: Fund, susan: Any, nora: Any
) -> None:
    case = on_fund(nora, fund, cast, "mental_health")
    FundUnit.objects.filter(fund=fund).update(kind="units", activity_kinds="travel,call")
    trip = make_activity(case, kind="travel", result="done", minutes=30, miles=Decimal("5"))
    assert [one.part for one in open_entries(nora, fund, FIRST, LAST)] == ["time"]
    terms = UnitTerms("Miles", kind="miles", amount=Decimal("0.655"))
    actions.add_unit(actor=susan, now=NOW, fund_id=fund.pk, terms=terms)
    made = charge(nora, fund, trip, part="miles")
    assert (made.counted, made.amount, made.counted_as) == (5, Decimal("3.28"), "5 miles (the fund's terms)")
    visit = make_activity(case, kind="visit", result="done", minutes=30, miles=Decimal(2))
    found = {one.part: one for one in open_entries(nora, fund, FIRST, LAST) if one.activity == visit}
    assert (found["time"].unit, found["miles"].units) == (None, 2)


def test_a_program_without_miles_on_a_call_offers_none(case: Case, fund: Fund, nora: Any) -> None:
    make_activity(case, minutes=30, miles=Decimal(3))
    assert [one.part for one in open_entries(nora, fund, FIRST, LAST)] == ["time"]


def test_a_client_who_was_not_there_counts_where_program_or_fund_say_so(
    cast: Any, case: Case, fund: Fund, nora: Any
) -> None:
    nobody = {"kind": "visit", "result": "no_show", "minutes": 20}
    make_activity(case, **nobody)
    (waiting,) = open_entries(nora, fund, FIRST, LAST)
    assert (waiting.why_not, waiting.activity_word) == ("nobody was reached", "Client was not there")
    FundUnit.objects.update(kind="flat", activity_kinds="no_show")
    (waiting,) = open_entries(nora, fund, FIRST, LAST)
    assert (waiting.why_not, waiting.units) == ("", 1)


def test_a_cap_of_a_month_begins_again_with_the_next(cast: Any, fund: Fund, nora: Any) -> None:
    case = on_fund(nora, fund, cast, "homeless")
    nobody = {"kind": "visit", "result": "no_show", "minutes": 20}
    # 23:50 of February 28 in Austin, 00:10 of March 1 there: both are March 1 in UTC.
    last = datetime(2026, 3, 1, 5, 50, tzinfo=UTC)
    feb = [make_activity(case, started_at=last - timedelta(hours=h), **nobody) for h in (48, 24, 0)]
    march = make_activity(case, started_at=last + timedelta(minutes=20), **nobody)
    assert [local_day(one) for one in (feb[2], march)] == [date(2026, 2, 28), date(2026, 3, 1)]
    for one in feb[:2]:
        assert charge(nora, fund, one).units == 1
    with pytest.raises(Invalid, match="at most 2 a month, 2 used"):
        charge(nora, fund, feb[2])
    with pytest.raises(Invalid, match="at most 2 a month"):
        charge(nora, fund, feb[2], typed=TypedCharge(Decimal(1)))
    assert charge(nora, fund, march).units == 1
    assert case.charges.count() == 3


def test_what_a_cap_leaves_is_offered_and_more_is_refused(cast: Any, fund: Fund, nora: Any) -> None:
    case = on_fund(nora, fund, cast, "homeless")
    visit = {"kind": "visit", "result": "no_show", "minutes": 20}
    charge(nora, fund, make_activity(case, **visit))
    second = make_activity(case, started_at=NOW - timedelta(hours=1), **visit)
    with pytest.raises(Invalid) as found:
        charge(nora, fund, second, typed=TypedCharge(Decimal(2)))
    assert found.value.problems["units"].startswith("The rate's cap leaves 1:")
    assert charge(nora, fund, second, typed=TypedCharge(Decimal(1))).units == 1


@pytest.mark.parametrize(
    ("program", "entry", "reason"),
    [
        ("mental_health", {"kind": "other"}, "the program has no code for an entry of this kind"),
        ("mental_health", {"kind": "travel", "minutes": 20}, "the program has no rate for “Travel”"),
        ("mental_health", {"minutes": 5}, "too short for a unit (5 minutes)"),
        ("mental_health", {"minutes": None}, "its length is not known"),
    ],
)
def test_what_nothing_counts_says_why_and_can_be_typed(
    cast: Any, fund: Fund, nora: Any, program: str, entry: dict[str, Any], reason: str
) -> None:
    one = make_activity(on_fund(nora, fund, cast, program), **{"result": "reached", **entry})
    (waiting,) = open_entries(nora, fund, FIRST, LAST)
    assert (waiting.why_not, waiting.refused) == (reason, "")
    with pytest.raises(Invalid, match="It cannot be put on"):
        charge(nora, fund, one)
    typed = TypedCharge(Decimal(2), Decimal("43.10"))
    made = charge(nora, fund, one, typed=typed)
    assert (made.units, made.code, made.amount) == (2, waiting.code, Decimal("43.10"))
    assert made.counted_as == f"2 typed; {reason}"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (TypedCharge(Decimal(0)), "units"),
        (TypedCharge(Decimal("1.5")), "units"),
        (TypedCharge(Decimal(100_001)), "units"),
        (TypedCharge(Decimal(1), amount=Decimal(-1)), "amount"),
    ],
)
def test_figures_that_cannot_be_say_what_to_do(
    case: Case, fund: Fund, nora: Any, typed: TypedCharge, field: str
) -> None:
    call = make_activity(case, minutes=37)
    with pytest.raises(Invalid) as found:
        charge(nora, fund, call, typed=typed)
    assert list(found.value.problems) == [field]
    made = charge(nora, fund, call, typed=TypedCharge(Decimal(2)))
    assert made.counted_as.startswith("37 minutes = 2 units")


def test_miles_may_be_typed_in_tenths(cast: Any, fund: Fund, nora: Any) -> None:
    case = on_fund(nora, fund, cast, "homeless")
    trip = make_activity(case, kind="travel", result="done", minutes=37, miles=Decimal("23.4"))
    with pytest.raises(Invalid, match="tenths"):
        charge(nora, fund, trip, part="miles", typed=TypedCharge(Decimal("9.25")))
    made = charge(nora, fund, trip, part="miles", typed=TypedCharge(Decimal("9.2")))
    assert (made.counted, made.counted_as) == (Decimal("9.2"), "9.2 typed; 23.4 miles (the program's rate)")


def test_a_payers_rates_win_over_the_programs(cast: Any, fund: Fund, nora: Any) -> None:
    adam: dict[str, Any] = {"actor": viewer_for(cast.adam, now=NOW), "now": NOW}
    draft = programs.set_overlay(slug="mental_health", payer_name="Lone Star Mutual", **adam)
    figure = {"basis": "contract", "verified": False}
    rates = [
        {"activity_code": "tcm", "kind": "tenth_hours", "amount": "11.25", **figure},
        {"activity_code": "mileage", "kind": "miles", **figure},
    ]
    draft = programs.save_section(
        draft_id=draft.pk, section="rates", value=rates, revision=draft.revision, **adam
    )
    overlay = programs.publish_version(draft_id=draft.pk, effective_from=date(2026, 1, 1), **adam)
    paid = make_case(cast.nora, program="mental_health", pack_overlay_id=overlay.pk)
    call = make_activity(paid, minutes=37)
    made = charge(nora, fund, call)
    said = "37 minutes = 7 tenths of an hour, remainder rule 1 (the payer's rate)"
    assert (made.units, made.amount, made.counted_as) == (7, Decimal("78.75"), said)
    trip = make_activity(paid, kind="travel", result="done", minutes=9, miles=Decimal(4))
    assert charge(nora, fund, trip, part="miles").counted_as == "4 miles (the program's rate)"


def test_the_funds_own_amount_and_code_go_before_the_programs(
    case: Case, fund: Fund, susan: Any, nora: Any
) -> None:
    FundUnit.objects.update(amount=Decimal("21.5"), code="G9012")
    made = charge(nora, fund, make_activity(case, minutes=37))
    assert (made.amount, made.code) == (Decimal(43), "G9012")


def test_minutes_added_up_say_beside_what(case: Case, fund: Fund, nora: Any) -> None:
    FundUnit.objects.update(kind="units", adds_up_per_day=True)
    first, second = (make_activity(case, minutes=8, started_at=NOW - timedelta(hours=h)) for h in (2, 1))
    assert charge(nora, fund, first).units == 1
    (waiting,) = open_entries(nora, fund, FIRST, LAST)
    assert (waiting.units, waiting.why_not) == (0, "")
    assert waiting.words == (
        "8 minutes = 0 units of 15, remainder rule 8, beside 8 minutes of the same day (the fund's terms)"
    )
    assert charge(nora, fund, second).units == 0


def test_an_entry_outside_what_a_fund_takes_is_refused_however_it_is_typed(
    case: Case, fund: Fund, nora: Any
) -> None:
    old = make_activity(case, minutes=37, started_at=NOW - timedelta(days=200))
    with pytest.raises(Invalid, match="outside the fund's period"):
        charge(nora, fund, old, typed=TypedCharge(Decimal(2)))


def test_terms_of_the_program_and_of_miles_need_no_unit_of_minutes(fund: Fund, susan: Any) -> None:
    for kind in ("program", "miles"):
        made = actions.add_unit(actor=susan, now=NOW, fund_id=fund.pk, terms=replace(ANY, kind=kind))
        assert made.rule.minutes_of_unit == 0


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from(["day", "week", "month", "year"]))
def test_every_day_is_in_one_stretch_and_stretches_follow_each_other(on: date, per: str) -> None:
    first, last = stretch_of(per, on, (FIRST, LAST))
    assert last is not None and first <= on <= last
    assert stretch_of(per, first, (FIRST, LAST)) == stretch_of(per, last, (FIRST, LAST)) == (first, last)
    after = stretch_of(per, last + timedelta(days=1), (FIRST, LAST))
    assert after[0] == last + timedelta(days=1)


def test_a_week_begins_on_monday_and_a_case_has_no_end() -> None:
    assert stretch_of("week", date(2026, 3, 8), (FIRST, LAST)) == (date(2026, 3, 2), date(2026, 3, 8))
    assert stretch_of("case", date(2026, 3, 8), (date.min, None)) == (date.min, None)


def test_a_limit_of_miles_is_said_in_miles() -> None:
    assert Limit("Miles", 100, Decimal("90.5")).warning(80) == "Miles: 9.5 of 100 left."
