from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from bench.instances import READERS, Instance, dumas_like, solomon_like
from bench.routing import best_known, gap_of, published, solved
from caseday.dayplan.engines import routing
from caseday.dayplan.engines.routing import RoutingLimits, route_for
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Item, Kind, Place, Problem, Travel, Wait, Window

FEW = RoutingLimits(rounds=150, seconds=20.0)


def _best_by_hand(instance: Instance) -> int:
    """Every order of every choice: the least driving, or the most points."""
    problem = instance.problem
    far = {a: {b: row[b][0] for b in row} for a, row in problem.travel.minutes.items()}
    found: list[int] = []
    for size in range(len(problem.items) + 1):
        for order in permutations(problem.items, size):
            length = _length(problem, order, far)
            if length is not None and instance.scores is not None:
                found.append(sum(instance.scores[item.key] for item in order))
            elif length is not None and size == len(problem.items):
                found.append(length)
    return max(found) if instance.is_optional else min(found)


def _length(problem: Problem, order: tuple[Item, ...], far: dict[str, dict[str, int]]) -> int | None:
    here, at, driven = "p0", problem.day_start, 0
    for item in order:
        driven += far[here][item.key]
        at = max(at + far[here][item.key], item.windows[0].start)
        if at + item.minutes > item.windows[0].end:
            return None
        here, at = item.key, at + item.minutes
    return driven + far[here]["p0"] if at + far[here]["p0"] <= problem.latest_end else None


MATRIX = """6
0 10 18 25 14 9
10 0 9 19 20 13
18 9 0 11 17 19
25 19 11 0 13 21
14 20 17 13 0 8
9 13 19 21 8 0
0 120
20 60
5 40
10 70
0 90
30 100   # the end
"""

TABLE = """!! a tour of five
CUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME
  1   0.0   0.0  0.0    0.0  200.0   0.0
  2  10.0   4.0  0.0   10.0   60.0   2.0
  3   7.0  19.0  0.0    0.0   45.0   0.0
  4  21.0  13.0  0.0   30.0  140.0   5.0
  5   2.0  28.0  0.0   20.0  150.0   0.0
  6  16.0   1.0  0.0    0.0  160.0   3.0
999   0.0   0.0  0.0    0.0    0.0   0.0
"""

ORIENTEERING = """1 1 6 12
90 100
0 35.0 35.0 0.0 0.0 0 0 0.0 90.0
1 41.0 49.0 10.0 10.0 1 1 1 16.0 60.0
2 35.0 17.0 10.0 7.0 1 1 1 50.0 60.0
3 55.0 45.0 10.0 13.0 1 1 1 11.0 70.0
4 55.0 20.0 10.0 19.0 1 2 1 2 14.0 59.0
5 15.0 30.0 10.0 26.0 1 1 1 34.0 54.0
6 25.0 30.0 10.0 3.0 1 1 1 9.0 80.0
"""


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("dumas", MATRIX), ("ohlmann", MATRIX.replace(" 9\n", " 9.5\n", 1)), ("gendreau", TABLE), ("dumas", TABLE),
        ("solomon-op", ORIENTEERING), ("cordeau-op", ORIENTEERING),
    ],
)  # fmt: skip
def test_a_published_form_is_read_and_its_best_tour_found(tmp_path: Path, family: str, text: str) -> None:
    file = tmp_path / "one.txt"
    file.write_text(text)
    instance = READERS[family](file)
    assert solved(instance, FEW) == _best_by_hand(instance)


def test_a_folder_is_compared_with_its_best_known_values(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MATRIX)
    (tmp_path / "b.txt").write_text(MATRIX.replace(" 9\n", " 9.5\n", 1))
    (tmp_path / "c.txt").write_text(TABLE)
    (tmp_path / "best-known.txt").write_text("# name value\na.txt 67\nb 66.5\n")
    found = [(instance.name, best) for instance, best in published(tmp_path, "dumas")]
    assert found == [("a.txt", 67.0), ("b.txt", 665.0), ("c.txt", None)]
    assert best_known(tmp_path) == {"a.txt": 67.0, "b": 66.5}
    (tmp_path / "best-known.txt").unlink()
    assert best_known(tmp_path) == {}


def test_a_gap_is_what_is_missing_to_the_best_known() -> None:
    tour, points = dumas_like(3, 20, 1), solomon_like(3, 100, 1)
    assert (gap_of(tour, 110, 100), gap_of(points, 90, 100)) == (10.0, 10.0)


@pytest.mark.parametrize("make", [lambda: dumas_like(7, 40, 3), lambda: solomon_like(7, 100, 3)])
def test_generated_instances_are_solved_to_the_best(make) -> None:
    instance = make()
    assert solved(instance, FEW) == _best_by_hand(instance)


def test_a_tour_that_cannot_be_made_is_told_from_one_that_can() -> None:
    instance = dumas_like(4, 20, 1)
    late = replace(instance.problem.items[0], windows=(Window(0, 1),))
    problem = replace(instance.problem, items=(late, *instance.problem.items[1:]))
    assert solved(replace(instance, problem=problem), FEW) is None


