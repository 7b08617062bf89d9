"""What an export of an agency holds, and where it may not go."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from caseday.access.models import Staff
from caseday.demo.actions import SMALL, build_agency
from caseday.exchange.actions.agency import export_agency, import_agency
from caseday.kernel.errors import Invalid
from caseday.testing.make import MONDAY_8
from caseday.testing.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _exported_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("export") / "out"
    with standing(django_db_blocker, lambda: build_agency(now=MONDAY_8, size=SMALL)):
        export_agency(folder, now=MONDAY_8)
        yield folder


@pytest.fixture
def exported(_exported_once: Path, tmp_path: Path, db: None) -> Path:
    """The export of the agency that the database holds; a copy, which the test may change."""
    return Path(shutil.copytree(_exported_once, tmp_path / "out"))


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
        import_agency(exported, now=MONDAY_8)


@pytest.mark.parametrize("name", ["cases.case.jsonl", "manifest.json"])
def test_it_refuses_a_changed_file(exported: Path, name: str) -> None:
    path = exported / name
    path.write_text(path.read_text().replace('"', "'", 1))
    with pytest.raises(Invalid, match="changed|manifest"):
        import_agency(exported, now=MONDAY_8)
