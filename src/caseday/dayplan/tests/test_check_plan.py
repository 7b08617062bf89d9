"""The checker finds whatever is done to a plan that held."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.dayplan.generate import realistic_day
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.cost import parts_of
from caseday.dayplan.rules.problem import (
    Item,
    Kind,
    LeftOut,
    Part,
    Problem,
    Solution,
    Spot,
    Tool,
    Wait,
    Window,
)
from caseday.dayplan.tests.days import call, day, stop

PACKET = Item("packet", Kind.PAPERS, "Packet", 10, tools=frozenset({Tool.PRINTER}), where=frozenset({Spot.DESK}),
              before_leaving_for=("clinic",), not_today_cost=90)  # fmt: skip
DAY = day(
    PACKET,
    stop("clinic", 90, 30, wait=Wait(20, 30), early_minutes=10, parking_minutes=5),
    call("pharmacy", 10, (90, 110), not_today_cost=90),
    call("patient", 10, (0, 300), after=("pharmacy",), not_today_cost=90),
    call("late", 10, (700, 720)),
)
PLAN = constructive_plan(DAY)


def priced(problem: Problem, plan: Solution) -> Solution:
    """The objective said as it now is, so that only the broken rule is left to find."""
    return replace(plan, parts=parts_of(problem, {one.key: one for one in plan.placed}, plan.legs))


def changed(key: str, **fields: object) -> Solution:
    placed = tuple(replace(one, **fields) if one.key == key else one for one in PLAN.placed)
    return priced(DAY, replace(PLAN, placed=placed))


def leg_changed(number: int, **fields: object) -> Solution:
    legs = tuple(replace(leg, **fields) if n == number else leg for n, leg in enumerate(PLAN.legs))
    return priced(DAY, replace(PLAN, legs=legs))


def test_a_plan_that_holds_has_no_objections() -> None:
    assert objections_to(DAY, PLAN) == ()
    assert {one.key for one in PLAN.placed} == {"packet", "clinic", "pharmacy", "patient"}


OUT = LeftOut("packet", "")
LEG = PLAN.legs[0]
BROKEN = [
    (replace(PLAN, placed=PLAN.placed[1:]), "Packet stands 0 times"),
    (replace(PLAN, left_out=(*PLAN.left_out, OUT)), "Packet stands 2 times"),
    (replace(PLAN, left_out=(*PLAN.left_out, LeftOut("ghost", ""))), "nobody asked for"),
    (changed("packet", end=11), "takes 11 minutes"),
    (changed("packet", start=-10, end=0), "before the day does"),
    (changed("packet", start=655, end=665), "after the latest end"),
    (changed("packet", start=600, end=610), "not ready when one leaves for Clinic"),
    (changed("packet", start=75, end=85, place="clinic"), "Being early for Clinic overlaps Packet"),
    (changed("packet", start=50, end=60), "The drive at 8:55 overlaps Packet"),
    (changed("packet", start=15, end=25, place="clinic"), "is done at 'clinic'"),
    (changed("packet", spot=Spot.PARKED), "parked"),
    (changed("clinic", start=91, end=151), "agreed for 9:30 and stands at 9:31"),
    (changed("clinic", place="house"), "not at 'house'"),
    (changed("pharmacy", start=111, end=121), "outside its hours"),
    (changed("pharmacy", start=100, end=110, during=None), "does not say that Pharmacy is done while waiting"),
    (changed("patient", start=80, end=90), "overlaps"),
    (changed("patient", start=20, end=30, place="home", spot=Spot.DESK, during=None), "before the end of Pharmacy"),
    (changed("patient", start=105, end=115), "overlaps"),
    (changed("patient", start=200, end=210, during="clinic", spot=Spot.WAITING), "nobody waits then"),
    (leg_changed(0, leave=LEG.leave + 1, arrive=LEG.arrive + 1), "1 minutes too late"),
    (leg_changed(0, arrive=LEG.arrive - 1), "takes 20 minutes at that hour, not 19"),
    (leg_changed(0, miles=3.0), "is 10.0 miles, not 3.0"),
    (leg_changed(0, origin="house"), "goes from 'house'"),
    (leg_changed(0, leave=-20, arrive=0), "begins before 8:00"),
    (leg_changed(1, leave=130, arrive=150), "begins before 10:30"),
    (leg_changed(1, leave=650, arrive=670), "The last drive ends at 19:10"),
    (replace(PLAN, legs=()), "There is no drive to Clinic"),
    (replace(PLAN, legs=PLAN.legs[:1]), "no drive to the end of the day"),
    (replace(PLAN, legs=(*PLAN.legs, PLAN.legs[1])), "leads nowhere"),
    (replace(PLAN, parts=(*PLAN.parts, Part("gift", -5, ""))), "points, not"),
    (replace(PLAN, bound=10_000), "said to be the least"),
    (replace(PLAN, is_optimal=True), "without proof"),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "words"), BROKEN)
def test_it_says_which_rule_is_broken(plan: Solution, words: str) -> None:
    assert any(words in sentence for sentence in objections_to(DAY, plan)), objections_to(DAY, plan)


def test_it_finds_work_that_overlaps_and_work_in_the_wrong_room() -> None:
    desk = call("desk", 10, tools=frozenset({Tool.DESK}), not_today_cost=90)
    problem = day(desk, call("other", 10, not_today_cost=90), start_place="clinic", end_place="clinic")
    both = constructive_plan(replace(problem, start_place="home", end_place="home"))
    assert any("needs desk" in s for s in objections_to(problem, both))
    together = replace(both, placed=tuple(replace(one, start=0, end=10) for one in both.placed))
    assert any(
        "overlaps" in s
        for s in objections_to(replace(problem, start_place="home", end_place="home"), together)
    )


def test_it_knows_what_is_under_way_pinned_or_cannot_be_done_while_waiting() -> None:
    under_way = day(call("talk", 20, started_at=5), day_start=10)
    plan = constructive_plan(under_way)
    assert objections_to(under_way, plan) == ()
    later = replace(plan, placed=tuple(replace(one, start=10, end=30) for one in plan.placed))
    assert any("under way since 8:05" in s for s in objections_to(under_way, later))
    pinned = day(call("talk", 20, pinned_start=100))
    assert any("is pinned to 9:40" in s for s in objections_to(pinned, later))
    no_wait = replace(DAY, items=tuple(replace(i, where=frozenset({Spot.PARKED})) for i in DAY.items))
    assert any("can't be done while waiting" in s for s in objections_to(no_wait, PLAN))
    nowhere = day(call("talk", 20, where=frozenset({Spot.WAITING})))
    there = constructive_plan(day(call("talk", 20)))
    assert any("can't be done at 'home'" in s for s in objections_to(nowhere, there))


def test_it_knows_that_what_comes_after_something_left_out_is_left_out() -> None:
    problem = replace(
        DAY, items=tuple(replace(i, after=("late",)) if i.key == "packet" else i for i in DAY.items)
    )
    assert any("comes after Late, which is left out" in s for s in objections_to(problem, PLAN))


def test_being_late_stale_moved_and_off_the_best_time_costs_what_the_rules_say() -> None:
    item = call("talk", 10, due=10, late_cost=4, preferred=(Window(0, 20),), seen_start=0, pinned_start=46)
    problem = day(item, call("left", 700, must_today=True, seen_start=3), day_end=50)
    plan = constructive_plan(problem)
    # 46 minutes late: 4 quarters of 4; 12 off the best time; 8 moved; 30 overtime; 10 + 2000 + 8 left out
    assert plan.objective == 16 + 12 + 8 + 30 + 2018
    assert objections_to(problem, plan) == ()


REALISTIC = [realistic_day(count, many_visits=count == 20, seed=1) for count in (10, 20)]
HELD = [constructive_plan(problem) for problem in REALISTIC]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1), st.data())
def test_no_shift_swap_or_loss_passes_that_breaks_a_rule(number: int, data: st.DataObject) -> None:
    """Whatever is changed at random, the checker objects, or the plan still keeps every rule by a second look."""
    problem, plan = REALISTIC[number], HELD[number]
    one = data.draw(st.sampled_from(plan.placed))
    shift = data.draw(st.integers(-600, 600).filter(bool))
    moved = replace(one, start=one.start + shift, end=one.end + shift)
    corrupted = priced(problem, replace(plan, placed=tuple(moved if o is one else o for o in plan.placed)))
    assume(_breaks(problem, corrupted, moved.key))
    assert objections_to(problem, corrupted)


def _breaks(problem: Problem, plan: Solution, key: str) -> bool:
    """A coarse second opinion on one moved item: minute by minute, is somebody in two places or outside the hours?"""
    items = {item.key: item for item in problem.items}
    one, item = next(o for o in plan.placed if o.key == key), items[key]
    if item.at is not None:
        return True
    if item.windows and not any(w.start <= one.start and one.end <= w.end for w in item.windows):
        return True
    minutes = set(range(one.start, one.end))
    for other in plan.placed:
        waited = items[other.key].wait.median if item.place is None else 0
        if other.key != key and minutes & set(range(other.start + waited, other.end)):
            return True
    return any(minutes & set(range(leg.leave, leg.arrive)) for leg in plan.legs)


@pytest.mark.parametrize("keys", [("first", "second"), ("second", "first")])
def test_two_things_without_a_length_at_one_place_and_time_need_one_drive(keys: tuple[str, str]) -> None:
    there = [stop(key, 60, 0, place="house") for key in keys]
    problem = day(stop("here", 40, 0, place="home"), *there, start_place=None, end_place=None)
    plan = constructive_plan(problem)
    assert len(plan.placed) == 3 and len(plan.legs) == 1
    assert objections_to(problem, plan) == ()
