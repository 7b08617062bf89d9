from dataclasses import replace

import pytest
from hypothesis import given, settings

from caseday.dayplan.rules.problem import Window
from caseday.dayplan.rules.team import (
    TeamPlan,
    TeamProblem,
    TeamStop,
    TeamVisit,
    Unserved,
    as_today,
    best_handovers,
    clashes_in,
    constructive_team,
    figures_of,
    filled,
    handovers,
    mixed,
    moves_of,
    objections_to_team,
    plan_from,
    tour_of,
)
from caseday.dayplan.tests.team_made import MIDNIGHT, make_team, make_visit, make_worker, teams

ROAD = {"west": 0, "mid": 20, "east": 40}
ANN = make_worker("ann", "west")
BEN = make_worker("ben", "east")


def _crossed() -> TeamProblem:
    """Each drives past the other's house."""
    return make_team(
        [ANN, BEN],
        [make_visit("e", "east", worker="ann", at=600), make_visit("w", "west", worker="ben", at=600)],
        **ROAD,
    )


@given(teams())
@settings(max_examples=150)
def test_whatever_is_asked_the_plan_made_at_once_keeps_every_rule(problem: TeamProblem) -> None:
    plan = constructive_team(problem)
    assert objections_to_team(problem, plan) == ()
    assert len(plan.stops) + len(plan.unserved) == len(problem.visits)
    assert clashes_in(problem, plan.stops) == {}


@given(teams())
@settings(max_examples=100)
def test_an_order_that_somebody_else_made_is_kept_as_far_as_it_can_be(problem: TeamProblem) -> None:
    keys = [visit.key for visit in problem.visits]
    plan = filled(problem, {worker.key: keys for worker in problem.workers}, engine="other")
    assert objections_to_team(problem, plan) == ()


def test_each_visit_goes_to_who_is_near() -> None:
    problem = _crossed()
    plan = constructive_team(problem)
    assert {stop.key: stop.worker for stop in plan.stops} == {"e": "ben", "w": "ann"}
    today, planned = figures_of(problem, as_today(problem)), figures_of(problem, plan.stops)
    assert (today.drive_minutes, planned.drive_minutes) == (160, 0)
    assert [(move.key, move.from_worker, move.to_worker, move.saves_minutes) for move in moves_of(problem, plan)] == [
        ("e", "ann", "ben", 80), ("w", "ben", "ann", 80),
    ]  # fmt: skip


def test_a_nearer_worker_whom_the_client_does_not_know_has_to_save_more_than_that_costs() -> None:
    known = replace(BEN, knows=frozenset({"c"}))
    near = make_worker("zoe", "mid")
    problem = make_team([near, known], [make_visit("v", "mid", client="c")], west=0, mid=20, east=24)
    assert constructive_team(problem).stops[0].worker == "ben"  # 8 minutes and 8 miles against 20 points
    problem = make_team([near, known], [make_visit("v", "mid", client="c")], west=0, mid=20, east=26)
    assert constructive_team(problem).stops[0].worker == "zoe"


def test_only_who_has_the_language_and_the_skill_goes() -> None:
    far = replace(BEN, languages=frozenset({"Spanish"}), skills=frozenset({"nurse"}))
    asked = make_visit("v", "west", language="Spanish", needs=frozenset({"nurse"}))
    assert constructive_team(make_team([ANN, far], [asked], **ROAD)).stops[0].worker == "ben"
    alone = constructive_team(make_team([ANN], [asked], **ROAD))
    assert alone.unserved == (
        Unserved("v", "Nobody here who may go to Visit v speaks Spanish: ask an interpreter along."),
    )
    unable = replace(asked, language="")
    assert constructive_team(make_team([ANN], [unable], **ROAD)).unserved[0].reason == (
        "Nobody here has nurse, which Visit v asks for: ask another team for somebody."
    )
    half = replace(ANN, languages=frozenset({"Spanish"})), replace(BEN, skills=frozenset({"nurse"}))
    assert (
        "(Spanish, nurse): let two go"
        in constructive_team(make_team([*half], [asked], **ROAD)).unserved[0].reason
    )


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        (make_visit("v", "west", windows=(Window(500, 510),)), "longer than its hours"),
        (make_visit("v", "east", windows=(Window(480, 515),)), "has room in its hours"),
        (make_visit("v", "east", worker="ann", at=500, is_bound=True), "can't be reached in time"),
    ],
)
def test_what_does_not_fit_says_why_and_what_to_change(visit: TeamVisit, words: str) -> None:
    assert words in constructive_team(make_team([ANN], [visit], **ROAD)).unserved[0].reason


