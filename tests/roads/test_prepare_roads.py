"""`caseday roads FILE` makes a map of an extract, and drives are then read from it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from caseday.cli.program import caseday
from caseday.dayplan.asking import Unavailable
from caseday.dayplan.travel import ANY_HOUR, Refusal, server_of
from caseday.dayplan.travel.port import Answer
from caseday.dayplan.travel.prepared import CONFIG
from tests.roads.grid import ISLAND, SIZE, corner, write_grid

pytestmark = pytest.mark.server
HERE, NORTH, NOWHERE = corner(1, 1), corner(4, 1), (31.5, -97.0)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CASEDAY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("CASEDAY_TRAVEL_SERVER_KIND", raising=False)
    return tmp_path / "data"


def prepared(extract: Path):
    return CliRunner().invoke(caseday, ["roads", str(extract)])


def table(data: Path, *places):
    return server_of("map", str(data / "roads")).table(places, places, ANY_HOUR)


def test_a_map_is_prepared_and_asked(extract, data):
    done = prepared(extract)
    assert done.exit_code == 0, done.output
    assert "The roads of town.osm.pbf are in" in done.output
    assert 'travel_server_kind = "map"' in done.output
    found = table(data, HERE, NORTH, NOWHERE, ISLAND)
    assert found[HERE, NORTH].miles == pytest.approx(2.07, abs=0.03)
    assert {pair for pair, one in found.items() if isinstance(one, Answer)} == {(HERE, NORTH), (NORTH, HERE)}
    assert found[HERE, ISLAND] is Refusal.NO_ROAD


def test_a_day_of_many_places_is_asked_in_blocks(extract, data):
    prepared(extract)
    places = [corner(row, column) for row in range(0, SIZE, 2) for column in range(0, SIZE, 3)]
    found = table(data, *places)
    assert len(found) == 24 * 23
    assert all(isinstance(one, Answer) for one in found.values())


def test_what_is_set_already_is_not_asked_for(extract, data, monkeypatch):
    monkeypatch.setenv("CASEDAY_TRAVEL_SERVER_KIND", "map")
    assert "To use them" not in prepared(extract).output


def test_a_newer_map_takes_the_place_of_the_older_one(extract, data):
    prepared(extract)
    first = json.loads((data / "roads" / CONFIG).read_text())["mjolnir"]["tile_dir"]
    prepared(extract)
    tiles = [folder.name for folder in (data / "roads").glob("tiles-*")]
    assert tiles == [json.loads((data / "roads" / CONFIG).read_text())["mjolnir"]["tile_dir"]]
    assert tiles != [first]
    assert isinstance(table(data, HERE, NORTH)[HERE, NORTH], Answer)


def test_the_map_goes_with_its_folder(extract, data):
    prepared(extract)
    moved = data.rename(data.with_name("moved"))
    assert isinstance(table(moved, HERE, NORTH)[HERE, NORTH], Answer)


@pytest.mark.parametrize(
    "content", [b"", b"<osm></osm>", b"\x00\x00\x00\x0e\n\tOSMHeader\x18\x99\x01" + b"x" * 200]
)
def test_what_is_no_extract_is_refused_and_the_old_map_stays(extract, data, content):
    prepared(extract)
    wrong = extract.with_name("wrong.osm.pbf")
    wrong.write_bytes(content)
    done = prepared(wrong)
    assert done.exit_code == 1
    assert "wrong.osm.pbf" in done.output
    assert "OpenStreetMap" in done.output
    assert len(list((data / "roads").glob("*"))) == 2
    assert isinstance(table(data, HERE, NORTH)[HERE, NORTH], Answer)


def test_an_extract_without_a_road_is_refused(tmp_path, data):
    done = prepared(write_grid(tmp_path / "sea.osm.pbf", with_roads=False))
    assert done.exit_code == 1
    assert "an extract of OpenStreetMap with roads in it" in done.output


def test_a_file_that_is_not_there_is_named(data):
    done = prepared(Path("texas.osm.pbf"))
    assert done.exit_code == 2
    assert "texas.osm.pbf" in done.output


def test_without_valhalla_it_is_said_how_to_get_it(extract, data, monkeypatch):
    prepared(extract)
    monkeypatch.setattr("caseday.dayplan.travel.prepared.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    done = prepared(extract)
    assert done.exit_code == 1
    assert "pip install 'caseday[roads]'" in done.output
    with pytest.raises(Unavailable, match=r"is not installed: pip install 'caseday\[roads\]'"):
        table(data, HERE, NORTH)


def test_programs_on_the_path_will_do(extract, data, monkeypatch):
    from tests.roads.servers import PACKAGES

    monkeypatch.setattr("caseday.dayplan.travel.prepared.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", f"{PACKAGES / 'valhalla' / 'bin'}")
    with pytest.raises(Unavailable, match="has no map: caseday roads"):
        table(data, HERE, NORTH)
    assert "is not installed" in prepared(extract).output  # these programs lack what writes the settings


def test_a_damaged_map_is_no_use_and_said_to_be(extract, data):
    prepared(extract)
    (data / "roads" / CONFIG).write_text("{")
    with pytest.raises(Unavailable, match="answered with something else than data"):
        table(data, HERE, NORTH)


def test_a_program_that_hangs_is_left(extract, data, monkeypatch, tmp_path):
    prepared(extract)
    slow = tmp_path / "valhalla_service"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr("caseday.dayplan.travel.road_map.program", lambda name: [str(slow)])
    from caseday.dayplan.travel.road_map import RoadMap

    with pytest.raises(Unavailable, match=r"did not answer within 0\.3 seconds"):
        RoadMap(str(data / "roads"), seconds=0.3).table([HERE], [NORTH], ANY_HOUR)
