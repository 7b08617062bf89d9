"""The same promises on PostgreSQL: pg_dump while in use, checked apart, names swapped."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import cluster, find_program
from tests.server.running import run_caseday

pytestmark = pytest.mark.server


@pytest.fixture
def url() -> Iterator[str]:
    with cluster() as server:
        ask(server, "CREATE DATABASE agency")
        yield server.replace("/postgres", "/agency")


def ask(url: str, sql: str) -> str:
    done = subprocess.run(
        [find_program("psql"), "-XAtq", url, "-c", sql], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_what_is_restored_is_what_was_backed_up_and_the_old_one_is_kept(url: str, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_caseday(tmp_path, *arguments, CASEDAY_DATABASE_URL=url)

    run("user", "add", "adam@example.org", "--name", "Adam Ruiz")
    done = run("backup")
    assert done.returncode == 0, done.stderr
    copy = Path(done.stdout.strip())
    assert copy.stat().st_mode & 0o777 == 0o600
    run("user", "add", "late@example.org", "--name", "Too Late")

    damaged = tmp_path / "damaged.pgdump"
    damaged.write_bytes(copy.read_bytes()[:3000])
    assert run("restore", str(damaged), "--yes").returncode == 1
    assert "late@example.org" in run("user", "list").stdout

    done = run("restore", str(copy), "--yes")
    assert done.returncode == 0, done.stderr
    assert "late@example.org" not in run("user", "list").stdout
    assert run("verify").returncode == 0
    names = ask(url, "SELECT datname FROM pg_database WHERE datname LIKE 'agency%' ORDER BY 1").split()
    assert names[0] == "agency"
    assert len(names) == 2
    assert names[1].startswith("agency_before_")
    assert "late@example.org" in ask(url.replace("/agency", f"/{names[1]}"), "SELECT email FROM access_staff")
