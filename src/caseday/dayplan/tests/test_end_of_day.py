"""The day is planned for each way in which it may end; together they are all the plans that there are."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.dayplan.generate import realistic_day
from caseday.dayplan.engines import better
from caseday.dayplan.engines.better import better_plan, ending_solved
from caseday.dayplan.engines.endings import Ending, endings_of, ends_by
from caseday.dayplan.engines.process import Limits
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Problem, Solution, Weights
from caseday.dayplan.tests.days import call, day, problems

ENOUGH = Limits(work=2.0, seconds=60.0)
DAY = realistic_day(20, many_visits=True, seed=5)


def quarters_in(endings: list[Ending]) -> list[int]:
    return sorted(n for one in endings for n in range(one.least, one.most + 1))


@given(st.integers(0, 600), st.integers(0, 400), st.integers(0, 900))
def test_every_quarter_in_which_the_day_may_end_is_in_one_ending(start: int, wanted: int, more: int) -> None:
    problem = day(day_start=start, day_end=wanted, latest_end=max(start, wanted) + more)
    found = quarters_in(list(endings_of(problem, constructive_plan(problem))))
    assert found == list(range(found[0], found[-1] + 1))
    assert wanted + 15 * found[0] >= min(start, wanted)
    assert wanted + 15 * found[-1] >= problem.latest_end


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 99))
def test_what_is_not_settled_comes_again_whole_or_in_two(least: int, more: int, bound: int) -> None:
    ending = Ending(least, least + more, bound=40)
    again = list(ending.looked_at(bound, upper=60))
    assert quarters_in(again) == quarters_in([ending])
    assert {one.bound for one in again} == {max(40, min(bound, 61))}
    assert len(again) == (2 if more else 1)
    assert more or again[0].share > ending.share


def test_the_ending_of_the_known_plan_is_looked_at_first() -> None:
    late = day(call("late", 10, (620, 640), not_today_cost=500), day_end=600, latest_end=720)
    assert next(iter(endings_of(late, constructive_plan(late)))) == Ending(2, 2)
    assert next(iter(endings_of(late, Solution((), ())))) == Ending(0, 0)


def test_where_overtime_costs_nothing_there_is_one_ending() -> None:
    problem = day(day_end=600, latest_end=720, weights=Weights(overtime_quarter=0))
    assert list(endings_of(problem, constructive_plan(problem))) == [Ending(0, 8)]


def test_an_ending_is_a_day_of_its_own_and_its_sure_overtime_is_paid() -> None:
    problem = day(day_end=600, latest_end=670)
    assert ends_by(problem, Ending(0, 0)) == (replace(problem, latest_end=600), 0)
    assert ends_by(problem, Ending(2, 3)) == (replace(problem, day_end=630, latest_end=645), 60)
    assert ends_by(problem, Ending(3, 5)) == (replace(problem, day_end=645), 90)


@settings(max_examples=40, deadline=None)
@given(problems(6))
def test_the_best_over_the_endings_is_the_best_of_the_day(problem: Problem) -> None:
    """Against the whole day solved at once, its end left open."""
    first = constructive_plan(problem)
    plan = better_plan(problem, first, ENOUGH)
    whole = Ending(0, max(1, -(-(problem.latest_end - problem.day_end) // 15)))
    assert ends_by(problem, whole) == (problem, 0)
    found = ending_solved(problem, first, whole, first.objective, ENOUGH)
    assert plan.is_optimal
    assert found.is_settled
    assert plan.objective == min(found.bound, first.objective)


def test_the_plan_is_the_same_on_one_core_and_whichever_ending_is_ready_first() -> None:
    first, solved, turns = constructive_plan(DAY), better.ending_solved, count()
    plan = better_plan(DAY, first, ENOUGH)

    def late(*args: Any) -> Any:
        time.sleep(0.2 if next(turns) % 2 == 0 else 0.0)
        return solved(*args)

    with patch.object(better, "ending_solved", late):
        assert better_plan(DAY, first, ENOUGH) == plan
    with patch.object(better, "ThreadPoolExecutor", lambda workers: ThreadPoolExecutor(1)):
        assert better_plan(DAY, first, ENOUGH) == plan


def test_endings_that_were_put_back_are_looked_at_again_until_proven() -> None:
    first = constructive_plan(DAY)
    with patch.object(better, "OF_ENDING", 0.002):
        plan = better_plan(DAY, first, ENOUGH)
    assert plan.is_optimal
    assert plan.objective == better_plan(DAY, first, ENOUGH).objective


@pytest.mark.parametrize("start", [600, 640, 700, 719])
def test_a_day_planned_anew_after_its_wanted_end(start: int) -> None:
    calls = [call(f"call{n}", 10, (0, 720), not_today_cost=200) for n in range(3)]
    problem = replace(day(*calls, day_end=600, latest_end=720), day_start=start)
    plan = better_plan(problem, constructive_plan(problem), ENOUGH)
    assert plan.is_optimal
    assert objections_to(problem, plan) == ()
    assert len(plan.placed) == (3 if start < 700 else 2 if start == 700 else 0)
