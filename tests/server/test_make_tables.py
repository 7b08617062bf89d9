"""Tables made at once are those that every migration makes, one after the other; on both engines."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import cluster
from tests.server.running import environment_for, run_caseday
from tests.server.test_back_up_postgresql import ask

pytestmark = pytest.mark.server
_SETTINGS = {"DJANGO_SETTINGS_MODULE": "caseday.config.settings", "CASEDAY_SECRET_KEY": "only-for-tests-" * 4}
_NOT_OURS = "auth_group_permissions"
"""Django's own migration gives its rows larger numbers than Django's own model does. Nobody uses it here."""
_DIES = """
from caseday.cli import start, tables
def die(*_):
    raise KeyboardInterrupt
start.make_ready()
tables._do_by_hand = die
tables.make_tables()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[dict[str, str]]]:
    """The environments of two empty databases."""
    folders = [tmp_path / "at_once", tmp_path / "one_by_one"]
    for folder in folders:
        folder.mkdir()
    if request.param == "sqlite":
        yield [environment_for(folder, **_SETTINGS) for folder in folders]
        return
    with cluster() as server:
        for folder in folders:
            ask(server, f"CREATE DATABASE {folder.name}")
        yield [
            environment_for(
                folder, **_SETTINGS, CASEDAY_DATABASE_URL=server.replace("/postgres", f"/{folder.name}")
            )
            for folder in folders
        ]


def python(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)


def shape_in(environment: dict[str, str]) -> dict[str, list[Any]]:
    done = python(environment, "-m", "tests.server.shapes")
    assert done.returncode == 0, done.stderr
    found: dict[str, list[Any]] = json.loads(done.stdout)
    return {name: [row for row in rows if row[0] != _NOT_OURS] for name, rows in found.items()}


def test_they_are_the_tables_of_every_migration_one_after_the_other(places: list[dict[str, str]]) -> None:
    at_once, one_by_one = places
    assert python(at_once, "-m", "caseday.cli", "migrate").returncode == 0
    done = python(one_by_one, "-m", "django", "migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    made, wanted = shape_in(at_once), shape_in(one_by_one)
    assert made.keys() == wanted.keys()
    for what in wanted:
        assert len(wanted[what]) > 0
        assert [one for one in made[what] if one not in wanted[what]] == [], what
        assert [one for one in wanted[what] if one not in made[what]] == [], what


def test_one_that_ends_on_the_way_has_made_nothing(tmp_path: Path) -> None:
    environment = environment_for(tmp_path, **_SETTINGS)
    assert "KeyboardInterrupt" in python(environment, "-c", _DIES).stderr
    done = run_caseday(tmp_path, "migrate")
    assert "Applied" in done.stdout, done.stderr
    assert run_caseday(tmp_path, "migrate").stdout == "The database is current.\n"
