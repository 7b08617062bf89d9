import time

import pytest

from caseday.dayplan.asking import Unavailable
from caseday.dayplan.tests.map_servers import METERS_A_MILE, OsrmServer, ValhallaServer, running
from caseday.dayplan.travel import ANY_HOUR, Hour, Refusal, server_of
from caseday.dayplan.travel.port import Answer
from caseday.schedule.rules import great_circle_miles

HOME, NORTH, SOUTH, WEST = (30.2672, -97.7431), (30.4005, -97.7431), (30.15, -97.8), (30.3, -97.95)
PLACES = [HOME, NORTH, SOUTH]
KINDS = {"osrm": OsrmServer, "valhalla": ValhallaServer}


@pytest.fixture(params=sorted(KINDS))
def kind(request):
    return request.param


@pytest.fixture
def server(kind):
    with running(KINDS[kind]()) as one:
        yield one


@pytest.fixture
def table_of(kind, server):
    return lambda origins, destinations, hour=ANY_HOUR: server_of(kind, server.url).table(
        origins, destinations, hour
    )


def test_a_table_has_every_pair_of_two_places(table_of, server):
    table = table_of(PLACES, PLACES)
    assert len(table) == 6
    answer = table[HOME, NORTH]
    miles = great_circle_miles(HOME, NORTH) * 1.25
    assert answer.miles == pytest.approx(miles, abs=0.01)
    assert answer.minutes == pytest.approx(miles / 30 * 60, abs=0.05)
    assert len(server.asked) == 1


def test_origins_and_destinations_may_differ(table_of):
    assert set(table_of([HOME], [NORTH, SOUTH])) == {(HOME, NORTH), (HOME, SOUTH)}


def test_where_no_road_leads_there_is_said_and_the_rest_stands(table_of, server):
    server.island = {SOUTH}
    table = table_of(PLACES, PLACES)
    assert table[HOME, SOUTH] is table[SOUTH, NORTH] is Refusal.NO_ROAD
    assert isinstance(table[HOME, NORTH], Answer)


def test_one_pair_without_a_road_is_no_trouble_of_the_server(table_of, server):
    server.island = {SOUTH}
    assert table_of([HOME], [SOUTH]) == {(HOME, SOUTH): Refusal.NO_ROAD}


def test_a_place_off_every_road_does_not_spoil_the_others(table_of, server):
    server.sea = {SOUTH}
    table = table_of([*PLACES, WEST], [*PLACES, WEST])
    assert {pair for pair, answer in table.items() if answer is Refusal.OFF_ROAD} == {
        pair for pair in table if SOUTH in pair
    }
    assert isinstance(table[HOME, WEST], Answer)
    assert len(table) == 12


def test_many_places_are_asked_for_in_blocks(table_of):
    many = [(30 + n / 100, -97.7) for n in range(30)]
    table = table_of(many, many)
    assert len(table) == 30 * 29
    assert all(isinstance(answer, Answer) for answer in table.values())


def test_a_server_that_takes_little_at_once_is_asked_for_less(table_of, server):
    server.largest = 4
    assert len(table_of(PLACES, PLACES)) == 6


def test_a_server_that_takes_nothing_is_no_use(table_of, server):
    server.largest = 0
    with pytest.raises(Unavailable, match="no table at all"):
        table_of(PLACES, PLACES)


@pytest.mark.parametrize("mode", ["silent", "dripping"])
def test_a_slow_server_is_left_after_a_second(table_of, server, mode):
    server.mode = mode
    begun = time.monotonic()
    with pytest.raises(Unavailable, match="did not answer within a second"):
        table_of(PLACES, PLACES)
    assert time.monotonic() - begun < 2


def test_a_server_that_is_down_is_said_to_be(kind):
    with running(KINDS[kind]()) as gone:
        url = gone.url
    with pytest.raises(Unavailable, match="cannot be reached"):
        server_of(kind, url).table([HOME], [NORTH], ANY_HOUR)


def test_a_page_of_a_proxy_is_no_table(table_of, server):
    server.mode = "<html>Bad gateway</html>"
    with pytest.raises(Unavailable, match="something else than data"):
        table_of(PLACES, PLACES)


def set_first(osrm, valhalla):
    """The first drive of the answer becomes this, whoever answers."""

    def change(body):
        if "durations" in body:
            body["durations"][0][0], body["distances"][0][0] = osrm
        else:
            body["sources_to_targets"][0][0] |= valhalla
        return body

    return change


MILES = great_circle_miles(HOME, NORTH)


@pytest.mark.parametrize(
    ("seconds", "miles"),
    [
        (-5, MILES * 1.2),
        (600, -1),
        (1, MILES * 1.2),
        (36_000, MILES * 1.2),
        (1200, 0.1),
        (1200, 400),
        (True, MILES),
        ("1200", MILES),
        (10**400, MILES),
        (1200, [MILES]),
    ],
)
def test_an_answer_that_cannot_be_is_refused(table_of, server, seconds, miles):
    meters = miles * METERS_A_MILE if isinstance(miles, float | int) else miles
    server.change = set_first((seconds, meters), {"time": seconds, "distance": miles})
    table = table_of([HOME], [NORTH, SOUTH])
    assert table[HOME, NORTH] is Refusal.ABSURD
    assert isinstance(table[HOME, SOUTH], Answer)


