"""A process that is killed for good at the worst moments sends nothing twice and loses nothing."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mail.mail_server import Told, mail_server


@pytest.fixture
def server() -> Iterator[tuple[Told, int]]:
    with mail_server() as started:
        yield started


CHILD = """
import os, signal, sys, django
django.setup()
from caseday.correspondence.sending import loop, smtp
from caseday.correspondence.actions import outcomes
from caseday.kernel.clock import now
where = sys.argv[1]
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
if where == "claimed": loop.parcel_of = die
if where == "handing": smtp._end = die
if where == "sent": loop.note_sent = die
loop.send_due(now())
"""


@pytest.mark.parametrize(
    "where, expected, arrived", [("claimed", "sent", 1), ("handing", "unsure", 0), ("sent", "unsure", 1)]
)
def test_a_process_killed_on_the_way_sends_nothing_twice(
    tmp_path: Path,
    migrated_database: Path,
    where: str,
    expected: str,
    arrived: int,
    server: tuple[Told, int],
) -> None:
    """Its own database, its own process, killed for good at the worst moments."""
    told, port = server
    shutil.copyfile(migrated_database, tmp_path / "caseday.sqlite3")
    environment = {
        **os.environ, "CASEDAY_DATA_DIR": str(tmp_path), "CASEDAY_SECRET_KEY": "check",
        "DJANGO_SETTINGS_MODULE": "caseday.config.settings", "PORT": str(port),
    }  # fmt: skip

    def run(code: str, *arguments: str) -> Any:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert run(PREPARE).returncode == 0
    assert run(CHILD, where).returncode == -signal.SIGKILL
    assert run(AGED).returncode == 0
    for _ in range(2):
        assert run(CHILD, "nowhere").returncode == 0
    assert run(SAID).stdout.strip() == expected
    assert len(told.taken) == arrived


PREPARE = """
import os, django
django.setup()
from caseday.access.queries import viewer_for
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.tests.outgoing_made import email_to_client, make_mailbox, reachable
from caseday.kernel.clock import now
from caseday.testing.make import make_agency, make_case, make_staff
make_agency()
nora = make_staff("Nora Field")
make_mailbox(nora, smtp_port=int(os.environ["PORT"]))
case = make_case(nora)
reachable(case)
at = now()
queue_message(actor=viewer_for(nora, now=at), now=at, outgoing=email_to_client(case))
"""
AGED = """
import django
django.setup()
from datetime import timedelta
from caseday.correspondence.models import Sending
from caseday.kernel.clock import now
assert Sending.objects.get().state == "sending"
Sending.objects.update(claimed_at=now() - timedelta(hours=1))
"""
SAID = """
import django
django.setup()
from caseday.correspondence.models import Sending
print(Sending.objects.get().state)
"""
