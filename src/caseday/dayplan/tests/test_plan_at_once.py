"""The plan that is there at once, whatever is asked."""

import pytest
from hypothesis import given, settings

from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Item, Kind, Problem, Solution, Spot, Tool, Wait, Window
from caseday.dayplan.tests.days import EIGHT, call, day, problems, stop


def planned(problem: Problem) -> Solution:
    plan = constructive_plan(problem)
    assert objections_to(problem, plan) == ()
    return plan


def start_of(plan: Solution, key: str) -> int:
    return next(one.start for one in plan.placed if one.key == key)


def reason_of(plan: Solution, key: str) -> str:
    return next(left.reason for left in plan.left_out if left.key == key)


@settings(max_examples=400, deadline=None)
@given(problems())
def test_it_keeps_every_rule_whatever_is_asked(problem: Problem) -> None:
    planned(problem)


def test_a_day_without_anything_is_a_plan() -> None:
    assert planned(day()).placed == ()


def test_it_leaves_in_time_for_being_early_and_parking() -> None:
    plan = planned(day(stop("clinic", 120, early_minutes=10, parking_minutes=5)))
    assert plan.legs[0].leave == 120 - 10 - 5 - 20
    assert plan.legs[-1].to is None


def test_it_leaves_earlier_in_rush_hour() -> None:
    from caseday.dayplan.tests.days import travel

    plan = planned(day(stop("clinic", 70), travel=travel(20, rush=15)))
    assert plan.legs[0].leave == 70 - 35


def test_a_call_uses_the_wait_with_which_a_stop_begins() -> None:
    visit = stop("clinic", 30, wait=Wait(20, 30))
    plan = planned(day(visit, call("office", 10, (30, 50)), travel=day().travel))
    assert plan.placed[0].during == "clinic"
    assert plan.placed[0].spot is Spot.WAITING


def test_a_meeting_by_phone_in_the_middle_of_a_dearer_stop_is_left_out() -> None:
    meeting = Item("meeting", Kind.CALL, "Meeting", 10, at=130, not_today_cost=5)
    plan = planned(day(stop("clinic", 120, 60), meeting))
    assert [one.key for one in plan.placed] == ["clinic"]
    assert [one.key for one in plan.left_out] == ["meeting"]


def test_desk_work_is_not_done_while_waiting_or_in_the_car() -> None:
    desk = Item("desk", Kind.TODO, "Desk", 10, (Window(30, 50),), where=frozenset({Spot.DESK}))
    plan = planned(day(stop("clinic", 30, wait=Wait(20, 30)), desk))
    assert plan.left_out[0].key == "desk"


def test_a_packet_is_printed_before_leaving_for_its_stop() -> None:
    packet = Item("packet", Kind.PAPERS, "Packet", 10, tools=frozenset({Tool.PRINTER}),
                  before_leaving_for=("clinic",))  # fmt: skip
    plan = planned(day(packet, stop("clinic", 90)))
    assert start_of(plan, "packet") + 10 <= plan.legs[0].leave


def test_the_pharmacy_is_called_before_the_patient() -> None:
    plan = planned(
        day(call("patient", after=("pharmacy",), not_today_cost=90), call("pharmacy", 5, (60, 200)))
    )
    assert start_of(plan, "patient") >= start_of(plan, "pharmacy") + 5


def test_what_comes_after_something_left_out_is_left_out() -> None:
    plan = planned(day(call("pharmacy", 5, (700, 800)), call("patient", after=("pharmacy",))))
    assert reason_of(plan, "patient") == "It comes after Pharmacy, which is not in the plan today."


def test_a_stop_waits_for_its_condition_or_is_left_out() -> None:
    never = call("never", 5, (700, 800))
    plan = planned(day(never, stop("clinic", 120, after=("never",)), stop("other", 240)))
    assert [one.key for one in plan.placed] == ["other"]


def test_of_two_stops_at_once_the_dearer_stays_and_the_other_says_so() -> None:
    plan = planned(day(stop("first", 120, not_today_cost=90), stop("second", 130)))
    assert start_of(plan, "second") == 130
    assert reason_of(plan, "first") == "At 10:00 it overlaps Second (10:10 to 10:40): move one of them."


def test_a_stop_that_cannot_be_reached_says_so() -> None:
    plan = planned(day(stop("early", 10)))
    assert "can't be reached by 8:10" in reason_of(plan, "early")


def test_being_a_little_late_is_better_than_not_coming_where_that_is_allowed() -> None:
    plan = planned(day(stop("early", 10, may_start_late=15, late_cost=5)))
    assert start_of(plan, "early") == 20
    assert [part.points for part in plan.parts if part.name == "late"] == [5]


