"""A measure against its start: better or worse by the program's word, and how many cases of several."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.careplans.rules.outcomes import (
    Course,
    Tally,
    Value,
    change_within,
    ends_for,
    in_order,
    problem_of,
    said_unit,
    tally,
    verdict,
)

JAN, FEB, MAR = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)


def course(*values: tuple[date, int, str]) -> Course:
    return in_order(Value(on, Decimal(value), point) for on, value, point in values)


def test_the_change_is_from_the_start_to_the_last() -> None:
    found = course((MAR, 4, "review"), (JAN, 9, "start"), (FEB, 7, "review"))
    assert (found.start, found.latest) == (
        Value(JAN, Decimal(9), "start"),
        Value(MAR, Decimal(4), "review"),
    )
    assert found.change == -5


def test_without_a_start_the_first_is_the_start_and_one_value_is_no_change() -> None:
    assert course((JAN, 9, ""), (FEB, 7, "")).change == -2
    alone = course((JAN, 9, "start"))
    assert (alone.latest, alone.change, Course([]).start, Course([]).change) == (None, None, None, None)


def test_a_start_that_was_typed_later_is_the_start_all_the_same() -> None:
    found = course((JAN, 3, "review"), (FEB, 9, "start"))
    assert (found.start, found.latest) == (Value(FEB, Decimal(9), "start"), None)
    assert course((JAN, 3, "review"), (JAN, 9, "start")).change == -6


@pytest.mark.parametrize(
    ("change", "better", "said"),
    [(-5, "lower", "better"), (-5, "higher", "worse"), (2, "higher", "better"), (2, "lower", "worse"),
     (0, "lower", "same"), (None, "lower", "")],
)  # fmt: skip
def test_which_way_is_better_is_the_programs_word(change: int | None, better: str, said: str) -> None:
    assert verdict(None if change is None else Decimal(change), better) == said


def test_a_period_takes_its_last_value_that_came_after_the_start() -> None:
    found = course((JAN, 9, "start"), (FEB, 7, "review"), (MAR, 4, "closure"))
    assert change_within(found, JAN, FEB) == -2
    assert change_within(found, date(2026, 2, 6), date(2026, 3, 4)) is None
    assert change_within(found, JAN, JAN) is None
    assert change_within(found, MAR, date(2026, 12, 31)) == -5


@pytest.mark.parametrize(
    ("unit", "value", "is_wrong"),
    [("days", "5", False), ("days", "NaN", True), ("days", "99999999", True), ("percent", "100", False),
     ("percent", "101", True), ("percent", "-1", True), ("yes or no", "1", False), ("yes or no", "2", True)],
)  # fmt: skip
def test_values_that_cannot_be_say_what_to_do(unit: str, value: str, is_wrong: bool) -> None:
    assert bool(problem_of(unit, Decimal(value))) == is_wrong


def test_a_measure_is_drawn_from_nothing_up_or_by_its_unit() -> None:
    assert ends_for("percent", [Decimal(40)]) == (0, 100)
    assert ends_for("yes or no", [Decimal(1)]) == (0, 1)
    assert ends_for("days", [Decimal(3), Decimal(12)]) == (0, 12)
    assert ends_for("points", [Decimal(-4), Decimal(-2)]) == (-4, 0)
    assert ends_for("days", [Decimal(0), Decimal(0)]) == (0, 1)


def test_a_unit_is_said_where_nothing_else_says_it() -> None:
    assert said_unit("Pain", "points") == "points"
    assert (
        said_unit("Days off work", "days")
        == said_unit("Kept", "percent")
        == said_unit("A", "yes or no")
        == ""
    )


def test_cases_are_told_apart_by_better_same_and_worse() -> None:
    found = tally([Decimal(-1), Decimal(-2), Decimal(0), Decimal(3)], "lower")
    assert (found, found.cases) == (Tally(better=2, same=1, worse=1), 4)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-50, 50)), max_size=12), st.integers(0, 400))
def test_every_case_is_counted_once_and_only_by_what_was_known_then(
    values: list[tuple[int, int]], until: int
) -> None:
    found = in_order(Value(JAN + timedelta(days=day), Decimal(value)) for day, value in values)
    change = change_within(found, JAN, JAN + timedelta(days=until))
    known = sorted((one for one in values if one[0] <= until), key=lambda one: one[0])
    assert (change is None) == (len(known) < 2)
    assert tally([] if change is None else [change], "higher").cases == int(change is not None)
    if change is not None:
        assert change == known[-1][1] - known[0][1]
