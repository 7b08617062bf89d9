"""A day too full to be solved whole is bettered part by part, the rest standing still."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings

from bench.dayplan.generate import realistic_day
from caseday.dayplan.engines import better
from caseday.dayplan.engines.better import better_plan
from caseday.dayplan.engines.parts import FIRM, joined, next_part, parts_of_day, with_only
from caseday.dayplan.engines.process import Limits
from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Placed, Problem, Solution
from caseday.dayplan.tests.days import call, day, problems, stop

DAY = realistic_day(20, many_visits=True, seed=1)


def in_parts(problem: Problem, work: float = 0.3) -> Solution:
    """As on a full day that has nothing but parts."""
    with patch.multiple(better, FULL=0, PART=4, SMALL=0, OF_PARTS_OF_FULL=1.0):
        return better_plan(problem, constructive_plan(problem), Limits(work=work, seconds=60.0))


@settings(max_examples=30, deadline=None)
@given(problems(7))
def test_parts_keep_every_rule_and_are_never_worse(problem: Problem) -> None:
    plan = in_parts(problem, 0.1)
    assert objections_to(problem, plan) == ()
    assert plan.objective <= constructive_plan(problem).objective


def test_part_by_part_a_day_becomes_cheaper_the_same_way_every_time() -> None:
    plan = in_parts(DAY)
    assert objections_to(DAY, plan) == ()
    assert plan.objective < constructive_plan(DAY).objective
    assert in_parts(DAY) == plan


def test_the_plan_is_the_same_on_one_core_and_whichever_part_is_ready_first() -> None:
    plan, solved, turns = in_parts(DAY), better.part_solved, count()

    def late(*args: Any) -> Any:
        time.sleep(0.2 if next(turns) % 3 == 0 else 0.0)
        return solved(*args)

    with patch.object(better, "part_solved", late):
        assert in_parts(DAY) == plan
    with patch.object(better, "ThreadPoolExecutor", lambda workers: ThreadPoolExecutor(1)):
        assert in_parts(DAY) == plan


def test_of_two_parts_at_once_those_go_together_that_have_least_in_common() -> None:
    a, near, far = frozenset("abc"), frozenset("bcd"), frozenset("cef")
    assert next_part([a, near, far], []) == a
    assert next_part([near, far], [a]) == far
    assert next_part([near, far], [a, frozenset("ef")]) == near


TWO = day(
    stop("clinic", 200), call("early", 10, (0, 120)), call("late", 10, (300, 400)), call("idle", 10, (0, 90))
)


def plan_with(**starts: int) -> Solution:
    """Everything from home; the stop where it has to be."""
    first = constructive_plan(TWO)
    stays = {one.key: one for one in first.placed if one.key == "clinic"}
    calls = {key: Placed(key, start, start + 10, "home") for key, start in starts.items()}
    return assembled(TWO, Draft({**stays, **calls}, first.legs), engine="hand")


def starts_of(draft: Draft | None) -> dict[str, int]:
    assert draft is not None
    return {key: one.start for key, one in draft.placed.items() if key != "clinic"}


def as_draft(plan: Solution) -> Draft:
    return Draft({one.key: one for one in plan.placed}, plan.legs)


def test_what_was_found_at_the_same_time_is_joined() -> None:
    before, now = plan_with(early=0, late=300), plan_with(early=20, late=300)
    both = joined(TWO, before, now, as_draft(plan_with(early=0, late=350, idle=60)))
    assert starts_of(both) == {"early": 20, "late": 350, "idle": 60}
    assert both is not None and both.legs == before.legs


def test_where_both_changed_the_same_the_first_one_stays() -> None:
    before, now = plan_with(early=0, late=300), plan_with(early=20)
    both = joined(TWO, before, now, as_draft(plan_with(early=50, late=350)))
    assert starts_of(both) == {"early": 20}
    assert starts_of(joined(TWO, before, now, as_draft(plan_with(late=300)))) == {"early": 20}


def test_a_drive_that_neither_has_is_not_made_up() -> None:
    before = assembled(TWO, Draft({}, ()), engine="hand")
    there = Draft({"clinic": Placed("clinic", 200, 230, "clinic")}, ())
    assert joined(TWO, before, before, there) is None


def test_what_stays_is_pinned_and_what_is_left_out_stays_out_unless_it_is_free() -> None:
    long = call("long", 500, not_today_cost=1)
    after = [call("then", 500, after=("long",)), call("last", 500, after=("then",))]
    problem = day(stop("clinic", 90), call("now", 10, started_at=0), call("chat", 10), long, *after)
    plan = constructive_plan(problem)
    starts = {one.key: one.start for one in plan.placed}
    assert [one.key for one in plan.left_out] == ["long", "then", "last"]
    part = {item.key: item for item in with_only(problem, plan, frozenset({"chat", "then", "last"})).items}
    assert list(part) == ["clinic", "now", "chat"], "what comes after something that is out is out"
    assert [(key, item.pinned_start) for key, item in part.items() if item.not_today_cost == FIRM] == [
        ("clinic", starts["clinic"])
    ]
    assert part["now"] in problem.items and part["chat"] in problem.items
    assert "long" in {item.key for item in with_only(problem, plan, frozenset({"long"})).items}


def test_a_stop_that_has_no_place_is_tried_with_what_stands_there() -> None:
    problem = day(stop("clinic", 90, not_today_cost=600), stop("other", 100), call("early", 10, (0, 20)))
    plan = constructive_plan(problem)
    assert [one.key for one in plan.left_out] == ["other"]
    assert {"clinic", "other"} <= next(parts_of_day(problem, plan, 1, Random(1)))


def test_parts_reach_everything_that_is_in_the_plan() -> None:
    plan = constructive_plan(DAY)
    parts = list(parts_of_day(DAY, plan, 6, Random(1)))
    assert frozenset().union(*parts) >= {one.key for one in plan.placed}
    assert parts == list(parts_of_day(DAY, plan, 6, Random(1)))
    nowhere = replace(DAY, items=tuple(replace(i, windows=()) if i.place else i for i in DAY.items))
    assert list(parts_of_day(nowhere, constructive_plan(day()), 6, Random(1)))


def test_what_has_to_be_in_it_and_fits_nowhere_makes_every_cheaper_plan_impossible() -> None:
    problem = day(
        stop("early", 5, early_minutes=10, must_today=True), call("chat"), stop("shut", 700, must_today=True)
    )
    plan = in_parts(problem)
    assert plan.is_optimal
    assert objections_to(problem, plan) == ()
