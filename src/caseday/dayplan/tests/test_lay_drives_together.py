from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.dayplan.travel import (
    ANY_HOUR,
    Hour,
    Known,
    RecordedDrive,
    RecordedDrives,
    Refusal,
    Source,
    Travels,
    cell_of,
    hour_of,
    own_pace,
)
from caseday.dayplan.travel.matrix import pairs_missing
from caseday.schedule.rules import estimated_travel

AUSTIN, EAST = ZoneInfo("America/Chicago"), ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, tzinfo=AUSTIN)
HOME, NORTH, SOUTH = (30.2672, -97.7431), (30.4005, -97.7431), (30.15, -97.8)
NEAR_NORTH, FAR_NORTH = (30.4030, -97.7431), (30.4050, -97.7431)  # 280 and 500 m further on
FAR_EAST = (30.4005, -97.7379)  # 500 m


def at(hour, minute=0, days=0):
    return MONDAY + timedelta(days=days, hours=hour, minutes=minute)


def known(minutes=20.0, miles=11.0, hour=ANY_HOUR, start=HOME, end=NORTH, **more):
    return {(cell_of(start), cell_of(end), hour): Known(minutes, miles, Source.OSRM, **more)}


def drives(*minutes, start=HOME, end=NORTH, hour=12):
    return [RecordedDrive(start, end, n, at(hour, days=-7 * (i + 1))) for i, n in enumerate(minutes)]


def test_without_anything_known_it_is_the_estimate_of_the_leave_by_times():
    leg = Travels().leg(HOME, NORTH, at(17))
    estimate = estimated_travel(HOME, NORTH, at(17))
    assert (leg.minutes, leg.miles, leg.is_estimate) == (estimate.minutes, estimate.miles, True)


def test_the_same_place_takes_no_time_and_is_no_estimate():
    leg = Travels().leg(HOME, (HOME[0] + 0.0001, HOME[1]), at(8))
    assert (leg.minutes, leg.miles, leg.source) == (0, 0.0, Source.HERE)


def test_what_a_server_said_wins_over_the_estimate_with_the_door_and_the_rush_added():
    travels = Travels(known())
    free, rush = travels.leg(HOME, NORTH, at(12)), travels.leg(HOME, NORTH, at(17))
    assert (free.minutes, free.miles, free.source, free.is_estimate) == (24, 11.0, Source.OSRM, False)
    assert rush.minutes == 32
    assert travels.leg(NORTH, HOME, at(12)).is_estimate


def test_what_a_server_said_of_the_hour_is_taken_as_it_is():
    travels = Travels(known() | known(33.0, hour=Hour("weekday", 17)))
    assert travels.leg(HOME, NORTH, at(17, 30)).minutes == 37
    assert travels.leg(HOME, NORTH, at(12)).minutes == 24
    assert travels.leg(HOME, NORTH, at(17, days=5)).minutes == 24


def test_a_refused_answer_of_the_hour_leaves_the_one_of_any_hour():
    travels = Travels(known() | known(None, None, hour=Hour("weekday", 12), refusal=Refusal.ABSURD))
    assert travels.leg(HOME, NORTH, at(12)).minutes == 24


def test_a_refused_answer_leaves_the_estimate():
    travels = Travels(known(None, None, refusal=Refusal.OFF_ROAD))
    assert travels.leg(HOME, NORTH, at(12)) == Travels().leg(HOME, NORTH, at(12))


def test_a_server_that_says_no_miles_leaves_the_estimated_ones():
    leg = Travels(known(20.0, None)).leg(HOME, NORTH, at(12))
    assert (leg.minutes, leg.miles) == (24, Travels().leg(HOME, NORTH, at(12)).miles)


def test_three_own_drives_win_and_their_median_counts():
    travels = Travels(known(), RecordedDrives(drives(30, 31, 60)))
    leg = travels.leg(HOME, NORTH, at(13))
    assert (leg.minutes, leg.miles, leg.source, leg.is_estimate) == (31, 11.0, Source.RECORDED, False)


@pytest.mark.parametrize(
    "driven",
    [
        drives(30, 31),
        drives(30, 31, 32, hour=17),
        drives(30, 31, 32, end=FAR_NORTH),
        drives(30, 31, 32, end=FAR_EAST),
        drives(30, 31, 32, start=FAR_NORTH, end=HOME),
        [*drives(30, 31), *drives(30, 31, hour=8)],
    ],
    ids=[
        "two only",
        "in the rush",
        "to elsewhere",
        "east of there",
        "the way back",
        "two here and two in the rush",
    ],
)
def test_other_drives_say_nothing(driven):
    assert Travels(known(), RecordedDrives(driven)).leg(HOME, NORTH, at(13)).source is Source.OSRM


def test_a_parking_lot_further_on_is_the_same_place():
    recorded = RecordedDrives(drives(30, 31, 32, end=NEAR_NORTH))
    assert Travels({}, recorded).leg(HOME, NORTH, at(13)).source is Source.RECORDED


def test_drives_on_weekends_are_their_own():
    saturdays = [RecordedDrive(HOME, NORTH, 22, at(12, days=5 - 7 * n)) for n in (1, 2, 3)]
    travels = Travels({}, RecordedDrives(saturdays))
    assert travels.leg(HOME, NORTH, at(12)).is_estimate
    assert travels.leg(HOME, NORTH, at(12, days=5)).minutes == 22


