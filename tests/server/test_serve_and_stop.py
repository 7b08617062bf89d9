"""`caseday serve` as an operator meets it: quick to answer, small, hard to keep down, gone when told to go."""

import os
import signal
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.postgres import free_port
from tests.server.running import Serving, run_caseday

pytestmark = pytest.mark.server
# On a machine that also runs other tests; bench/ measures the figures themselves.
MEMORY_MIB = 150


@pytest.fixture
def serving(agency: Path):
    with Serving(agency, {}) as server:
        yield server


def children(server: Serving) -> list[psutil.Process]:
    return psutil.Process(server.process.pid).children(recursive=True)


def eventually(happens: Callable[[], object], within_seconds: float = 60.0) -> bool:
    ends = time.monotonic() + within_seconds
    while time.monotonic() < ends:
        if happens():
            return True
        time.sleep(0.05)
    return False


def answers(server: Serving) -> bool:
    try:
        with urllib.request.urlopen(server.url + "healthz", timeout=30) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_two_web_processes_and_the_jobs_fit_into_their_memory(serving: Serving) -> None:
    for _ in range(40):
        urllib.request.urlopen(serving.url + "account/sign-in/", timeout=30).close()
    assert eventually(lambda: len(children(serving)) == 3)  # what a start asks for has been done
    assert sum(child.memory_full_info().pss for child in children(serving)) < MEMORY_MIB << 20


def test_a_job_is_done_in_a_process_of_its_own_that_ends(serving: Serving, agency: Path) -> None:
    import sqlite3

    assert eventually(lambda: len(children(serving)) == 3)
    jobs = {child.pid for child in children(serving)}
    with sqlite3.connect(agency / "caseday.sqlite3") as connection:
        connection.execute("UPDATE django_tasks_database_dbtaskresult SET run_after = '2020-01-01 00:00:00'")
    asked = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'"
    with sqlite3.connect(agency / "caseday.sqlite3") as connection:
        before = connection.execute(asked).fetchone()[0]
        assert eventually(lambda: connection.execute(asked).fetchone()[0] > before)
    assert eventually(lambda: {child.pid for child in children(serving)} == jobs)


def kill(server: Serving, which: int) -> int:
    """One of the three by age; the oldest is 0. Where two died within seconds all of it is opened again, so what was
    listed may be gone by itself."""
    assert eventually(lambda: len(children(server)) == 3)
    pids = sorted(child.pid for child in children(server)) or [-1]
    with suppress(ProcessLookupError):
        if pids[which] > 0:
            os.kill(pids[which], signal.SIGKILL)
    return pids[which]


def test_every_process_that_dies_is_started_again(serving: Serving) -> None:
    for _ in range(3):  # who was started again is the youngest
        victim = kill(serving, 0)
        assert eventually(lambda gone=victim: len({c.pid for c in children(serving)} - {gone}) == 3)
        assert eventually(lambda: answers(serving))


def test_it_goes_on_answering_though_its_web_processes_die_again_and_again(serving: Serving) -> None:
    for _ in range(4):
        kill(serving, -1)
    assert eventually(lambda: len(children(serving)) == 3)
    assert eventually(lambda: answers(serving))
    assert serving.process.poll() is None


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_all_of_it(serving: Serving, how: signal.Signals) -> None:
    pids = [child.pid for child in children(serving)]
    serving.process.send_signal(how)
    assert serving.process.wait(15) == 0
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_no_orphan_goes_on_when_the_first_process_is_killed_outright(serving: Serving) -> None:
    pids = [child.pid for child in children(serving)]
    serving.process.kill()
    serving.process.wait(10)
    assert eventually(lambda: not any(psutil.pid_exists(pid) for pid in pids))


def test_a_port_in_use_is_named_before_anything_starts(serving: Serving, agency: Path) -> None:
    done = run_caseday(agency, "serve", "--port", str(serving.port))
    assert done.returncode == 2
    assert str(serving.port) in done.stderr


def test_a_wrong_key_ends_with_2_and_names_it(agency: Path) -> None:
    done = run_caseday(agency, "serve", CASEDAY_WORKRES="3")
    assert done.returncode == 2
    assert "CASEDAY_WORKRES: there is no such key. Did you mean workers?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_of_an_earlier_version_is_left_alone(agency: Path) -> None:
    import sqlite3

    with sqlite3.connect(agency / "caseday.sqlite3") as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'search'")
    done = run_caseday(agency, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "caseday migrate" in done.stderr


def test_other_hosts_and_secrets_stay_out(serving: Serving, agency: Path) -> None:
    request = urllib.request.Request(serving.url + "account/sign-in/", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    refused.value.close()
    assert refused.value.code == 400
    assert (agency / "secret_key").read_text() not in serving.said()
