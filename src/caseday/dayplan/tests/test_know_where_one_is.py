"""Where somebody is: by taps, else by what was planned."""

from caseday.dayplan.rules.problem import Leg, Travel
from caseday.dayplan.rules.stopping import StopFacts
from caseday.dayplan.rules.whereabouts import Here, Left, morning_start, whereabouts

KEYS = ("home", "clinic", "house")
TRAVEL = Travel({a: {b: (20,) for b in KEYS if b != a} for a in KEYS})


def stop(place="clinic", **fields):
    return StopFacts(**{"key": "s", "name": "s", "start": 600, "end": 660, "place": place} | fields)


def where(now=700, *, under_way=(), driving_to=None, left=(), legs_home=()):
    return whereabouts(
        "home", now=now, morning=480, under_way=under_way, driving_to=driving_to, left=left,
        legs_home=legs_home, travel=TRAVEL,
    )  # fmt: skip


def leg_home(leave):
    return Leg("clinic", "home", leave, leave + 20, 9.0, None)


def test_in_the_morning_at_the_base_from_the_hour_that_the_day_begins():
    assert where(430) == Here("home", 480)
    assert where(490) == Here("home", 490)


def test_at_the_stop_that_is_under_way_the_latest_where_two_are():
    first, second = stop(arrived=590), stop("house", arrived=620)
    assert where(630, under_way=[first, second]) == Here("house", 630)


def test_a_call_under_way_is_nowhere():
    assert where(630, under_way=[stop(None)], left=[Left(600, "clinic")]) == Here("clinic", 630)


def test_on_the_road_one_is_there_when_the_drive_is_over_and_the_car_parked():
    assert where(590, driving_to=(stop(parking=5), 585)) == Here("clinic", 610)
    assert where(640, driving_to=(stop(parking=5), 585)) == Here("clinic", 640)


def test_the_drive_begins_where_one_was_last():
    far = Travel({"house": {"clinic": (50,)}, "home": {"clinic": (20,)}})
    for left, arrives in (([Left(580, "house")], 635), ([Left(586, "house")], 605), ([], 605)):
        here = whereabouts(
            "home", now=590, morning=480, under_way=(), driving_to=(stop(), 585), left=left,
            legs_home=(), travel=far,
        )  # fmt: skip
        assert here == Here("clinic", arrives)


def test_after_a_stop_one_stays_there_until_the_planned_drive_home():
    left = [Left(660, "clinic"), Left(600, "house")]
    assert where(700, left=left, legs_home=[leg_home(705)]) == Here("clinic", 700)
    assert where(710, left=left, legs_home=[leg_home(705)]) == Here("home", 725)
    assert where(760, left=left, legs_home=[leg_home(705)]) == Here("home", 760)


def test_a_drive_home_before_the_last_stop_says_nothing():
    assert where(700, left=[Left(660, "clinic")], legs_home=[leg_home(500)]) == Here("clinic", 700)


def test_the_morning_begins_as_early_as_the_first_stop_asks():
    assert morning_start(480, [(600, 10, 30)]) == 480
    assert morning_start(480, [(480, 10, 30), (700, 0, 0)]) == 440
    assert morning_start(480, []) == 480
    assert morning_start(480, [(10, 10, 30)]) == 0
