"""The drawing of a day's way: where places stand, what is moved apart, and that words lie clear."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from caseday.dayplan.rules.road import Drive, Halt, Road, drawing_of, map_points
from caseday.dayplan.rules.schematic import HEIGHT, RADIUS, WIDTH, drawn
from caseday.testing.make import MONDAY_8

HOME, NORTH, EAST = (30.20, -97.80), (30.30, -97.80), (30.20, -97.70)
_points = st.tuples(st.floats(-89.0, 89.0), st.floats(-179.0, 179.0))


def _drive(minutes=20, miles=9.0, **more):
    return Drive(MONDAY_8, MONDAY_8 + timedelta(minutes=minutes), miles, **more)


def _halt(number, point, **more):
    at = MONDAY_8 + timedelta(hours=number)
    return Halt(number, f"Stop {number}", at, at + timedelta(hours=1), point=point, drive=_drive(), **more)


def test_north_is_up_and_east_is_right() -> None:
    drawing = drawn([(HOME, "Home", True), (NORTH, "1", False), (EAST, "2", False)], [(0, 1, "20 min")])
    home, north, east = drawing.marks
    assert abs(north.x - home.x) < 1 and north.y < home.y - 100
    assert abs(east.y - home.y) < 1 and east.x > home.x + 100
    assert home.is_base and not north.is_base
    assert drawing.scale.words == "2 mi" and drawing.scale.length <= WIDTH / 4


def test_a_mile_east_is_as_long_as_a_mile_north() -> None:
    drawing = drawn([(HOME, "a", False), (NORTH, "b", False), (EAST, "c", False)], [])
    home, north, east = drawing.marks
    degrees_north, degrees_east = home.y - north.y, east.x - home.x
    assert abs(degrees_east / degrees_north - 0.8643) < 0.01, (
        "a degree of longitude is shorter at 30 degrees north"
    )


def test_one_place_visited_twice_is_one_mark_with_both_numbers() -> None:
    drawing = drawn([(NORTH, "1", False), (EAST, "2", False), (NORTH, "3", False)], [(0, 1, ""), (1, 2, "")])
    assert [mark.label for mark in drawing.marks] == ["1, 3", "2"]
    assert len(drawing.ways) == 2
    again = drawn([(NORTH, "Home", True), (EAST, "1", False), (NORTH, "Home", True)], [])
    assert [mark.label for mark in again.marks] == ["Home", "1"]


def test_whose_a_place_and_a_way_is_is_drawn() -> None:
    places = [(HOME, "A", True), (NORTH, "A1", False), (EAST, "B", True), (NORTH, "B1", False)]
    drawing = drawn(places, [(0, 1, ""), (2, 3, "")], styles=[0, 0, 1, 1])
    assert [(mark.label, mark.style) for mark in drawing.marks] == [("A", 0), ("A1, B1", None), ("B", 1)]
    assert [way.style for way in drawing.ways] == [0, 1]


def test_a_whole_team_is_drawn() -> None:
    crowd = [((30.2 + place * 0.0004, -97.8), str(place), False) for place in range(200)]
    assert len(drawn(crowd, [(n, n + 1, "") for n in range(199)]).marks) == 200


def test_places_next_door_are_moved_apart() -> None:
    beside = (NORTH[0] + 0.0006, NORTH[1])
    drawing = drawn([(HOME, "Home", True), (NORTH, "1", False), (beside, "2", False)], [])
    _, one, two = drawing.marks
    assert ((one.x - two.x) ** 2 + (one.y - two.y) ** 2) ** 0.5 >= 2 * RADIUS


def test_a_crowd_in_one_street_is_drawn_all_the_same() -> None:
    crowd = [((30.2 + place * 0.0004, -97.8), str(place), False) for place in range(60)]
    drawing = drawn([*crowd, ((31.5, -97.8), "far", False)], [])
    assert len(drawing.marks) == 61 and len({(mark.x, mark.y) for mark in drawing.marks}) > 40


def test_a_single_place_has_no_scale_and_no_way() -> None:
    drawing = drawn([(HOME, "1", False), (HOME, "2", False)], [(0, 1, "0 min")])
    assert drawing.scale is None and drawing.ways == () and drawing.marks[0].label == "1, 2"
    assert drawn([], []) is None


@given(st.lists(_points, min_size=1, max_size=14))
def test_everything_stays_inside_whatever_the_places_are(points) -> None:
    places = [(point, str(number), False) for number, point in enumerate(points, 1)]
    ways = [(i, i + 1, "24 min · 13 mi") for i in range(len(points) - 1)]
    drawing = drawn(places, ways)
    assert drawing is not None
    for mark in drawing.marks:
        assert RADIUS <= mark.x <= WIDTH - RADIUS and RADIUS <= mark.y <= HEIGHT - RADIUS
    for way in drawing.ways:
        assert way.label_left >= 0 and way.label_left + way.label_width <= WIDTH
        assert 0 <= way.label_top <= HEIGHT


def test_a_way_there_and_back_are_two_lines_with_words_of_their_own() -> None:
    there, back = drawn(
        [(HOME, "Home", True), (NORTH, "1", False)], [(0, 1, "20 min · 9 mi"), (1, 0, "38 min · 9 mi")]
    ).ways
    assert abs(there.x1 - back.x1) >= 8, "each on its right"
    boxes = [(way.label_left, way.label_top, way.label_width) for way in (there, back)]
    (left, top, width), (other_left, other_top, _) = boxes
    assert abs(top - other_top) >= 17 or abs(left - other_left) >= width, boxes


def test_the_way_of_a_day_starts_at_home_and_leaves_out_what_is_on_no_map() -> None:
    lost = _halt(2, None)
    road = Road((_halt(1, NORTH), lost, _halt(3, EAST)), HOME, "118 Wild Plum Lane", _drive(38))
    drawing = drawing_of(road)
    assert [mark.label for mark in drawing.marks] == ["Home", "1", "3"]
    assert [way.label for way in drawing.ways] == ["20 min · 9.0 mi", "38 min · 9.0 mi"], "none over the gap"
    assert road.unplaced == [lost] and road.miles == 36 and road.minutes == 98 and road.is_guessed
    assert [one["label"] for one in map_points(road)] == ["Home", "1", "3", "Home"]


def test_without_a_home_the_way_begins_at_the_first_stop() -> None:
    road = Road((_halt(1, NORTH), Halt(2, "B", MONDAY_8, MONDAY_8, point=EAST)))
    drawing = drawing_of(road)
    assert [mark.label for mark in drawing.marks] == ["1", "2"] and [way.label for way in drawing.ways] == [
        ""
    ]
    assert drawing_of(Road((_halt(1, None),), HOME)) is None
    assert [one["label"] for one in map_points(road)] == ["1", "2"]


def test_what_nobody_knows_is_called_so() -> None:
    assert _drive(30, None, is_known=False).words == "not known"
    assert _drive(30, None).words == "30 min" and _drive(30, 13.4).words == "30 min · 13 mi"
    assert _halt(1, NORTH, precision="postal code").is_vague and _halt(1, None).is_vague
    assert not _halt(1, NORTH, precision="pin").is_vague