def test_beyond_the_fair_share_the_next_visit_goes_to_somebody_else() -> None:
    visits = [make_visit(f"v{n}", "west") for n in range(4)]
    full = replace(ANN, fair_minutes=60)
    fresh = make_worker("ben", "mid")  # 20 miles off
    plan = constructive_team(make_team([full, fresh], visits, **ROAD))
    assert {stop.worker for stop in plan.stops} == {
        "ann"
    }  # 60 minutes over cost less than 80 points of driving
    crowded = make_team([full, fresh], [replace(one, minutes=100) for one in visits], **ROAD)
    assert {stop.worker for stop in constructive_team(crowded).stops} == {"ann", "ben"}


def test_one_leaves_home_so_late_that_nobody_waits_for_nothing() -> None:
    visits = [
        make_visit("a", "west", windows=(Window(480, 1000),)),
        make_visit("b", "mid", windows=(Window(700, 760),), early_minutes=5, parking_minutes=3),
    ]
    problem = make_team([ANN], visits, **ROAD)
    tour = tour_of(problem, ANN, visits)
    assert tour is not None
    assert [(stop.start, stop.end) for stop in tour.stops] == [(642, 672), (700, 730)]
    assert (tour.leave, tour.back, tour.minutes) == (642, 750, 108)
    assert tour_of(problem, ANN, visits[::-1]) is not None
    assert tour_of(problem, replace(ANN, end=740), visits) is None


def test_who_goes_instead_comes_at_the_hour_that_was_told_where_that_makes_nobodys_day_too_long() -> None:
    early = make_visit("a", "mid", windows=(Window(500, 700),), worker="ann", at=600)
    late = make_visit("b", "mid", windows=(Window(500, 800),), worker="ann", at=760)
    free = make_visit("c", "mid", windows=(Window(500, 800),))
    at = {
        stop.key: stop.start
        for stop in constructive_team(make_team([ANN], [early, late, free], **ROAD)).stops
    }
    assert (at["a"], at["b"]) == (600, 760)
    short = replace(ANN, fair_minutes=100)
    tight = [stop.start for stop in constructive_team(make_team([short], [early, late], **ROAD)).stops]
    assert tight[1] - tight[0] == 30
    gone = replace(late, at=900)
    at = {stop.key: stop.start for stop in constructive_team(make_team([ANN], [early, gone], **ROAD)).stops}
    assert at == {"a": 600, "b": 770}


def test_what_is_ticked_moves_and_the_rest_stays_as_it_is_today() -> None:
    problem = _crossed()
    plan = constructive_team(problem)
    both = {stop.key: stop.worker for stop in mixed(problem, plan, ["e"])}
    assert both == {"e": "ben", "w": "ben"}


def test_a_visit_that_can_no_longer_be_kept_is_named() -> None:
    problem = make_team([ANN], [make_visit("a", "west"), make_visit("b", "east")], **ROAD)
    stops = [TeamStop("a", "ann", 600, 630), TeamStop("b", "ann", 640, 670)]
    assert clashes_in(problem, stops) == {"b": "Ann gets to Visit b 30 minutes late: Visit a ends at 10:30."}
    late = [TeamStop("a", "ann", 1000, 1030)]
    assert clashes_in(problem, late) == {"a": "Visit a at 16:40 is outside its hours."}
    short = make_team([replace(ANN, most_visits=0, end=1020)], [make_visit("b", "east")], **ROAD)
    assert "more than 0" in clashes_in(short, [TeamStop("b", "ann", 600, 630)])["b"]
    assert "back at 17:10, not by 17:00" in clashes_in(short, [TeamStop("b", "ann", 960, 990)])["b"]


def test_a_visit_is_handed_to_somebody_nearer_who_can_keep_everything_else() -> None:
    cat, dan = make_worker("cat", "mid"), make_worker("dan", "mid", languages=frozenset())
    problem = make_team(
        [ANN, cat, dan, BEN],
        [
            make_visit("e", "mid", worker="ann", at=600, client="c"),
            make_visit("busy", "west", worker="cat", at=590, is_bound=True),
            make_visit("far", "east", worker="dan", at=700),
        ],
        **ROAD,
    )
    found = handovers(problem, as_today(problem), "e")
    assert [(one.worker, one.saves_minutes, one.saves_miles) for one in found] == [
        ("dan", 40, 40.0),
        ("ben", 0, 0.0),
    ]
    assert found[0].is_stranger
    assert handovers(problem, as_today(problem), "busy") == ()
    assert [(one.key, one.worker) for one in best_handovers(problem, as_today(problem), least=15)] == [
        ("e", "dan"), ("far", "ben"),
    ]  # fmt: skip


