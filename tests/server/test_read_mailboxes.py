"""`caseday serve` reads mailboxes beside everything else: by a process that comes with the first account."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.mail.dovecot import PASSWORD, Dovecot
from tests.mail.letters import letter
from tests.server.running import Serving, environment_for

pytestmark = pytest.mark.server
_ADD = """
import django
django.setup()
from caseday.access.viewer import system_viewer
from caseday.correspondence.actions.accounts import AccountDetails, add_account
from caseday.kernel import clock
details = AccountDetails("Office", "office@example.com", imap_host="127.0.0.1", imap_port={port},
                         imap_security="none", user_name="office")
add_account(actor=system_viewer(), now=clock.now(), details=details, secret={secret!r})
"""


def _eventually(happens: Callable[[], object], within_seconds: float = 120.0) -> bool:
    ends = time.monotonic() + within_seconds
    while time.monotonic() < ends:
        if happens():
            return True
        time.sleep(0.1)
    return False


def _subjects(agency: Path) -> list[str]:
    with sqlite3.connect(agency / "caseday.sqlite3") as connection:
        return [
            row[0]
            for row in connection.execute("SELECT subject FROM correspondence_message ORDER BY subject")
        ]


def _readers(server: Serving) -> list[psutil.Process]:
    """Processes that talk to the mail server."""
    jobs = psutil.Process(server.process.pid).children(recursive=True)
    return [one for one in jobs if one.ppid() != server.process.pid]


def test_mail_comes_in_while_it_serves_and_goes_on_after_the_reader_was_killed(agency: Path) -> None:
    with Dovecot() as dovecot, Serving(agency, {}) as server:
        environment = environment_for(agency, DJANGO_SETTINGS_MODULE="caseday.config.settings")
        program = _ADD.format(port=dovecot.port, secret=PASSWORD)
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
        dovecot.deliver("office", letter(1))
        assert _eventually(lambda: _subjects(agency) == ["Letter 1"])
        for reader in _readers(server):
            os.kill(reader.pid, signal.SIGKILL)
        dovecot.deliver("office", letter(2))
        assert _eventually(lambda: _subjects(agency) == ["Letter 1", "Letter 2"])
        readers = _readers(server)
    assert not [one for one in readers if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