def test_a_number_that_is_none_is_refused_whole(table_of, server):
    server.change = set_first((float("nan"), 1.0), {"time": float("nan")})
    with pytest.raises(Unavailable, match="something else than data"):
        table_of([HOME], [NORTH])


@pytest.mark.parametrize(
    "change",
    [
        lambda body: {
            name: value for name, value in body.items() if name not in ("durations", "sources_to_targets")
        },
        lambda body: body | {"durations": body.get("durations", [])[:1], "sources_to_targets": []},
        lambda body: body | {"durations": [[1], [2], [3]], "sources_to_targets": [[{}] * 3] * 3},
        lambda body: body | {"sources": [], "units": "furlongs"},
        lambda body: [],
    ],
)
def test_another_table_than_asked_for_is_refused(table_of, server, change):
    server.change = change
    with pytest.raises(Unavailable, match="something else than a table"):
        table_of(PLACES, PLACES)


def test_a_table_in_another_order_is_refused():
    def swapped(body):
        row = body["sources_to_targets"][0]
        row[0], row[1] = row[1], row[0]
        return body

    with running(ValhallaServer()) as server:
        server.change = swapped
        with pytest.raises(Unavailable):
            server_of("valhalla", server.url).table([HOME], [NORTH, SOUTH], ANY_HOUR)


def test_osrm_that_moved_a_place_far_to_its_road_is_not_believed():
    with running(OsrmServer()) as server:
        server.snapped = {SOUTH: (30.17, -97.8), NORTH: (30.4008, -97.7431)}
        table = server_of("osrm", server.url).table(PLACES, PLACES, ANY_HOUR)
    assert table[HOME, SOUTH] is table[SOUTH, NORTH] is Refusal.OFF_ROAD
    assert isinstance(table[HOME, NORTH], Answer)


def test_osrm_without_distances_is_asked_for_times_alone():
    with running(OsrmServer()) as server:
        server.mode = "no distances"
        osrm = server_of("osrm", server.url)
        first, _ = osrm.table([HOME], [NORTH], ANY_HOUR), osrm.table([HOME], [SOUTH], ANY_HOUR)
    assert first[HOME, NORTH].miles is None
    assert [one.rpartition("=")[2] for one in server.asked] == ["duration,distance", "duration", "duration"]


@pytest.mark.parametrize("body", [{"code": "InvalidQuery"}, {"code": 7}, {"nothing": 1}])
def test_osrm_that_refuses_is_no_use(body):
    with running(OsrmServer()) as server:
        server.change = lambda _: body
        with pytest.raises(Unavailable):
            server_of("osrm", server.url).table(PLACES, PLACES, ANY_HOUR)


def test_osrm_that_cannot_say_which_place_is_off_the_road_is_no_use():
    with running(OsrmServer()) as server:
        server.change = lambda body: {"code": "NoSegment"} if len(body["durations"]) > 1 else body
        with pytest.raises(Unavailable, match="which place"):
            server_of("osrm", server.url).table(PLACES, PLACES, ANY_HOUR)


def test_valhalla_in_kilometers_is_understood():
    def in_kilometers(body):
        for one in body["sources_to_targets"][0]:
            one["distance"] *= 1.609344
        return body | {"units": "kilometers"}

    with running(ValhallaServer()) as server:
        server.change = in_kilometers
        table = server_of("valhalla", server.url).table([HOME], [NORTH], ANY_HOUR)
    assert table[HOME, NORTH].miles == pytest.approx(MILES * 1.25, abs=0.01)


def test_valhalla_that_knows_the_traffic_is_asked_for_the_hour():
    with running(ValhallaServer()) as server:
        valhalla = server_of("valhalla", server.url, knows_traffic=True)
        free, rush = (valhalla.table(PLACES, PLACES, Hour("weekday", hour)) for hour in (12, 17))
        weekend = valhalla.table([HOME], [NORTH], Hour("weekend", 17))
    assert rush[HOME, NORTH].minutes == pytest.approx(2 * free[HOME, NORTH].minutes)
    assert weekend[HOME, NORTH].minutes == pytest.approx(free[HOME, NORTH].minutes)
    assert all(len(body["sources"]) == 1 for body in server.bodies)


def test_valhalla_that_refuses_is_no_use():
    with running(ValhallaServer()) as server:
        server.change = lambda _: {"error_code": 199, "error": "Unknown"}
        with pytest.raises(Unavailable, match="code 199"):
            server_of("valhalla", server.url).table(PLACES, PLACES, ANY_HOUR)


def test_without_a_kind_there_is_no_server():
    assert server_of("", "") is None
