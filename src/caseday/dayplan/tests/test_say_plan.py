"""Plans in words: what changed, why something is where it is, and what the weights mean."""

from dataclasses import fields, replace
from datetime import timedelta

from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.difference import difference, in_words
from caseday.dayplan.rules.problem import (
    Item,
    Kind,
    LeftOut,
    Placed,
    Problem,
    Solution,
    Spot,
    Tool,
    Wait,
    Weights,
    Window,
)
from caseday.dayplan.rules.reasons import reasons_for
from caseday.dayplan.rules.weights import choices, meanings, weights_for
from caseday.dayplan.tests.days import call, day, stop


def at(**starts: int) -> Solution:
    return Solution(tuple(Placed(key, start, start + 10, "home") for key, start in starts.items()), ())


def said(old_problem: Problem, old: Solution, problem: Problem, new: Solution) -> str:
    return in_words(difference(old_problem, old, problem, new))


LUNCH = Item("lunch", Kind.BREAK, "lunch", 10)
DAY = day(LUNCH, call("pharmacy"), call("records"))


def test_a_broken_day_is_told_as_one_would() -> None:
    new = at(pharmacy=60, lunch=260)
    new = replace(new, left_out=(LeftOut("records", "", 1500),))
    words = said(DAY, at(lunch=240, records=280, pharmacy=300), DAY, new)
    assert (
        words
        == "Records moves to tomorrow 9:00, Pharmacy first, at 9:00, lunch 20 minutes later, the day ends 40 minutes earlier."
    )


def test_nothing_or_next_to_nothing_is_no_change() -> None:
    assert said(DAY, at(lunch=240), DAY, at(lunch=244)) == "Nothing else changes."


def test_what_comes_goes_and_drops_out_is_said() -> None:
    old, new = day(LUNCH, call("gone")), day(LUNCH, call("new"))
    plan = replace(at(new=250), left_out=(LeftOut("lunch", ""),))
    assert said(
        old, at(lunch=240, gone=250), new, plan
    ) == "lunch does not fit today, New at 12:10, Gone is off.".capitalize().replace("new", "New").replace(
        "gone", "Gone"
    )


def test_far_shifts_are_said_as_times_and_alike_ones_together() -> None:
    calls = [call(f"c{n}") for n in range(3)]
    problem = day(LUNCH, *calls)
    old = at(c0=60, c1=70, c2=80, lunch=240)
    new = at(c0=70, c1=80, c2=90, lunch=400)
    words = said(problem, old, problem, new)
    assert (
        words == "3 calls 10 minutes later, lunch at 14:40 instead of 12:00, the day ends 160 minutes later."
    )


def test_what_is_under_way_or_past_is_no_change() -> None:
    old = day(call("talk"), call("done"))
    new = day(call("talk", started_at=100), call("extra", started_at=90), day_start=110)
    assert said(old, at(talk=60, done=80), new, at(talk=100, extra=90)) == "The day ends 20 minutes later."


def test_minutes_of_two_problems_are_laid_on_one_clock() -> None:
    later = replace(DAY, starts_at=DAY.starts_at + timedelta(hours=1))
    assert (
        said(DAY, at(lunch=240), later, at(lunch=200))
        == "Lunch 20 minutes later, the day ends 20 minutes later."
    )


def test_many_changes_are_cut_short() -> None:
    kinds = [Item(f"i{n}", Kind.TODO, f"i{n}", 5 + n) for n in range(8)]
    problem = day(*kinds)
    changes = difference(
        problem, at(**{f"i{n}": 100 for n in range(8)}), problem, at(**{f"i{n}": 110 + n for n in range(8)})
    )
    assert in_words(changes, most=2).endswith(" and 7 more changes.")