def test_a_place_without_coordinates_is_guessed_and_said() -> None:
    plan = planned(day(stop("far", 120, place="nowhere")))
    assert not plan.legs[0].is_known
    assert plan.sentences == (
        "Some drives between Home, nowhere are not known; 30 minutes each stand for them. Set their pins on the map.",
    )


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (call("long", 900), "It takes 900 minutes and the day has 660: split it."),
        (call("shut", 10, (700, 900)), "The office is not open for 10 minutes in the rest of this day"),
        (call("loop", after=("loop",)), "It is to come after itself"),
        (stop("night", 700), "19:40 is outside the day"),
        (Item("wait", Kind.TODO, "Wait", 5, where=frozenset({Spot.WAITING})), "It needs a wait"),
    ],
)
def test_what_is_impossible_says_what_to_change(item: Item, words: str) -> None:
    plan = planned(day(item))
    assert words in reason_of(plan, item.key)
    assert any(words in sentence for sentence in plan.sentences)


def test_a_printer_that_is_nowhere_is_missed() -> None:
    item = Item("print", Kind.PAPERS, "Print", 5, tools=frozenset({Tool.PRINTER}))
    plan = planned(day(item, start_place="clinic", end_place="clinic"))
    assert "It needs a printer" in reason_of(plan, "print")


def test_what_does_not_fit_is_given_a_time_on_the_next_days() -> None:
    late = [call(key, 60, (0, 60), later_windows=(Window(1500, 1700),)) for key in ("a", "b", "c")]
    plan = planned(day(*late, later_free=(Window(1440, 1620),)))
    assert sorted(left.instead_at for left in plan.left_out) == [1500, 1560]


def test_what_is_under_way_stays_even_where_nothing_else_would() -> None:
    plan = planned(day(call("talk", 20, started_at=50, after=("gone",)), stop("clinic", 120), day_start=60))
    assert start_of(plan, "talk") == 50


def test_a_stop_under_way_is_where_the_person_is() -> None:
    under_way = stop("clinic", 30, started_at=35, early_minutes=10)
    plan = planned(day(under_way, stop("next", 120, place="house"), start_place="clinic", day_start=50))
    assert [leg.to for leg in plan.legs] == ["next", None]


def test_a_pinned_call_stands_where_it_was_put_and_drives_go_around_it() -> None:
    plan = planned(day(call("pinned", 20, (300, 400), pinned_start=80), stop("clinic", 120)))
    assert start_of(plan, "pinned") == 80
    assert plan.legs[0].leave in range(61) or plan.legs[0].leave >= 100


def test_what_was_seen_stays_where_it_was_seen() -> None:
    visit = Item(
        "visit", Kind.VISIT, "Visit", 30, (Window(0, 500),), place="house", seen_start=333, not_today_cost=90
    )
    plan = planned(day(visit, call("chat", 10, (0, 500), seen_start=222)))
    assert (start_of(plan, "visit"), start_of(plan, "chat")) == (333, 222)


def test_an_order_from_somebody_who_knows_better_is_followed() -> None:
    visits = [
        Item(k, Kind.VISIT, k, 30, place=p, not_today_cost=200) for k, p in (("a", "clinic"), ("b", "house"))
    ]
    problem = day(*visits)
    plan = constructive_plan(problem, route=["b", "a", "unknown"])
    assert objections_to(problem, plan) == ()
    assert start_of(plan, "b") < start_of(plan, "a")


def test_a_drive_home_is_taken_at_the_end_where_nothing_else_is_to_be_driven_to() -> None:
    plan = planned(day(call("chat", 10, (200, 300)), end_place="office"))
    assert plan.legs[0].leave >= 300


def test_three_hundred_things_are_planned_too() -> None:
    many = [call(f"call{n}", 10, (0, 240), (300, 540), not_today_cost=n % 40) for n in range(290)]
    plan = planned(day(*many, *[stop(f"stop{n}", 40 + 50 * n) for n in range(10)]))
    assert len(plan.placed) + len(plan.left_out) == 300


def test_minutes_below_zero_and_one_key_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="minutes"):
        call("odd", -5)
    with pytest.raises(ValueError, match="one key"):
        day(call("same"), call("same"))
    with pytest.raises(ValueError, match="time zone"):
        Problem(EIGHT.replace(tzinfo=None), ())


def test_minutes_pass_a_clock_change_as_they_are() -> None:
    sunday = EIGHT.replace(month=3, day=9, hour=1)
    assert f"{day(starts_at=sunday).moment(90):%H:%M %z}" == "03:30 -0500"


def test_a_long_chain_of_conditions_falls_with_its_first_link() -> None:
    chain = [stop(f"s{n}", 60 * n, after=(f"s{n - 1}",)) for n in range(1, 7)]
    plan = planned(day(call("s0", 10, (700, 720)), *chain, stop("free", 480)))
    assert [one.key for one in plan.placed] == ["free"]


def test_a_day_that_begins_after_its_end_still_ends_at_home() -> None:
    plan = planned(day(end_place="office", day_start=600))
    assert plan.legs[0].leave == 600


def test_a_drive_without_a_row_in_the_table_takes_what_unknown_ones_take() -> None:
    assert day().travel.drive("home", "moon", 0).minutes == 30
    assert day().travel.drive(None, "home", 0).minutes == 0


def test_the_gap_is_known_only_with_a_bound() -> None:
    plan = planned(day(call("shut", 10, (700, 720))))
    assert plan.gap is None
    assert Solution((), (), parts=plan.parts, bound=5).gap == 0.5
