"""An exported agency, imported into an empty database, is the same agency."""

import csv
import json
from pathlib import Path

import pytest

from caseday.access.models import Staff
from caseday.demo.actions import SMALL, build_agency
from caseday.directory.models import Office
from caseday.exchange.actions.agency import _cell, _read_table, export_agency, import_agency
from caseday.exchange.archive import file_of
from caseday.kernel.errors import Invalid
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    build_agency(now=MONDAY_8, size=SMALL)
    export_agency(tmp_path / "out", now=MONDAY_8)
    return tmp_path / "out"


def test_the_data_dictionary_explains_every_column_of_every_file(exported: Path) -> None:
    rows = list(csv.DictReader((exported / "data-dictionary.csv").read_text().splitlines()))
    explained = {(row["table"], row["column"]) for row in rows}
    for path in exported.glob("*.*.csv"):
        header = next(csv.reader(path.read_text().splitlines()))
        assert {(path.stem, name) for name in header} <= explained


def test_no_secret_leaves_the_agency(exported: Path) -> None:
    text = (exported / "access.staff.jsonl").read_text() + (exported / "access.staff.csv").read_text()
    assert "password" not in text
    assert Staff.objects.first().password not in text  # type: ignore[union-attr]


def test_it_counts_what_it_wrote(exported: Path) -> None:
    manifest = json.loads((exported / "manifest.json").read_text())
    assert manifest["rows"]["directory.office"] == 60
    assert (
        len((exported / "journal.activity.jsonl").read_text().splitlines())
        == manifest["rows"]["journal.activity"]
    )


def test_it_refuses_a_folder_with_something_in_it(exported: Path) -> None:
    with pytest.raises(Invalid, match="not empty"):
        export_agency(exported, now=MONDAY_8)


def test_it_refuses_a_database_with_people_in_it(exported: Path) -> None:
    with pytest.raises(Invalid, match="already has people"):
        import_agency(exported)


@pytest.mark.parametrize("name", ["cases.case.jsonl", "manifest.json"])
def test_it_refuses_a_changed_file(exported: Path, name: str) -> None:
    path = exported / name
    path.write_text(path.read_text().replace('"', "'", 1))
    with pytest.raises(Invalid, match="changed|manifest"):
        import_agency(exported)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@cmd", "'@cmd"),
        ("-2+3", "'-2+3"),
        ("+15125550123", "+15125550123"),
        ("plain", "plain"),
        ({"a": 1}, '{"a": 1}'),
    ],
)
def test_no_cell_is_a_formula(typed: object, written: object) -> None:
    assert _cell(typed) == written


def test_it_refuses_a_format_of_another_time(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 99}')
    with pytest.raises(Invalid, match="has format 99"):
        import_agency(tmp_path)


def test_a_table_of_a_later_version_is_empty_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    _read_table(tmp_path, Office, 0)
    path = file_of(tmp_path, Office, "jsonl")
    path.write_text("{no json\n")
    with pytest.raises(Invalid, match="near line 1 cannot be read"):
        _read_table(tmp_path, Office, 1)
    path.write_text("")
    with pytest.raises(Invalid, match="has 0 rows, its manifest says 3"):
        _read_table(tmp_path, Office, 3)
    assert not Office.objects.exists()
