"""Drives of a day: from tap to tap, from the journal, each once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.reports.rules import (
    Entry,
    Period,
    Place,
    Source,
    Visit,
    drives_of_day,
    period_of,
    usual_periods,
    way_home_id,
)

NINE = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
WORKER, MARCUS, ROSA = (UUID(int=n) for n in (7, 1, 2))
HOME = Place("Home base", (30.27, -97.74))
CLINIC = Place("Ridgeview, Austin", (30.30, -97.74))
SPINE = Place("Spine, Round Rock", (30.51, -97.68))


def after(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def visit(n: int = 1, place: Place = CLINIC, at: int = 60, **fields: object) -> Visit:
    usual = {"case_id": MARCUS, "words": f"Visit {n}", "starts_at": after(at), "ends_at": after(at + 30)}
    taps = {"set_off_at": after(at - 25), "arrived_at": after(at - 5), "done_at": after(at + 30)}
    return Visit(id=UUID(int=100 + n), place=place, **{**usual, **taps, **fields})


def entry(n: int = 1, at: int = 35, **fields: object) -> Entry:
    usual = {"case_id": MARCUS, "kind": "travel", "started_at": after(at), "words": "Drove"}
    return Entry(id=UUID(int=200 + n), **{**usual, **fields})


def drives(visits=(), entries=(), home: Place | None = HOME, is_over: bool = True):
    return drives_of_day(WORKER, DAY, visits, entries, home=home, is_over=is_over)


def test_a_day_goes_from_home_to_each_visit_and_back() -> None:
    found = drives([visit(2, SPINE, 180, case_id=ROSA), visit(1, waited_minutes=12)])
    assert [(one.start.words, one.end.words) for one in found] == [
        ("Home base", "Ridgeview, Austin"),
        ("Ridgeview, Austin", "Spine, Round Rock"),
        ("Spine, Round Rock", "Home base"),
    ]
    assert [one.driven_minutes for one in found] == [20, 20, None]
    assert [one.served[0].waited_minutes for one in found] == [12, 0, 0]
    home = found[-1]
    assert (home.source, home.id, home.case_ids) == (Source.HOME, way_home_id(WORKER, DAY), (MARCUS, ROSA))
    assert home.set_off_at == after(210)


def test_the_way_home_comes_when_nobody_is_gone_to_any_more() -> None:
    assert len(drives([visit()], is_over=False)) == 1
    assert len(drives([visit()], home=None)) == 1
    assert drives([], is_over=True) == []


def test_a_second_visit_at_the_same_place_is_no_second_drive() -> None:
    found = drives([visit(1, waited_minutes=5), visit(2, at=100, case_id=ROSA)], is_over=False)
    assert len(found) == 1
    assert (found[0].case_ids, found[0].words) == ((MARCUS, ROSA), "Visit 1; Visit 2")
    same = drives([visit(1), visit(2, at=100, words="Visit 1")], is_over=False)
    assert same[0].words == "Visit 1"


def test_places_that_are_not_on_the_map_are_the_same_by_their_words() -> None:
    here, there = Place("12 Oak St"), Place("14 Oak St")
    assert len(drives([visit(1, here), visit(2, here, 100)], is_over=False)) == 1
    assert len(drives([visit(1, here), visit(2, there, 100)], is_over=False)) == 2
    assert len(drives([visit(1, Place("")), visit(2, Place(""), 100)], is_over=False)) == 2


def test_what_the_journal_says_of_a_visits_drive_is_not_counted_again() -> None:
    own = [
        entry(1, appointment_id=UUID(int=101), miles=Decimal("11.4"), minutes=23),
        entry(2, kind="wait", appointment_id=UUID(int=101), minutes=18),
        entry(3, kind="visit", appointment_id=UUID(int=101), miles=Decimal(9)),
    ]
    found = drives([visit(1, waited_minutes=12)], own, is_over=False)
    assert len(found) == 1
    assert (found[0].entered_miles, found[0].driven_minutes) == (Decimal("11.4"), 23)
    assert found[0].served[0].waited_minutes == 18


def test_miles_written_with_the_visit_are_those_of_its_drive() -> None:
    own = [entry(1, kind="visit", at=60, appointment_id=UUID(int=101), miles=Decimal(9))]
    found = drives([visit()], own, is_over=False)
    assert [(one.entered_miles, one.driven_minutes) for one in found] == [(9, 20)]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 1),
        ({"at": 22}, 1),
        ({"at": 15}, 2),
        ({"at": 80}, 2),
        ({"case_id": ROSA}, 2),
        ({"kind": "visit"}, 2),
    ],
)
def test_travel_of_the_same_case_at_the_same_time_is_the_same_drive(fields: dict, count: int) -> None:
    assert len(drives([visit()], [entry(**{"miles": Decimal(9), **fields})], is_over=False)) == count


def test_travel_between_two_visits_of_a_case_belongs_to_the_first() -> None:
    found = drives([visit(1), visit(2, SPINE, 75)], [entry(at=45, miles=Decimal(9))], is_over=False)
    assert [one.entered_miles for one in found] == [9, None]


def test_other_travel_and_anything_with_miles_is_a_drive_of_its_own() -> None:
    found = drives(
        entries=[
            entry(1, at=0, miles=Decimal(6), minutes=15, place="Pharmacy"),
            entry(2, at=30, kind="visit", minutes=45, miles=Decimal(3)),
            entry(3, at=60, kind="travel", minutes=10),
            entry(4, at=90, kind="wait", minutes=10),
        ]
    )
    assert [(one.source, one.entered_miles, one.driven_minutes) for one in found] == [
        (Source.ENTRY, 6, 15),
        (Source.ENTRY, 3, None),
        (Source.ENTRY, None, 10),
    ]
    assert found[0].end.words == "Pharmacy"


def test_who_was_called_off_on_the_way_drove_all_the_same() -> None:
    found = drives([visit(1, is_called_off=True, arrived_at=None, done_at=None)])
    assert [(one.is_called_off, one.source) for one in found] == [(True, Source.VISIT), (False, Source.HOME)]
    assert found[1].set_off_at == after(35)
    both = drives([visit(1, is_called_off=True), visit(2, at=100)], is_over=False)
    assert [one.is_called_off for one in both] == [False]


def test_a_visit_done_without_a_tap_was_driven_to_at_its_time() -> None:
    found = drives([visit(1, set_off_at=None, arrived_at=None, done_at=None)])
    assert [one.set_off_at for one in found] == [after(60), after(90)]
    assert found[0].driven_minutes is None


def test_miles_of_two_visits_at_one_place_belong_to_one_drive() -> None:
    own = [
        entry(1, appointment_id=UUID(int=101), miles=Decimal(9)),
        entry(2, at=90, appointment_id=UUID(int=102), miles=Decimal(1)),
    ]
    found = drives([visit(1), visit(2, at=100)], own, is_over=False)
    assert [one.entered_miles for one in found] == [10]
    assert drives([visit(1), visit(2, at=100)], own[1:], is_over=False)[0].entered_miles == 1
    assert drives([visit(1), visit(2, at=100)], own[:1], is_over=False)[0].entered_miles == 9


made = st.lists(
    st.tuples(
        st.sampled_from(["travel", "wait", "visit", "call"]),
        st.integers(0, 600),
        st.none() | st.decimals(0, 90, places=1),
        st.sampled_from([None, 101, 102, 999]),
        st.sampled_from([MARCUS, ROSA, None]),
    ),
    max_size=8,
)


@given(made)
def test_no_entry_is_in_two_drives_and_no_miles_come_from_nowhere(rows: list) -> None:
    entries = [
        entry(
            n,
            at=at,
            kind=kind,
            miles=miles or None,
            case_id=case,
            appointment_id=UUID(int=one) if one else None,
        )
        for n, (kind, at, miles, one, case) in enumerate(rows)
    ]
    found = drives([visit(1), visit(2, SPINE, 180)], entries)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    written = sum((one.miles for one in entries if one.miles), Decimal(0))
    assert sum((one.entered_miles for one in found if one.entered_miles), Decimal(0)) <= written
    assert [one.set_off_at for one in found] == sorted(one.set_off_at for one in found)


TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-03-02", "2026-03-06", (date(2026, 3, 2), date(2026, 3, 6))),
        ("2026-03-06", "2026-03-02", (date(2026, 3, 2), date(2026, 3, 6))),
        ("2026-03-02", "", (date(2026, 3, 2), date(2026, 3, 2))),
        ("", "2026-03-02", (date(2026, 3, 2), date(2026, 3, 2))),
        ("", "", (date(2026, 3, 1), date(2026, 3, 31))),
    ],
)
def test_a_period_is_what_is_asked_for_else_this_month(first: str, last: str, days: tuple) -> None:
    assert period_of(first, last, TODAY) == Period(*days)


def test_a_period_that_cannot_be_says_so() -> None:
    assert "Write days as" in period_of("yesterday", "1812-01-01", TODAY).problem
    long = period_of("2025-01-01", "2026-03-01", TODAY)
    assert (long.last - long.first).days == 99 and "At most 100 days" in long.problem


def test_usual_periods_are_whole_weeks_and_months() -> None:
    assert usual_periods(TODAY)[1:] == [
        ("This week", date(2026, 3, 16), date(2026, 3, 22)),
        ("This month", date(2026, 3, 1), date(2026, 3, 31)),
        ("Last month", date(2026, 2, 1), date(2026, 2, 28)),
    ]