@pytest.mark.parametrize("minutes", [-1, 0, 3, 400])
def test_a_tap_that_was_forgotten_is_no_drive(minutes):
    assert not RecordedDrive(HOME, NORTH, minutes, at(12)).is_sound
    assert RecordedDrives(drives(minutes, minutes, minutes)).minutes(HOME, NORTH, at(12)) is None


def test_an_arrival_where_one_was_is_no_drive():
    assert not RecordedDrive(HOME, (HOME[0] + 0.001, HOME[1]), 10, at(12)).is_sound


def test_the_estimate_learns_the_pace_of_who_drives():
    slow = Travels({}, RecordedDrives(drives(*[38] * 12)))
    assert slow.paces_own and 1.1 < slow.pace < 1.5
    assert slow.leg(HOME, SOUTH, at(12)).minutes > Travels().leg(HOME, SOUTH, at(12)).minutes
    assert slow.leg(HOME, SOUTH, at(12)).is_estimate


def test_one_slow_drive_is_no_pace():
    assert own_pace(RecordedDrives(drives(60))) < 1.15
    assert own_pace(RecordedDrives([])) == 1.0 and not Travels().paces_own


def test_a_pace_stays_within_reason():
    assert own_pace(RecordedDrives(drives(*[80] * 60))) == 1.5
    assert own_pace(RecordedDrives(drives(*[8] * 60))) == 0.75


@given(
    st.integers(0, 23 * 60),
    st.floats(0, 1),
    st.sampled_from([None, 12.0, 40.0]),
    st.sampled_from([(), (38,) * 7]),
    st.sampled_from([15, 60]),
)
def test_a_bucket_is_as_long_as_the_longest_drive_of_its_hour(minute, degrees, served, driven, size):
    end = (HOME[0] + degrees, HOME[1])
    cache = known(served, None, end=end) if served else {}
    travels = Travels(cache, RecordedDrives(drives(*driven, end=end)))
    begins = at(0, minute)
    minutes, miles = travels.by_bucket(HOME, end, begins, 3, size)
    for n, bucket in enumerate(minutes):
        middle = travels.leg(HOME, end, begins + timedelta(minutes=n * size + size / 2))
        first = travels.leg(HOME, end, begins + timedelta(minutes=n * size))
        assert bucket >= max(first.minutes, middle.minutes)
        assert miles == first.miles


def test_buckets_are_counted_by_the_clock_of_the_driver():
    moment = at(16)  # 17:00 in New York: the rush is full there, and grows in Austin
    austin, east = (
        Travels().by_bucket(HOME, NORTH, moment.astimezone(zone), 1, 15)[0] for zone in (AUSTIN, EAST)
    )
    assert east > austin


def test_a_day_of_places_becomes_the_planners_table():
    places = {"home": HOME, "north": NORTH, "nowhere": None}
    table = Travels(known()).for_problem(places, at(8), 9 * 60)
    assert len(table.minutes["home"]["north"]) == 9
    assert table.drive("home", "north", 4 * 60).minutes == 24
    assert table.drive("home", "north", 0).minutes > 24
    assert table.drive("home", "north", 0).miles == 11.0
    assert not table.drive("home", "nowhere", 0).is_known
    assert set(table.minutes) == {"home", "north"}


def test_a_day_without_minutes_has_one_bucket():
    assert len(Travels().for_problem({"a": HOME, "b": NORTH}, at(8), 0).minutes["a"]["b"]) == 1


def test_what_is_estimated_is_said():
    places = [HOME, NORTH]
    assert Travels().words(places, at(8)) == "Drives are estimated by distance and hour."
    half = Travels(known(), server=True)
    assert half.words(places, at(8)) == (
        "1 of 2 drives are estimated by distance and hour. The map server is being asked."
    )
    refused = known(start=NORTH, end=HOME, minutes=None, refusal=Refusal.NO_ROAD)
    assert Travels(known() | refused, server=True).words(places, at(8)) == (
        "1 of 2 drives are estimated by distance and hour. The map server has no road for them."
    )
    down = Travels({}, server=True, trouble="The map server cannot be reached.")
    assert down.words(places, at(8)).endswith("hour. The map server cannot be reached.")
    assert Travels(known() | known(start=NORTH, end=HOME)).words(places, at(8)) == ""


def test_only_pairs_of_different_places_are_missing():
    twice = (HOME[0] + 0.00001, HOME[1])
    missing = pairs_missing(known(), [HOME, NORTH, twice, (HOME[0] + 0.0003, HOME[1])], [ANY_HOUR])
    cells = {(cell_of(start), cell_of(end)) for start, end in missing[ANY_HOUR]}
    assert (cell_of(NORTH), cell_of(HOME)) in cells
    assert (cell_of(HOME), cell_of(NORTH)) not in cells
    assert len(cells) == 3
    assert pairs_missing({}, [HOME], [ANY_HOUR, hour_of(at(8))]) == {}


def test_sources_have_words():
    assert [source.words for source in Source][1] == "your own drives"
