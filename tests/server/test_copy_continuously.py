"""Litestream beside the server: what was written reaches the target, and comes back as a sound agency."""

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from caseday.cli.serving import litestream_program
from tests.server.running import Serving, run_caseday
from tests.server.test_back_up_and_restore import database, emails

pytestmark = pytest.mark.server

LATE = "late@example.org"


@pytest.fixture
def target(tmp_path: Path) -> str:
    return f"file://{tmp_path}/nas/agency"


def bring_back(target: str, to: Path) -> Path:
    """As docs/howto/back-up-and-restore.md says it."""
    to.unlink(missing_ok=True)
    command = [litestream_program(), "restore", "-o", str(to), target]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return to


def wait_until(holds: Callable[[], bool], within_seconds: float = 120.0) -> None:
    ends = time.monotonic() + within_seconds
    while not holds():
        assert time.monotonic() < ends, "it never came to hold"
        time.sleep(0.2)


def test_what_was_written_while_serving_comes_back_sound(agency: Path, tmp_path: Path, target: str) -> None:
    found = tmp_path / "found.sqlite3"
    with Serving(agency, {"CASEDAY_LITESTREAM_TARGET": target}):
        done = run_caseday(agency, "user", "add", LATE, "--name", "Lena Ortiz")
        assert done.returncode == 0, done.stderr
        wait_until((tmp_path / "nas").exists)
        wait_until(lambda: LATE in emails(bring_back(target, found)))
    shutil.rmtree(agency)  # the disk dies
    new = tmp_path / "new"
    done = run_caseday(new, "restore", str(bring_back(target, found)), "--yes")
    assert done.returncode == 0, done.stderr
    assert emails(database(new)) == {"adam@example.org", "nora@example.org", LATE}
    verified = run_caseday(new, "verify")
    assert verified.returncode == 0, verified.stdout


def test_it_ends_with_the_server_and_takes_up_where_it_left(
    agency: Path, tmp_path: Path, target: str
) -> None:
    found = tmp_path / "found.sqlite3"
    with Serving(agency, {"CASEDAY_LITESTREAM_TARGET": target}):
        wait_until((tmp_path / "nas").exists)
    run_caseday(agency, "user", "add", LATE, "--name", "Lena Ortiz")
    assert LATE not in emails(bring_back(target, found))
    with Serving(agency, {"CASEDAY_LITESTREAM_TARGET": target}):
        wait_until(lambda: LATE in emails(bring_back(target, found)))


def test_papers_are_copied_too_and_come_back_with_the_database(
    agency: Path, tmp_path: Path, target: str
) -> None:
    from tests.server.test_back_up_papers import put_in

    found, copies = tmp_path / "found.sqlite3", tmp_path / "nas" / "agency" / "documents"
    more = {"CASEDAY_LITESTREAM_TARGET": target}
    with Serving(agency, more):
        papers = put_in(agency, **more)
        wait_until(lambda: {one.name for one in copies.glob("??/??/*")} == {one.name for one in papers})
        wait_until(lambda: _papers_in(bring_back(target, found)) == len(papers))
    told = run_caseday(agency, "verify", **more)
    assert told.returncode == 0 and f"0 files of papers are not yet at {copies}" in told.stderr
    shutil.rmtree(agency)  # the disk dies
    new = tmp_path / "new"
    done = run_caseday(new, "restore", str(bring_back(target, found)), "--yes", **more)
    assert done.returncode == 0, done.stderr
    assert {one.name for one in (new / "documents").glob("??/??/*")} == {one.name for one in papers}
    assert run_caseday(new, "verify").returncode == 0


def test_a_target_that_takes_no_papers_is_said(agency: Path) -> None:
    from tests.server.test_back_up_papers import put_in

    put_in(agency)
    more = {"CASEDAY_LITESTREAM_TARGET": "s3://bucket/agency"}
    for command in ("config", "verify"):
        done = run_caseday(agency, command, **more)
        assert done.returncode == 0 and "copies the database alone" in done.stderr


def _papers_in(path: Path) -> int:
    from caseday.cli.copies import papers_in

    return len(papers_in(path))
