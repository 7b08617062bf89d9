"""The process that reads mailboxes, a thread for each account: kept by the jobs' process, in nobody's way.

There is none while there is no account to read.
"""

import logging
import multiprocessing
import signal
import threading
import time
from types import FrameType
from typing import Any

from caseday.cli.processes import Child, end_with_parent

log = logging.getLogger("caseday.processes")

_LOOK_SECONDS = 5.0
_END_SECONDS = 3.0


class MailKeeper:
    """`keep` is called every second or so: it starts the process with the first account, and again where it died."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._looked_at = -_LOOK_SECONDS

    def keep(self) -> None:
        if self._child is not None and self._child.is_alive():
            return
        if time.monotonic() - self._looked_at < _LOOK_SECONDS:
            return
        self._looked_at = time.monotonic()
        if self._child is not None:
            log.error("the process that reads mailboxes ended unexpectedly")
            self._child = None
        if _is_there_any():
            self._child = start_mail()

    def end(self) -> None:
        if self._child is not None:
            self._child.terminate()
            self._child.join(_END_SECONDS)
            self._child = None


def start_mail() -> Child:
    """Forked where the platform can, so that the loaded code is shared and not loaded again."""
    from django.db import connections

    connections.close_all()
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context: Any = multiprocessing.get_context(method)
    process: Child = context.Process(target=_mail_child, name="caseday-mail", daemon=True)
    process.start()  # type: ignore[attr-defined]
    return process


def _mail_child() -> None:
    """Ends at once when told: what was not taken in yet is fetched again."""
    from caseday.correspondence.mail.watching import watch_all

    end_with_parent()
    ending = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    watch_all(ending)


def _is_there_any() -> bool:
    from django.db import DatabaseError

    from caseday.correspondence.queries.accounts import is_any_fetched

    try:
        return is_any_fetched()
    except DatabaseError:  # it is away: asked again
        return False
