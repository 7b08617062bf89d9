import sys
from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings

from bench.team import team_day
from caseday.dayplan.engines import team as engine
from caseday.dayplan.engines.routing import RoutingLimits
from caseday.dayplan.engines.team import team_plan
from caseday.dayplan.engines.team_apart import improved_team
from caseday.dayplan.rules.problem import Window
from caseday.dayplan.rules.team import (
    TeamPlan,
    TeamProblem,
    constructive_team,
    facts_of,
    kept,
    objections_to_team,
    plan_from,
    restored,
    tour_of,
)
from caseday.dayplan.tests.team_made import make_team, make_visit, make_worker, teams

FEW = RoutingLimits(rounds=120, seconds=20.0)


def _best_by_hand(problem: TeamProblem) -> int:
    """Every visit to every worker or to nobody, in every order."""
    best = 10**9
    for who in product([None, *problem.workers], repeat=len(problem.visits)):
        tours = []
        for worker in problem.workers:
            mine = [visit for visit, one in zip(problem.visits, who, strict=True) if one is worker]
            ways = [tour_of(problem, worker, order) for order in permutations(mine)]
            tours.append([tour for tour in ways if tour is not None])
        for chosen in product(*tours):
            plan = plan_from(problem, [stop for tour in chosen for stop in tour.stops], engine="hand")
            if plan.points < best and not objections_to_team(problem, plan):
                best = plan.points
    return best


def test_the_engine_finds_the_best_assignment_of_a_small_team() -> None:
    workers = [
        make_worker("ann", "west", fair_minutes=150, languages=frozenset({"Spanish"})),
        make_worker("ben", "east", most_visits=2, knows=frozenset({"c"})),
    ]
    visits = [
        make_visit(
            "a", "mid", windows=(Window(540, 600), Window(780, 840)), client="c", worker="ann", at=545
        ),
        make_visit("b", "west", language="Spanish", parking_minutes=4),
        make_visit("c", "far", early_minutes=5, unserved_cost=60),
        make_visit("d", "mid", worker="ben", at=570, is_bound=True),
        make_visit("e", None),
    ]
    problem = make_team(workers, visits, west=0, mid=17, east=30, far=90)
    plan = team_plan(problem, FEW)
    assert objections_to_team(problem, plan) == ()
    assert plan.points == _best_by_hand(problem)
    assert "c" in {one.key for one in plan.unserved}


@given(teams())
@settings(max_examples=25, deadline=None)
def test_whatever_is_asked_its_plan_keeps_every_rule_and_is_no_worse_than_the_first(
    problem: TeamProblem,
) -> None:
    plan = team_plan(problem, RoutingLimits(rounds=20, seconds=10.0))
    assert objections_to_team(problem, plan) == ()
    assert plan.points <= constructive_team(problem).points
    assert plan.sentences == ()


def test_it_betters_the_first_plan_of_a_county_the_same_way_each_time() -> None:
    problem = team_day(6, 40, seed=4)
    plan = team_plan(problem, FEW)
    assert plan.engine == "pyvrp"
    assert plan.points < constructive_team(problem).points
    assert team_plan(problem, FEW) == plan


def test_a_plan_that_breaks_a_rule_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = team_day(3, 8, seed=1)
    wrong = replace(constructive_team(problem), points=1)
    monkeypatch.setattr(engine, "filled", lambda *args, **named: wrong)
    plan = team_plan(problem, FEW)
    assert plan.points == constructive_team(problem).points
    assert "was refused" in plan.sentences[0]


def _answering(code: str) -> list[str]:
    return [sys.executable, "-c", f"import pickle, sys; problem = pickle.load(sys.stdin.buffer); {code}"]


def test_the_solver_works_in_a_process_of_its_own() -> None:
    problem = team_day(2, 6, seed=1)
    write = "from caseday.dayplan.rules.team import *; sys.stdout.buffer.write(pickle.dumps("
    plan = improved_team(problem, command=_answering(f"{write}constructive_team(problem)))"))
    assert plan == constructive_team(problem)
    wrong = f"{write}TeamPlan((), ())))"
    for code, words in (
        (wrong, "thrown away"), ("sys.exit(3)", "ended before it was done"),
        (f"{write}[1]))", "something else than a plan"), ("import time; time.sleep(60)", "was not ready in"),
    ):  # fmt: skip
        plan = improved_team(problem, seconds=-1.0, command=_answering(code))
        assert any(words in sentence for sentence in plan.sentences), code
        assert plan.stops == constructive_team(problem).stops
    assert "could not be started" in improved_team(problem, command=["/nowhere/at/all"]).sentences[0]


def test_the_solver_itself_answers_from_its_process() -> None:
    problem = team_day(2, 6, seed=1)
    plan = improved_team(problem, seconds=120.0)
    assert (plan.sentences, objections_to_team(problem, plan)) == ((), ())


def test_a_plan_is_kept_as_plain_data_and_its_facts_know_what_has_changed() -> None:
    problem = team_day(2, 6, seed=1)
    plan: TeamPlan = constructive_team(problem)
    assert restored(problem, kept(plan)) == plan
    other = replace(problem, visits=(replace(problem.visits[0], minutes=99), *problem.visits[1:]))
    assert facts_of(other) != facts_of(problem) == facts_of(replace(problem))


def test_the_web_process_never_loads_the_solver() -> None:
    import subprocess

    code = "import caseday.dayplan.engines.team_apart, sys; print('pyvrp' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