def test_who_is_not_able_is_not_offered_and_what_nobody_has_is_handed_by_nobody() -> None:
    problem = make_team(
        [ANN, BEN], [make_visit("v", "east", worker="ann", at=600, language="Spanish")], **ROAD
    )
    assert handovers(problem, as_today(problem), "v") == ()
    free = make_team([ANN], [make_visit("v", "east")], **ROAD)
    assert handovers(free, as_today(free), "v") == ()


def _good() -> tuple[TeamProblem, TeamPlan]:
    problem = make_team(
        [replace(ANN, languages=frozenset({"Spanish"}), skills=frozenset({"nurse"}), most_visits=2), BEN],
        [
            make_visit("a", "mid", windows=(Window(600, 700),), language="Spanish", client="c"),
            make_visit("b", "mid", needs=frozenset({"nurse"})),
            make_visit("c", "east", worker="ben", at=600, is_bound=True),
        ],
        **ROAD,
    )
    return problem, constructive_team(problem)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start": 590, "end": 620}, "outside its hours"),
        ({"worker": "ben"}, "does not speak Spanish"),
        ({"end": 700}, "minutes in the plan"),
        ({"worker": "zoe"}, "not in the team"),
        ({"key": "zzz"}, "0 times|1 times"),
    ],
)
def test_the_checker_refuses_a_plan_in_which_one_thing_is_wrong(
    change: dict[str, object], words: str
) -> None:
    problem, plan = _good()
    assert objections_to_team(problem, plan) == ()
    wrong = tuple(replace(stop, **change) if stop.key == "a" else stop for stop in plan.stops)  # type: ignore[arg-type]
    found = " ".join(objections_to_team(problem, replace(plan, stops=wrong)))
    assert any(word in found for word in words.split("|")), found


def test_the_checker_knows_skills_bonds_numbers_drives_and_costs() -> None:
    problem, plan = _good()

    def found(problem: TeamProblem, *stops: TeamStop) -> str:
        return " ".join(objections_to_team(problem, plan_from(problem, stops, engine="x")))

    assert "lacks nurse" in found(problem, TeamStop("b", "ben", 600, 630))
    assert "bound and was moved" in found(problem, TeamStop("c", "ben", 700, 730))
    assert "before Ann does" in found(problem, TeamStop("b", "ann", 470, 500))
    assert "have to leave at 7:50" in found(problem, TeamStop("b", "ann", 490, 520))
    assert "after the day has ended" in found(problem, TeamStop("b", "ann", 980, 1010))
    both = (TeamStop("a", "ann", 600, 630), TeamStop("b", "ann", 620, 650))
    assert "too late" in found(problem, *both)
    one = replace(problem, workers=(replace(problem.workers[0], most_visits=1), BEN))
    assert "2 visits, more than 1" in found(one, *both)
    assert "points, not" in objections_to_team(problem, replace(plan, points=plan.points + 1))[0]
    twice = replace(plan, stops=(*plan.stops, plan.stops[0]))
    assert "2 times" in objections_to_team(problem, twice)[0]


def test_a_team_needs_a_zone_and_different_keys() -> None:
    with pytest.raises(ValueError, match="time zone"):
        TeamProblem(MIDNIGHT.replace(tzinfo=None), (), ())
    with pytest.raises(ValueError, match="one key"):
        make_team([ANN, ANN], [], **ROAD)


def test_a_place_that_nobody_knows_takes_what_unknown_drives_take() -> None:
    problem = make_team([ANN], [make_visit("v", None), make_visit("x", "west")], **ROAD)
    plan = constructive_team(problem)
    assert objections_to_team(problem, plan) == ()
    assert figures_of(problem, plan.stops).drive_minutes >= 30


def test_a_visit_of_nobody_moves_to_somebody_and_what_stands_where_it_did_is_no_move() -> None:
    problem = make_team(
        [ANN], [make_visit("new", "west"), make_visit("kept", "west", worker="ann", at=700)], **ROAD
    )
    moves = moves_of(problem, constructive_team(problem))
    assert [(move.key, move.from_worker, move.saves_minutes) for move in moves] == [("new", None, 0)]


def test_who_may_not_go_is_named_as_a_clash() -> None:
    problem = make_team([ANN], [make_visit("v", "west", language="Spanish")], **ROAD)
    assert "needs somebody who speaks Spanish" in clashes_in(problem, [TeamStop("v", "ann", 600, 630)])["v"]
