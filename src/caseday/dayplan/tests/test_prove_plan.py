"""The solver: never worse, never against a rule, and right when it says that nothing is better."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from ortools.sat.python import cp_model

from bench.dayplan.generate import realistic_day
from caseday.dayplan.engines import cpsat
from caseday.dayplan.engines.better import better_plan
from caseday.dayplan.engines.process import Limits
from caseday.dayplan.rules.assemble import assembled
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Item, Kind, Problem, Solution, Spot, Tool, Wait, Window
from caseday.dayplan.rules.readback import read_back
from caseday.dayplan.tests.days import call, day, problems, stop, travel

SHORT = Limits(work=0.3, seconds=20.0)


def solved(problem: Problem, limits: Limits = SHORT) -> Solution:
    first = constructive_plan(problem)
    plan = better_plan(problem, first, limits)
    assert objections_to(problem, plan) == ()
    assert plan.objective <= first.objective
    return plan


def start_of(plan: Solution, key: str) -> int:
    return next(one.start for one in plan.placed if one.key == key)


@settings(max_examples=60, deadline=None)
@given(problems(7))
def test_it_keeps_every_rule_and_is_never_worse(problem: Problem) -> None:
    solved(problem)


def is_possible(problem: Problem, plan: Solution) -> bool:
    """Whether the model of plans that cost no more than this one has it among them."""
    road = cpsat.model_of(problem, plan, plan.objective)
    assert road is not None
    starts = {one.key: one.start for one in plan.placed}
    day = road.day
    assert starts.keys() <= day.present.keys()
    for key, present in day.present.items():
        day.model.add(present == (key in starts))
        day.model.add(day.start[key] == starts.get(key, day.start[key]))
    return cpsat.solver_for(SHORT).solve(day.model) == cp_model.OPTIMAL


@settings(max_examples=60, deadline=None)
@given(problems(7))
def test_every_plan_that_holds_is_possible_in_the_model(problem: Problem) -> None:
    assert is_possible(problem, constructive_plan(problem))


@pytest.mark.parametrize("waits", [frozenset({Spot.DESK, Spot.WAITING}), frozenset({Spot.WAITING})])
def test_the_wait_of_a_stop_that_has_a_rival_is_free_for_what_can_be_done_in_it(
    waits: frozenset[Spot],
) -> None:
    calls = [call(key, 10, (100, 120), where=waits, not_today_cost=90) for key in ("a", "b")]
    clinic = stop("clinic", 100, wait=Wait(20, 20), not_today_cost=600)
    never = call("never", 10, (700, 720), not_today_cost=300)  # so dear that either stop might be left out
    problem = day(clinic, stop("rival", 105, place="house"), *calls, never)
    plan = constructive_plan(problem)
    assert {one.key for one in plan.placed} == {"clinic", "a", "b"}
    assert is_possible(problem, plan)


def cheapest_by_trying(problem: Problem, step: int) -> int:
    """Every start of every item on a grid, every hour of leaving: the least that a plan can cost."""
    grids = [
        [None, *([i.at] if i.at is not None else range(0, problem.latest_end, step))] for i in problem.items
    ]
    best = constructive_plan(problem).objective
    for starts in product(*grids):
        chosen = {i.key: s for i, s in zip(problem.items, starts, strict=True) if s is not None}
        for draft in drafts(problem, chosen, step):
            plan = assembled(problem, draft, engine="all")
            if plan.objective < best and not objections_to(problem, plan):
                best = plan.objective
    return best


def drafts(problem: Problem, starts: dict[str, int], step: int) -> list:
    nodes = sorted((i for i in problem.items if i.place and i.key in starts), key=lambda i: starts[i.key])
    early = {i.key: starts[i.key] - i.early_minutes - i.parking_minutes - 20 for i in nodes}
    ends = [problem.day_start, *(starts[i.key] + i.length for i in nodes)]
    soon = dict(zip([i.key for i in nodes], ends, strict=False))
    homes = range(ends[-1], problem.latest_end - 20, step)
    return [read_back(problem, starts, {**leaves, None: home}) for leaves in (early, soon) for home in homes]


SMALL = [
    day(
        stop("clinic", 60, 30, wait=Wait(20, 20)), call("a", 20, (40, 120), not_today_cost=30, due=80, late_cost=4),
        call("b", 20, (60, 160), after=("a",), not_today_cost=25, preferred=(Window(60, 100),)),
        day_end=140, latest_end=180,
    ),
    day(
        Item("visit", Kind.VISIT, "Visit", 20, (Window(20, 160),), place="house", not_today_cost=90),
        stop("clinic", 80, 20), call("a", 40, (0, 200), not_today_cost=35, seen_start=100),
        day_end=160, latest_end=200,
    ),
    day(
        Item("note", Kind.NOTE, "Note", 20, after=("visit",), fresh_after="visit", fresh_minutes=0, stale_cost=3,
             where=frozenset({Spot.DESK}), not_today_cost=40),
        Item("visit", Kind.VISIT, "Visit", 20, (Window(20, 160),), place="house", not_today_cost=120,
             preferred=(Window(100, 160),)),
        Item("packet", Kind.PAPERS, "Packet", 20, tools=frozenset({Tool.PRINTER}), before_leaving_for=("visit",)),
        day_end=120, latest_end=200,
    ),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(SMALL)))
def test_what_it_proves_is_what_trying_everything_finds(number: int) -> None:
    plan = solved(SMALL[number])
    assert plan.is_optimal
    assert plan.objective == plan.bound == cheapest_by_trying(SMALL[number], 20)


def test_a_realistic_day_is_proven_and_the_same_twice() -> None:
    problem = realistic_day(20, many_visits=False, seed=3)
    one, two = solved(problem, Limits(work=1.0)), solved(problem, Limits(work=1.0))
    assert one == two
    assert one.is_optimal
    assert one.objective < constructive_plan(problem).objective


def test_without_time_to_look_the_known_plan_comes_back() -> None:
    problem = realistic_day(20, many_visits=True, seed=1)
    plan = solved(problem, Limits(work=1e-9))
    assert not plan.is_optimal
    assert plan.objective == constructive_plan(problem).objective


def test_it_leaves_after_the_rush_hour_where_that_is_cheaper() -> None:
    visit = Item("visit", Kind.VISIT, "Visit", 30, (Window(0, 400),), place="house", not_today_cost=500)
    plan = solved(day(visit, travel=travel(20, rush=15)))
    assert [leg.leave >= 60 for leg in plan.legs] == [True, True]


def test_after_a_cancellation_nothing_moves_that_need_not() -> None:
    problem = realistic_day(20, many_visits=False, seed=4)
    plan = solved(problem, Limits(work=1.0))
    starts = {one.key: one.start for one in plan.placed}
    seen = [replace(item, seen_start=starts.get(item.key)) for item in problem.items if item.key != "stop1"]
    again = solved(replace(problem, items=tuple(seen)), Limits(work=1.0))
    moved = [one.key for one in again.placed if one.key in starts and abs(one.start - starts[one.key]) > 10]
    assert len(moved) <= 3


def test_what_is_under_way_stays() -> None:
    under_way = stop("clinic", 30, started_at=35, early_minutes=10, wait=Wait(20, 20))
    talk = call("talk", 10, (0, 60), not_today_cost=90)
    plan = solved(day(under_way, talk, start_place="clinic", day_start=40))
    assert start_of(plan, "clinic") == 35
    assert start_of(plan, "talk") in range(40, 46)


def test_of_rivals_at_one_hour_the_dearer_stays() -> None:
    rivals = [stop(f"stop{n}", 100 + 5 * n, place=place, not_today_cost=300 + 100 * n) for n, place in
              enumerate(["clinic", "house", "clinic"])]  # fmt: skip
    plan = solved(day(*rivals, stop("later", 300, place="house")))
    assert [one.key for one in plan.placed] == ["stop2", "later"]


def test_stops_at_one_place_need_no_drive_between_them() -> None:
    plan = solved(day(stop("a", 60), stop("b", 90), stop("c", 95)))
    assert [one.key for one in plan.placed] == ["a", "b"] or [one.key for one in plan.placed] == ["a", "c"]
    assert len(plan.legs) == 2


def test_with_little_work_it_stays_honest_about_what_is_proven() -> None:
    proven = solved(realistic_day(20, many_visits=True, seed=5), Limits(work=2.0, seconds=60.0))
    hurried = [
        solved(realistic_day(20, many_visits=True, seed=5), Limits(work, 60.0)) for work in (0.02, 0.05, 0.2)
    ]
    assert proven.is_optimal
    assert all(
        plan.bound is not None and plan.bound <= proven.objective <= plan.objective for plan in hurried
    )


def test_what_must_be_in_the_plan_and_cannot_be_costs_what_leaving_it_out_does() -> None:
    problem = day(call("shut", 10, (700, 720), must_today=True), call("chat", 10, (0, 100)))
    assert solved(problem).objective == solved(problem).bound == 2010


def test_work_in_the_wait_of_a_stop_that_may_move() -> None:
    visit = stop("clinic", 100, may_start_late=30, wait=Wait(20, 20), not_today_cost=900)
    desk = call("desk", 10, (100, 160), where=frozenset({Spot.WAITING, Spot.DESK}), not_today_cost=90)
    plan = solved(day(visit, desk))
    assert next(one.during for one in plan.placed if one.key == "desk") == "clinic"
