"""A backup is of one moment and sound; a restore replaces nothing before the backup proved sound."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.server.running import Serving, run_caseday

pytestmark = pytest.mark.server


def database(agency: Path) -> Path:
    return agency / "caseday.sqlite3"


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute(sql).fetchall()
    connection.close()
    return found


def emails(path: Path) -> set[object]:
    return {row[0] for row in rows(path, "SELECT email FROM access_staff")}


@pytest.fixture
def copy(agency: Path) -> Path:
    done = run_caseday(agency, "backup")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_it_copies_a_database_in_use_and_only_its_owner_reads_the_copy(agency: Path, tmp_path: Path) -> None:
    with Serving(agency, {}):
        done = run_caseday(agency, "backup", str(tmp_path / "friday.sqlite3"))
    assert done.returncode == 0, done.stderr
    assert emails(tmp_path / "friday.sqlite3") == {"adam@example.org", "nora@example.org"}
    assert (tmp_path / "friday.sqlite3").stat().st_mode & 0o777 == 0o600


def test_what_is_restored_is_what_was_backed_up_and_the_old_one_is_kept(agency: Path, copy: Path) -> None:
    run_caseday(agency, "user", "add", "late@example.org", "--name", "Too Late")
    done = run_caseday(agency, "restore", str(copy), "--yes")
    assert done.returncode == 0, done.stderr
    assert emails(database(agency)) == {"adam@example.org", "nora@example.org"}
    kept = next(agency.glob("caseday-before-*.sqlite3"))
    assert "late@example.org" in emails(kept)
    assert run_caseday(agency, "verify").returncode == 0


def test_it_is_not_restored_without_being_agreed_to(agency: Path, copy: Path) -> None:
    run_caseday(agency, "user", "add", "late@example.org", "--name", "Too Late")
    done = run_caseday(agency, "restore", str(copy))
    assert done.returncode == 1
    assert "late@example.org" in emails(database(agency))


def test_it_is_not_restored_under_a_running_server(agency: Path, copy: Path) -> None:
    with Serving(agency, {}):
        done = run_caseday(agency, "restore", str(copy), "--yes")
    assert done.returncode == 1
    assert "stop `caseday serve` first" in done.stderr


@pytest.mark.parametrize("harm", ["cut", "noise", "other", "forged"])
def test_a_harmed_backup_replaces_nothing(agency: Path, copy: Path, harm: str) -> None:
    if harm == "cut":
        copy.write_bytes(copy.read_bytes()[:5000])
    if harm == "noise":
        copy.write_bytes(b"not a database at all" * 1000)
    if harm == "other":
        copy.unlink()
        sqlite3.connect(copy).execute("CREATE TABLE other (a)").connection.close()
    if harm == "forged":
        forge(copy)
    before = database(agency).read_bytes()
    done = run_caseday(agency, "restore", str(copy), "--yes")
    assert done.returncode == 1, done.stdout
    assert "nothing was replaced" in done.stderr
    assert database(agency).read_bytes() == before
    assert not list(agency.glob(".caseday.sqlite3.restoring*"))


def forge(path: Path) -> None:
    """Somebody with the file in hand takes the triggers away and rewrites history."""
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(
            "UPDATE access_caseevent SET actor_name = 'Somebody Else' WHERE verb = 'staff_added'"
        )
    connection.close()


def test_verify_names_what_was_rewritten(agency: Path) -> None:
    forge(database(agency))
    done = run_caseday(agency, "verify")
    assert done.returncode == 1
    assert "edited" in done.stdout
    assert "staff" in done.stdout


def test_restoring_into_an_empty_place_makes_the_agency(agency: Path, copy: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    kept = shutil.copy(copy, tmp_path / "kept.sqlite3")
    done = run_caseday(new, "restore", str(kept), "--yes")
    assert done.returncode == 0, done.stderr
    assert emails(database(new)) == {"adam@example.org", "nora@example.org"}
