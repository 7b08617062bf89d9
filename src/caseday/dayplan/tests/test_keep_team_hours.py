"""Lunch, absence and skills in a team's day."""

from dataclasses import replace
from datetime import date

import pytest

from caseday.access.rules.licenses import Held
from caseday.dayplan.rules.problem import Window
from caseday.dayplan.rules.team import (
    TeamProblem,
    TeamStop,
    as_today,
    clashes_in,
    constructive_team,
    facts_of,
    handovers,
    has_lunch,
    objections_to_team,
    plan_from,
    skills_of,
    skills_written,
    tour_of,
    tours_of,
    wants_lunch,
    with_agreed_hours,
    with_fair_shares,
)
from caseday.dayplan.rules.team.problem import why_not
from caseday.dayplan.tests.team_made import make_team, make_visit, make_worker

ROAD = {"west": 0, "mid": 20, "east": 40}
NOON = Window(720, 780)
ANN = make_worker("ann", "west", lunch=NOON, lunch_minutes=30)
BEN = make_worker("ben", "east")
ON = date(2026, 3, 3)


def _found(problem: TeamProblem, *stops: TeamStop) -> str:
    return " ".join(objections_to_team(problem, plan_from(problem, stops, engine="x")))


def test_a_day_full_of_visits_leaves_time_for_lunch() -> None:
    visits = [make_visit(f"v{n}", "west", minutes=60, unserved_cost=4000) for n in range(9)]
    plan = constructive_team(make_team([ANN], visits, **ROAD))
    assert objections_to_team(make_team([ANN], visits, **ROAD), plan) == ()
    assert len(plan.stops) == 8 and len(plan.unserved) == 1
    assert len(constructive_team(make_team([replace(ANN, lunch=None)], visits, **ROAD)).stops) == 9


@pytest.mark.parametrize(
    ("second", "starts"),
    [
        (make_visit("b", "mid", windows=(Window(740, 900),)), 770),  # eaten before the drive
        (make_visit("b", "mid", windows=(Window(770, 900),), early_minutes=10), 780),
    ],
)
def test_lunch_stands_where_the_next_visit_begins_soonest(second: object, starts: int) -> None:
    first = make_visit("a", "west", windows=(Window(690, 720),))
    problem = make_team([ANN], [first, second], **ROAD)  # type: ignore[list-item]
    tour = tour_of(problem, ANN, [first, second])  # type: ignore[list-item]
    assert tour is not None and [stop.start for stop in tour.stops] == [690, starts]


def test_one_drives_first_and_eats_there_where_the_road_is_fuller_later() -> None:
    first, second = (
        make_visit("a", "west", windows=(Window(660, 690),)),
        make_visit("b", "mid", windows=(Window(660, 900),)),
    )
    problem = make_team([ANN], [first, second], **ROAD)
    slow = {**problem.travel.minutes, "west": {**problem.travel.minutes["west"], "mid": (*[20] * 12, 90)}}
    problem = replace(problem, travel=replace(problem.travel, minutes=slow))
    tour = tour_of(problem, ANN, [first, second])
    assert tour is not None and tour.stops[1].start == 710, "lunch comes after it"
    late = replace(ANN, lunch=Window(700, 745))
    kept = tour_of(problem, late, [first, replace(second, minutes=60)])
    assert kept is not None and kept.stops[1].start == 740


def test_lunch_after_the_last_visit_is_at_home_or_where_one_is() -> None:
    visit = make_visit("a", "east", windows=(Window(690, 740),))
    problem = make_team([ANN], [visit], **ROAD)
    tour = tour_of(problem, ANN, [visit])
    assert tour is not None and tour.back is not None and tour.back > 750
    assert has_lunch(problem, ANN, [visit], tour)
    short = replace(ANN, end=785)
    assert tour_of(problem, short, [replace(visit, windows=(Window(710, 745),))]) is None


def test_a_day_without_lunch_is_a_clash_that_names_who_and_when() -> None:
    visits = [
        make_visit("a", "west", minutes=200, worker="ann", at=500),
        make_visit("b", "west", minutes=200, worker="ann", at=701),
    ]
    problem = make_team([ANN], visits, **ROAD)
    assert clashes_in(problem, as_today(problem)) == {
        "b": "Ann has no 30 minutes for lunch between 12:00 and 13:00."
    }
    early = make_team([replace(ANN, end=780)], [replace(visits[0], minutes=275)], **ROAD)
    assert (
        clashes_in(early, as_today(early))
        == {"a": "Ann has no 30 minutes for lunch between 12:00 and 13:00."}
        or clashes_in(early, as_today(early)) == {}
    )
    assert "no time for lunch" in _found(problem, *as_today(problem))


def test_the_checker_finds_lunch_wherever_it_stands() -> None:
    a, b = make_visit("a", "west"), make_visit("b", "mid")
    problem = make_team([ANN], [a, b], **ROAD)
    before_the_drive = TeamStop("a", "ann", 700, 730), TeamStop("b", "ann", 780, 810)
    after_it = TeamStop("a", "ann", 690, 720), TeamStop("b", "ann", 770, 800)
    none = TeamStop("a", "ann", 700, 730), TeamStop("b", "ann", 751, 781)
    assert _found(problem, *before_the_drive) == "" and _found(problem, *after_it) == ""
    assert "no time for lunch" in _found(problem, *none)
    assert _found(make_team([replace(ANN, lunch=None)], [a, b], **ROAD), *none) == ""