def test_each_thing_says_why_it_is_there() -> None:
    packet = Item("packet", Kind.PAPERS, "Packet", 10, tools=frozenset({Tool.PRINTER}), before_leaving_for=("clinic",),
                  not_today_cost=90)  # fmt: skip
    note = Item("note", Kind.NOTE, "Note", 10, after=("clinic",), fresh_after="clinic", not_today_cost=90)
    problem = day(
        packet, stop("clinic", 90, wait=Wait(20, 20), why="surgery is tomorrow"), note,
        call("pharmacy", 10, (90, 110), not_today_cost=90), call("patient", after=("pharmacy",), due=300, late_cost=1),
        call("best", preferred=(Window(200, 260),)), call("missed", 10, (300, 360), preferred=(Window(0, 20),), not_today_cost=50),
        call("pinned", pinned_start=400), call("talk", started_at=0), call("any"), call("shut", 10, (700, 900)),
        call("late", 10, (200, 300), due=150, late_cost=1), call("off", 10, (700, 900), later_windows=(Window(1500, 1600),)),
        later_free=(Window(1440, 1900),),
    )  # fmt: skip
    why = reasons_for(problem, constructive_plan(problem))
    assert why["packet"] == "Before leaving for Clinic."
    assert why["clinic"] == "Agreed for 9:30; surgery is tomorrow."
    assert why["note"] == "After Clinic, while the memory is fresh."
    assert why["pharmacy"] == "Comes before Patient; uses the wait at Clinic."
    assert why["patient"].endswith("due by 13:00.")
    assert why["best"] == "At the best time."
    assert why["missed"] == "The best time (8:00 to 8:20) was not free; possible 13:00 to 14:00."
    assert why["pinned"] == "Pinned to 14:40."
    assert why["talk"] == "Under way."
    assert why["any"] == "The first free time that suits."
    assert why["late"] == "Possible 11:20 to 13:00; 60 minutes late, earlier did not fit."
    assert why["off"].endswith("ask for another day. Instead: tomorrow 9:00.")
    assert "Instead" not in why["shut"]


def test_what_must_happen_today_says_why_it_comes_first() -> None:
    problem = day(call("must", must_today=True, goes_ahead=True, due=540))
    why = reasons_for(problem, constructive_plan(problem))
    assert why == {"must": "It must happen today, so it goes ahead where that costs nothing; due by 17:00."}


def test_a_full_day_says_what_is_missing() -> None:
    full = [call("long", 60, (0, 60), not_today_cost=90), call("short", 10, (0, 60))]
    desk = Item("desk", Kind.TODO, "Desk", 600, tools=frozenset({Tool.DESK}), where=frozenset({Spot.DESK}))
    problem = day(*full, stop("clinic", 200), desk)
    why = reasons_for(problem, constructive_plan(problem))
    assert "no 10 free minutes in its hours are left" in why["short"]
    assert "no 600 free minutes where there is a desk are left" in why["desk"]


def test_days_further_on_are_said_by_name() -> None:
    problem = day(
        call("off", 10, (700, 900), later_windows=(Window(2940, 3000),)), later_free=(Window(2880, 3100),)
    )
    assert reasons_for(problem, constructive_plan(problem))["off"].endswith("Instead: Thursday 9:00.")


def test_the_shipped_file_holds_every_weight_as_the_code_has_it() -> None:
    assert weights_for() == Weights()
    assert [meaning.key for meaning in meanings()] != []
    assert {meaning.key for meaning in meanings()} == {field.name for field in fields(Weights)}
    assert all(meaning.means.endswith(".") and meaning.unit for meaning in meanings())


def test_a_choice_in_plain_words_changes_the_weights_once() -> None:
    less = weights_for(["drive_less", "drive_less"])
    assert (less.drive_minute, less.mile, less.overtime_quarter) == (3, 3, 30)
    assert weights_for(["home_on_time", "stay_longer"]) == weights_for(["stay_longer", "home_on_time"])
    assert weights_for(["home_on_time", "stay_longer"]).overtime_quarter == 36
    assert weights_for(["no longer there"]) == Weights()
    assert all(choice.says.startswith("I would rather ") for choice in choices())


def test_who_would_rather_drive_less_drives_less() -> None:
    visit = Item("visit", Kind.VISIT, "Visit", 30, place="house", not_today_cost=100)
    here, away = day(visit), day(visit, weights=weights_for(["drive_less"]))
    assert len(constructive_plan(here).legs) == 2
    assert constructive_plan(away).legs == ()


def test_what_never_was_in_the_plan_is_no_change_when_left_out() -> None:
    new = replace(at(lunch=240), left_out=(LeftOut("records", "", 1500),))
    assert said(DAY, at(lunch=240), DAY, new) == "Nothing else changes."