def _day(*items: Item, **fields: object) -> Problem:
    """Places p0 to p4 ten minutes apart on a road; slower in the first hour."""
    keys = [f"p{n}" for n in range(5)]
    minutes = {
        a: {b: (20 * abs(i - j), 10 * abs(i - j), 10 * abs(i - j)) for j, b in enumerate(keys)}
        for i, a in enumerate(keys)
    }
    return Problem(
        datetime(2026, 3, 2, tzinfo=UTC), items, tuple(Place(key) for key in keys), Travel(minutes),
        **{"start_place": "p0", "end_place": "p0", "day_start": 0, "day_end": 400, "latest_end": 500, **fields},
    )  # type: ignore[arg-type]  # fmt: skip


def _visit(key: str, place: str, **fields: object) -> Item:
    return Item(**{"key": key, "kind": Kind.VISIT, "name": key, "minutes": 20, "place": place,
                   "not_today_cost": 300, **fields})  # type: ignore[arg-type]  # fmt: skip


def test_visits_lie_around_what_has_a_fixed_time() -> None:
    stop = _visit("stop", "p4", kind=Kind.STOP, at=120, early_minutes=10, parking_minutes=5, must_today=True)
    problem = _day(_visit("near", "p1", windows=(Window(0, 90),)), stop, _visit("late", "p2", windows=(Window(150, 400),)),
                   _visit("pinned", "p3", pinned_start=70))  # fmt: skip
    assert route_for(problem, FEW) == ("near", "pinned", "stop", "late")


def test_a_stop_that_may_begin_late_waits_for_what_closes_before() -> None:
    stop = _visit("stop", "p2", kind=Kind.STOP, at=45, may_start_late=40, must_today=True)
    assert route_for(_day(stop, _visit("a", "p1", windows=(Window(0, 42),))), FEW) == ("a", "stop")


def test_a_visit_with_two_windows_stands_once() -> None:
    problem = _day(_visit("a", "p2", windows=(Window(60, 90), Window(200, 230))),
                   _visit("b", "p2", windows=(Window(200, 225),), must_today=True))  # fmt: skip
    assert sorted(route_for(problem, FEW)) == ["a", "b"]
    only_one = _day(_visit("a", "p2", windows=(Window(200, 220), Window(300, 320)), must_today=True),
                    _visit("b", "p2", windows=(Window(195, 225),)))  # fmt: skip
    assert route_for(only_one, FEW) == ("b", "a")


def test_a_drive_that_costs_more_than_it_is_worth_is_not_made() -> None:
    assert route_for(_day(_visit("a", "p4", not_today_cost=79), _visit("b", "p0")), FEW) == ("b",)
    assert route_for(_day(_visit("a", "p4", not_today_cost=81), _visit("b", "p0")), FEW) in [
        ("a", "b"),
        ("b", "a"),
    ]


def test_two_that_must_be_but_cannot_both_be_leave_the_better_one() -> None:
    a = _visit("a", "p1", at=100, kind=Kind.STOP, must_today=True)
    b = _visit("b", "p4", at=110, kind=Kind.STOP, must_today=True, not_today_cost=900)
    assert route_for(_day(a, b), FEW) == ("b",)


def test_what_is_under_way_is_where_one_is_and_delays_the_rest() -> None:
    here = _visit("here", "p0", started_at=0, minutes=60, wait=Wait(5, 10))
    free = _day(
        here, _visit("a", "p1", windows=(Window(0, 101),)), _visit("b", "p1", windows=(Window(0, 95),))
    )
    assert route_for(free, FEW) == ("a",)


def test_a_limit_in_seconds_may_be_given_alone() -> None:
    assert route_for(_day(_visit("a", "p1")), seconds=0.2) == ("a",)


def test_nothing_to_travel_to_is_no_route() -> None:
    call = Item("c", Kind.CALL, "c", 5)
    assert route_for(_day(call, _visit("never", "p1", windows=(Window(0, 10),))), FEW) == ()
    assert route_for(_day(_visit("a", "p1"), start_place=None, end_place=None), FEW) == ("a",)


def test_the_same_day_has_the_same_route() -> None:
    problem = dumas_like(25, 60, 5).problem
    assert route_for(problem, FEW) == route_for(problem, FEW)


@pytest.mark.parametrize(
    ("make", "rounds"),
    [(lambda: dumas_like(8, 40, 1), [60, 100]), (lambda: solomon_like(8, 40, 1), [60, 300])],
)
def test_a_tour_of_all_visits_ends_early_and_a_choice_takes_every_round(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[], Instance], rounds: list[int]
) -> None:
    taken, solve = [], routing.solve

    def counted(*args: Any, **named: Any) -> Any:
        result = solve(*args, **named)
        taken.append(result.num_iterations)
        return result

    monkeypatch.setattr(routing, "solve", counted)
    route_for(make().problem, RoutingLimits(rounds=300, seconds=20.0))
    assert taken == rounds


def test_a_route_betters_the_plan_made_at_once() -> None:
    problem = dumas_like(25, 60, 5).problem
    with_route = constructive_plan(problem, route=route_for(problem, FEW))
    assert with_route.objective < constructive_plan(problem).objective
    assert with_route.left_out == ()
