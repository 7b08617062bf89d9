"""The real servers understand what is asked, and what they answer is understood."""

import pytest

from caseday.dayplan.travel import ANY_HOUR, Hour, Refusal, server_of
from caseday.dayplan.travel.port import Answer
from caseday.schedule.rules import great_circle_miles
from tests.roads.grid import ISLAND, SIZE, corner

pytestmark = pytest.mark.server
HERE, NORTH, FAR, NOWHERE = corner(1, 1), corner(4, 1), corner(9, 8), (31.5, -97.0)


def test_drives_follow_the_streets(server):
    table = server_of(*server).table([HERE, FAR], [NORTH, FAR], ANY_HOUR)
    straight, around = great_circle_miles(HERE, NORTH), _along(HERE, FAR)
    assert table[HERE, NORTH].miles == pytest.approx(straight, rel=0.01)
    assert table[HERE, FAR].miles == pytest.approx(around, rel=0.01)
    assert around / 60 * 60 < table[HERE, FAR].minutes < around / 8 * 60


def _along(start, end):
    """Two legs of a grid."""
    turn = (start[0], end[1])
    return great_circle_miles(start, turn) + great_circle_miles(turn, end)


def test_more_places_than_a_server_takes_at_once(server):
    places = [corner(row, column) for row in range(0, SIZE, 2) for column in range(0, SIZE, 2)]
    table = server_of(*server).table(places, places, ANY_HOUR)
    assert len(table) == 36 * 35
    assert all(isinstance(answer, Answer) for answer in table.values())


def test_places_that_no_road_reaches_leave_the_others_whole(server):
    table = server_of(*server).table([HERE, NOWHERE, ISLAND], [NORTH, NOWHERE, ISLAND], ANY_HOUR)
    refused = {pair for pair, answer in table.items() if isinstance(answer, Refusal)}
    assert refused == {pair for pair in table if NOWHERE in pair or ISLAND in pair}
    assert isinstance(table[HERE, NORTH], Answer)


def test_an_hour_is_understood_where_traffic_is_asked_for(extract):
    from tests.roads.servers import valhalla

    with valhalla(extract) as url:
        asked = server_of("valhalla", url, knows_traffic=True)
        table = asked.table([HERE], [NORTH, FAR], Hour("weekday", 8))
    assert all(isinstance(answer, Answer) for answer in table.values())