def test_one_may_leave_earlier_to_eat_where_one_goes() -> None:
    far = make_team([ANN], [make_visit("a", "east")], **ROAD)
    assert _found(far, TeamStop("a", "ann", 770, 800)) == ""
    assert "no time for lunch" in _found(far, TeamStop("a", "ann", 745, 775))
    near = make_team([ANN], [make_visit("a", "west"), make_visit("b", "mid")], **ROAD)
    fuller = {**near.travel.minutes, "west": {**near.travel.minutes["west"], "mid": (*[20] * 12, 90)}}
    slow = replace(near, travel=replace(near.travel, minutes=fuller))
    assert _found(slow, TeamStop("a", "ann", 660, 690), TeamStop("b", "ann", 750, 780)) == ""


def test_who_begins_after_lunch_or_ends_before_it_has_it_in_their_own_time() -> None:
    assert wants_lunch(ANN) and not wants_lunch(BEN)
    assert not wants_lunch(replace(ANN, start=760)) and not wants_lunch(replace(ANN, end=770))


def test_whoever_has_agreed_to_be_somewhere_over_lunch_is_not_late_for_it() -> None:
    agreed = make_visit("a", "west", minutes=90, worker="ann", at=700, is_bound=True)
    problem = with_agreed_hours(make_team([ANN], [agreed], **ROAD))
    assert problem.workers[0].lunch is None
    assert clashes_in(problem, as_today(problem)) == {}
    assert with_agreed_hours(make_team([ANN], [replace(agreed, minutes=20)], **ROAD)).workers[0].lunch == NOON


def test_who_is_away_goes_nowhere_and_their_visits_are_for_the_others() -> None:
    away = replace(ANN, is_away=True)
    visit = make_visit("v", "west", worker="ann", at=600)
    problem = make_team([away, BEN], [visit], **ROAD)
    assert clashes_in(problem, as_today(problem)) == {"v": "Ann is away: Visit v needs somebody else."}
    assert [stop.worker for stop in constructive_team(problem).stops] == ["ben"]
    assert [one.worker for one in handovers(problem, as_today(problem), "v")] == ["ben"]
    assert "Ann is away and would have to go" in _found(problem, TeamStop("v", "ann", 600, 630))
    alone = constructive_team(make_team([away], [visit], **ROAD)).unserved[0].reason
    assert alone == "Who may go to Visit v is away (Ann): take another day, or ask another team."


def test_who_is_away_has_no_fair_share_of_the_day() -> None:
    visits = [make_visit("a", "east", worker="ann", at=600), make_visit("b", "east", worker="ben", at=600)]
    both = with_fair_shares(make_team([ANN, BEN], visits, **ROAD), {"ben": 60})
    alone = with_fair_shares(make_team([replace(ANN, is_away=True), BEN], visits, **ROAD), {"ben": 60})
    assert both.workers[1].fair_minutes < alone.workers[1].fair_minutes
    nobody = make_team([replace(ANN, is_away=True)], visits[:1], **ROAD)
    assert with_fair_shares(nobody, {}) == nobody


def test_why_somebody_may_not_go_is_said() -> None:
    visit = make_visit("v", "west", needs=frozenset({"RN", "Spanish"}), worker="ben", at=600)
    assert why_not(ANN, visit) == "Visit v asks for RN, Spanish, which Ann does not have."
    assert why_not(replace(ANN, skills=frozenset({"RN", "Spanish"})), visit) == ""
    bound = replace(visit, is_bound=True)
    assert why_not(BEN, bound) == "" and "agreed with somebody else than Ann" in why_not(ANN, bound)


def test_facts_differ_with_lunch_and_absence() -> None:
    problem = make_team([ANN], [], **ROAD)
    others = [replace(ANN, lunch=None), replace(ANN, lunch_minutes=20), replace(ANN, is_away=True)]
    assert len({facts_of(problem), *(facts_of(replace(problem, workers=(one,))) for one in others)}) == 4
    assert tours_of(problem, ())["ann"].stops == ()


def test_a_skill_is_the_same_however_it_is_written() -> None:
    assert skills_written("rn, spanish; Registered  nurse\nBilingual, wound care, msw,") == {
        "RN", "Spanish", "bilingual", "wound care", "MSW",
    }  # fmt: skip
    assert skills_written("") == frozenset()


def test_a_license_that_has_run_out_is_no_skill() -> None:
    held = [Held("rn", expires_on=date(2026, 3, 2)), Held("ccm", expires_on=date(2026, 3, 3))]
    assert skills_of("RN, MSW", held, ["English"], ON) == {"CCM", "MSW", "English"}
    assert skills_of("RN", [], ["English", "Spanish"], ON) == {"RN", "English", "Spanish", "bilingual"}
