"""Which engine plans, and what shows when it fails; the process that it works in."""

import sys
from dataclasses import replace

import pytest

from caseday.dayplan.engines import choose, process
from caseday.dayplan.engines.choose import Engine, engine_for, first_plan, improved_plan, limits_for
from caseday.dayplan.engines.process import Errand, Limits, NoPlan, answer, solve_apart
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.problem import Item, Kind, Problem, Solution, Window
from caseday.dayplan.tests.days import call, day, stop

VISIT = Item("visit", Kind.VISIT, "Visit", 30, (Window(0, 400),), place="house", not_today_cost=90)
DAY = day(stop("clinic", 90), VISIT, call("chat", 10, (60, 200), not_today_cost=50))


def shell(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_shape_of_the_day_chooses() -> None:
    assert engine_for(DAY) is Engine.CPSAT
    assert engine_for(day(stop("clinic", 90))) is Engine.CONSTRUCTIVE
    visits = [replace(VISIT, key=f"visit{n}") for n in range(choose.MANY_VISITS)]
    assert engine_for(day(*visits)) is Engine.ROUTED
    assert engine_for(day(*[call(f"c{n}") for n in range(choose.MOST_ITEMS + 1)])) is Engine.CONSTRUCTIVE


def test_a_full_day_gets_as_much_work_as_it_has_items() -> None:
    full, fuller = (limits_for(day(*[call(f"c{n}") for n in range(count)])) for count in (60, 120))
    assert fuller.work == pytest.approx(2 * full.work)
    assert fuller.seconds == full.seconds > limits_for(DAY).seconds


def test_a_better_plan_from_a_process_of_its_own_is_checked_and_shown() -> None:
    plan = improved_plan(DAY, limits=Limits(work=0.3, seconds=30.0))
    assert plan.engine == "cpsat"
    assert plan.is_optimal
    assert objections_to(DAY, plan) == ()


def test_what_is_proven_already_is_not_asked_again() -> None:
    proven = replace(first_plan(DAY), is_optimal=True, bound=first_plan(DAY).objective)
    assert improved_plan(DAY, proven, solve=lambda errand: pytest.fail("asked")) is proven
    fixed = day(stop("clinic", 90))
    assert improved_plan(fixed, solve=lambda errand: pytest.fail("asked")) == first_plan(fixed)


def test_a_solver_that_fails_leaves_the_first_plan_and_says_so() -> None:
    def fails(errand: Errand) -> Solution:
        raise NoPlan("is not installed")

    plan = improved_plan(DAY, solve=fails)
    assert plan.placed == first_plan(DAY).placed
    assert plan.sentences[-1].startswith("The solver is not installed; this is the first plan")


def test_a_solver_that_is_refuted_leaves_the_first_plan_and_says_so() -> None:
    def wrong(errand: Errand) -> Solution:
        return replace(errand.known, placed=errand.known.placed[1:], is_optimal=True, bound=0)

    plan = improved_plan(DAY, solve=wrong)
    assert plan.placed == first_plan(DAY).placed
    assert "was thrown away, because: " in plan.sentences[-1]


def test_a_known_plan_that_breaks_a_rule_is_made_anew_and_a_worse_one_is_not_taken() -> None:
    broken = replace(first_plan(DAY), placed=())
    worse = first_plan(day())
    seen: list[Solution] = []

    def keeps(errand: Errand) -> Solution:
        seen.append(errand.known)
        return errand.known

    assert improved_plan(DAY, broken, solve=keeps) == first_plan(DAY)
    assert seen == [first_plan(DAY)]
    assert worse.objective < first_plan(DAY).objective


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (shell("import time; time.sleep(60)"), "was not ready in"),
        (shell("import sys; sys.exit(1)"), "ended before it was done"),
        (shell(f"import sys; sys.exit({process.NOT_INSTALLED})"), "is not installed"),
        (shell("print('hello')"), "answered with something else"),
        (
            shell("import sys, pickle; sys.stdout.buffer.write(pickle.dumps(1))"),
            "answered with something else",
        ),
        (["/nowhere/python"], "could not be started"),
    ],
)
def test_a_process_that_hangs_dies_or_babbles_is_no_plan(
    command: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "START_SECONDS", 0.2)
    errand = Errand(DAY, first_plan(DAY), Limits(seconds=0.3 if "sleep" in command[-1] else 20.0))
    with pytest.raises(NoPlan, match=words):
        solve_apart(errand, command=command)


def test_the_caller_never_loads_the_solver() -> None:
    code = "import caseday.dayplan.engines.choose, sys; sys.exit('ortools' in sys.modules or 'django' in sys.modules)"
    assert process.subprocess.run(shell(code), check=False).returncode == 0


def test_a_routing_engines_order_is_taken_where_it_costs_less(monkeypatch: pytest.MonkeyPatch) -> None:
    visits = [
        replace(VISIT, key=key, place=place)
        for key, place in (("a", "house"), ("b", "clinic"), ("c", "house"))
    ]
    problem: Problem = day(*visits, call("chat", 10, (60, 200)))

    class Routing:
        @staticmethod
        def route_for(problem: Problem) -> list[str]:
            return ["b", "a", "c"]

    errand = Errand(problem, first_plan(day()), Limits(work=0.2, seconds=20.0), with_route=True)
    worse = replace(errand, known=replace(first_plan(problem), parts=()))
    monkeypatch.setitem(sys.modules, "caseday.dayplan.engines.routing", Routing)
    assert process._routed(worse) is worse.known
    dear = replace(first_plan(problem), parts=(replace(first_plan(problem).parts[0], points=10**6),))
    assert process._routed(replace(errand, known=dear)).objective < 10**6
    monkeypatch.setitem(sys.modules, "caseday.dayplan.engines.routing", None)
    assert process._routed(worse) is worse.known
    assert objections_to(problem, answer(replace(errand, known=first_plan(problem)))) == ()
