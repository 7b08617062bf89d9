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
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return to


def wait_until(holds: Callable[[], bool], within_seconds: float = 30.0) -> None:
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
