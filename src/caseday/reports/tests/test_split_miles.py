"""Shares of a trip: they are the whole, to the tenth of a mile and to the minute."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.programs.rules import MileageRate, MileageRule
from caseday.reports.rules import (
    Correction,
    Drive,
    How,
    Place,
    Served,
    Source,
    Terms,
    amount_of,
    problems_of,
    split_miles,
    split_units,
    sum_of,
    sums_by_case,
    to_tenth,
    trip_of,
    weights_of,
)

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
HOME = Place("Home base", (30.27, -97.74))
NEAR = Place("Ridgeview", (30.30, -97.74))
FAR = Place("Round Rock", (30.51, -97.68))
MARCUS, ROSA, LIN = (UUID(int=n) for n in (1, 2, 3))
OFF = Served(MARCUS, NEAR, is_called_off=True)
RATE = MileageRate(
    word="A rate", cents_a_mile=Decimal("72.5"), effective_from=date(2026, 1, 1), basis="x", verified=True
)


def rule(split: str = "equal", **fields: str) -> MileageRule:
    usual = {"split": split, "called_off": "counts", "way_home": "counts", "basis": "contract"}
    return MileageRule(effective_from=date(2020, 1, 1), verified=False, **{**usual, **fields})


def drive(*served: Served, **fields: object) -> Drive:
    usual = {"id": UUID(int=9), "source": Source.VISIT, "on": date(2026, 3, 2), "set_off_at": AT}
    places = {"start": HOME, "end": NEAR, "words": "Visit", "driven_minutes": 31}
    return Drive(**{**usual, **places, "served": served or (Served(MARCUS, NEAR),), **fields})


def trip(
    *served: Served,
    rules: MileageRule | None = None,
    corrections=(),
    rate=RATE,
    planned="10.0",
    terms=None,
    activity_kinds=("travel", "wait"),
    **fields,
):
    return trip_of(
        drive(*served, **fields),
        planned_miles=Decimal(planned) if planned else None,
        planned_minutes=22,
        corrections=corrections,
        usual=Terms(rate, rules or rule()),
        terms=terms,
        activity_kinds=activity_kinds,
    )


def correction(**fields: object) -> Correction:
    return Correction(**{"by": "Nora", "at": AT, "why": "Detour", "original_miles": Decimal(10), **fields})


weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


@given(st.integers(0, 20_000), weights)
def test_shares_are_the_whole_and_nobody_is_off_by_one_unit(tenths: int, by: list[int]) -> None:
    shares = split_units(tenths, by)
    assert sum(shares) == tenths
    assert all(abs(share - tenths * one / sum(by)) < 1 for share, one in zip(shares, by, strict=True))
    assert all(not share for share, one in zip(shares, by, strict=True) if not one)


@given(st.decimals(0, 2000, places=1), weights)
def test_miles_are_split_to_the_tenth(miles: Decimal, by: list[int]) -> None:
    shares = split_miles(miles, by)
    assert sum(shares) == miles
    assert all(share == to_tenth(share) for share in shares)


@given(st.sampled_from(["equal", "direct_drive", "first"]), st.integers(1, 6))
def test_every_rule_gives_a_weight_to_each_case_and_some_to_somebody(split: str, cases: int) -> None:
    for places in ([NEAR] * cases, [Place("unknown")] * cases, [HOME] * cases):
        found = weights_of(split, places, HOME)
        assert len(found) == cases and sum(found) > 0


@pytest.mark.parametrize(
    ("split", "shares"),
    [("equal", ["5.0", "5.0"]), ("first", ["10.0", "0.0"]), ("direct_drive", ["1.1", "8.9"])],
)
def test_the_payers_rule_says_whose_miles_they_are(split: str, shares: list[str]) -> None:
    found = trip(Served(MARCUS, NEAR), Served(ROSA, FAR), rules=rule(split), end=FAR)
    assert [str(one.miles) for one in found.shares] == shares
    assert sum(one.driven_minutes for one in found.shares) == 31


def test_the_way_home_is_split_by_how_far_each_case_is_from_home() -> None:
    home = trip(
        Served(MARCUS, NEAR),
        Served(ROSA, FAR),
        rules=rule("direct_drive"),
        source=Source.HOME,
        start=FAR,
        end=HOME,
    )
    assert [str(one.miles) for one in home.shares] == ["1.1", "8.9"]


def test_a_place_that_is_not_on_the_map_makes_equal_shares() -> None:
    found = trip(Served(MARCUS, Place("somewhere")), Served(ROSA, FAR), rules=rule("direct_drive"))
    assert [one.miles for one in found.shares] == [5, 5]


def test_amounts_are_rounded_by_share_so_that_columns_add_up() -> None:
    found = trip(Served(MARCUS, NEAR), Served(ROSA, NEAR), Served(LIN, NEAR), planned="10.0")
    assert [str(one.miles) for one in found.shares] == ["3.4", "3.3", "3.3"]
    assert [str(one.amount) for one in found.shares] == ["2.47", "2.39", "2.39"]
    assert found.amount == Decimal("7.25")
    assert amount_of(Decimal("0.2"), Decimal("72.5")) == Decimal("0.15")


@pytest.mark.parametrize(("miles", "tenth"), [(0.05, "0.1"), (0.04, "0.0"), (12.35, "12.4"), (7, "7.0")])
def test_half_a_tenth_is_rounded_up(miles: float, tenth: str) -> None:
    assert str(to_tenth(miles)) == tenth


def test_planned_miles_give_way_to_the_journals_and_those_to_a_correction() -> None:
    assert (trip().miles, trip().how) == (Decimal("10.0"), How.PLANNED)
    entered = trip(entered_miles=Decimal("12.4"))
    assert (entered.miles, entered.how) == (Decimal("12.4"), How.ENTERED)
    corrected = trip(entered_miles=Decimal("12.4"), corrections=[correction(miles=Decimal(14))])
    assert (corrected.miles, corrected.how, corrected.original_miles) == (14, How.ENTERED, 10)
    read = correction(miles=Decimal(14), odometer_start=Decimal(1), odometer_end=Decimal(15))
    assert trip(corrections=[read]).how is How.ODOMETER
    assert (trip(planned="").miles, trip(planned="").how, trip(planned="").amount) == (
        None,
        How.UNKNOWN,
        None,
    )


def test_what_only_the_journal_knows_stands_as_it_is_there() -> None:
    read = correction(miles=Decimal(14), odometer_start=Decimal(1), odometer_end=Decimal(15))
    found = trip(source=Source.ENTRY, entered_miles=Decimal(15), corrections=[read])
    assert (found.miles, found.how) == (15, How.ODOMETER)
    assert trip(source=Source.ENTRY, entered_miles=Decimal(15)).how is How.ENTERED


def test_the_last_correction_holds_and_the_first_original_stays_readable() -> None:
    first, second = correction(miles=Decimal(14)), correction(original_miles=Decimal(14))
    found = trip(corrections=[first, second])
    assert (found.miles, found.original_miles, found.is_corrected) == (10, 10, True)
    assert trip().original_miles == 10 and not trip().is_corrected
    assert trip(corrections=[correction(words="Took papers along")]).words == "Took papers along"
    assert trip(corrections=[first]).words == "Visit"


def test_cases_chosen_by_hand_share_the_trip_and_no_wait_gets_lost() -> None:
    both = correction(case_ids=(ROSA, MARCUS))
    found = trip(Served(MARCUS, NEAR, 20), Served(None, NEAR, 7), corrections=[both])
    assert found.case_ids == (ROSA, MARCUS)
    assert [one.waited_minutes for one in found.shares] == [7, 20]
    other = trip(Served(MARCUS, NEAR, 20), corrections=[correction(case_ids=(LIN,))])
    assert [(one.case_id, one.waited_minutes) for one in other.shares] == [(LIN, 20)]


def test_a_trip_for_no_case_is_the_agencys() -> None:
    found = trip(Served(None, NEAR, 5))
    assert [(one.case_id, one.miles, one.waited_minutes) for one in found.shares] == [(None, 10, 5)]


def test_a_case_served_twice_has_one_share() -> None:
    found = trip(Served(MARCUS, NEAR, 5), Served(MARCUS, NEAR, 6))
    assert [(one.case_id, one.waited_minutes) for one in found.shares] == [(MARCUS, 11)]


@pytest.mark.parametrize(
    ("fields", "rules", "counts"),
    [
        ({"served": (OFF,)}, {}, True),
        ({"served": (OFF,)}, {"called_off": "does_not_count"}, False),
        ({"source": Source.HOME}, {"way_home": "does_not_count"}, False),
        ({}, {"called_off": "does_not_count", "way_home": "does_not_count"}, True),
    ],
)
def test_the_payer_takes_what_its_rule_takes(fields: dict, rules: dict, counts: bool) -> None:
    found = trip(*fields.pop("served", ()), rules=rule(**rules), **fields)
    assert found.counts == counts
    assert sum_of([found]).miles == (10 if counts else 0)
    assert list(sums_by_case([found], str)) == ([str(MARCUS)] if counts else [])


TAKES_LITTLE = Terms(RATE, rule(called_off="does_not_count", way_home="does_not_count"))


def test_the_way_home_counts_for_whose_payer_takes_it() -> None:
    served = [Served(MARCUS, NEAR), Served(ROSA, FAR)]
    found = trip(*served, source=Source.HOME, terms={ROSA: TAKES_LITTLE})
    assert [(one.miles, one.why_not) for one in found.shares] == [
        (5, ""), (5, "the payer does not take the way home"),
    ]  # fmt: skip
    assert (found.counts, found.is_partly_counted, found.why_not) == (True, True, "")
    whole = sum_of([found])
    assert (whole.trips, whole.miles, whole.amount) == (1, 5, found.amount)
    assert found.amount == found.shares[0].amount
    assert sums_by_case([found], str) == {str(MARCUS): whole}


def test_what_was_called_off_counts_by_the_payer_whose_visit_it_was() -> None:
    there, off = Served(MARCUS, NEAR), Served(ROSA, NEAR, is_called_off=True)
    found = trip(there, off, terms={MARCUS: TAKES_LITTLE, ROSA: TAKES_LITTLE})
    assert not found.drive.is_called_off
    assert [(one.case_id, bool(one.why_not)) for one in found.shares] == [(MARCUS, False), (ROSA, True)]
    assert trip(there, off, terms={MARCUS: TAKES_LITTLE}).why_not == ""
    assert not trip(there, off, terms={MARCUS: TAKES_LITTLE}).is_partly_counted
    twice = trip(off, Served(ROSA, NEAR), terms={ROSA: TAKES_LITTLE})
    assert twice.counts and not twice.is_partly_counted


def test_a_trip_of_which_nobody_takes_anything_says_each_reason_once() -> None:
    found = trip(OFF, Served(ROSA, NEAR, is_called_off=True), rules=TAKES_LITTLE.rule)
    assert (found.counts, found.is_partly_counted, found.amount) == (False, False, None)
    assert found.why_not == "called off: the payer does not take it"


def test_a_case_chosen_by_hand_shares_what_became_of_the_trip() -> None:
    both = correction(case_ids=(MARCUS, LIN))
    assert not trip(OFF, corrections=[both], terms={LIN: TAKES_LITTLE}).shares[0].why_not
    assert trip(OFF, corrections=[both], terms={LIN: TAKES_LITTLE}).shares[1].why_not


def test_each_case_is_paid_at_the_rate_of_its_own_payer() -> None:
    payers = RATE.model_copy(update={"cents_a_mile": Decimal(50)})
    served = [Served(MARCUS, NEAR), Served(ROSA, NEAR)]
    found = trip(*served, terms={ROSA: Terms(payers, rule())})
    assert [(str(one.miles), one.rate, str(one.amount)) for one in found.shares] == [
        ("5.0", RATE, str(amount_of(Decimal(5), RATE.cents_a_mile))), ("5.0", payers, "2.50"),
    ]  # fmt: skip
    assert trip().shares[0].rate == RATE


def test_a_day_without_a_rate_has_miles_and_no_amount() -> None:
    found = trip(rate=None)
    assert (found.amount, sum_of([found]).miles, sum_of([found]).amount) == (None, 10, 0)


def test_time_is_tapped_or_else_planned() -> None:
    assert (trip().driven_minutes, trip().is_time_planned) == (31, False)
    assert (trip(driven_minutes=None).driven_minutes, trip(driven_minutes=None).is_time_planned) == (22, True)


@pytest.mark.parametrize(("kinds", "minutes"), [(("travel",), (31, 0)), (("wait",), (0, 12)), ((), (0, 0))])
def test_time_counts_where_the_program_knows_it_as_activity(kinds: tuple, minutes: tuple) -> None:
    found = trip(Served(MARCUS, NEAR, 12), activity_kinds=kinds)
    assert (found.driven_minutes, found.waited_minutes) == minutes
    assert (sum_of([found]).driven_minutes, sum_of([found]).waited_minutes) == minutes


trips = st.lists(
    st.tuples(st.decimals(0, 200, places=1), st.lists(st.sampled_from([MARCUS, ROSA, LIN]), max_size=4)),
    max_size=10,
)


@given(trips, st.sampled_from(["equal", "direct_drive", "first"]))
def test_sums_by_case_are_the_sum_of_the_period(made: list, split: str) -> None:
    found = [
        trip(*[Served(one, NEAR, 3) for one in cases], planned=str(miles), rules=rule(split))
        for miles, cases in made
    ]
    whole, by_case = sum_of(found), sums_by_case(found, str)
    assert whole.trips == len(found)
    for name in ("miles", "driven_minutes", "waited_minutes", "amount"):
        assert sum(getattr(one, name) for one in by_case.values()) == getattr(whole, name)
    assert whole.miles == sum(miles for miles, _ in made)
    assert whole.waited_minutes == sum(3 * len(cases) for _, cases in made)


@pytest.mark.parametrize(
    ("miles", "start", "end", "why", "field"),
    [
        ("2000.1", None, None, "x", "miles"),
        ("-1", None, None, "x", "miles"),
        (None, "10", None, "x", "odometer_end"),
        (None, None, "10", "x", "odometer_start"),
        (None, "10", "9.9", "x", "odometer_end"),
        (None, "10", "2010.1", "x", "odometer_end"),
        ("1", None, None, "  ", "why"),
    ],
)
def test_a_correction_that_cannot_be_says_what_to_do(miles, start, end, why, field) -> None:
    values = [Decimal(one) if one else None for one in (miles, start, end)]
    assert list(problems_of(*values, why)) == [field]


def test_a_correction_that_can_be_is_taken() -> None:
    assert problems_of(Decimal(2000), Decimal(10), Decimal(10), "Road closed") == {}
    assert problems_of(None, None, None, "As it was") == {}
