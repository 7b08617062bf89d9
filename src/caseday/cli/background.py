"""The background jobs: one process looks for what is due, and forks another to do it, whose memory ends with it."""

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from caseday.cli.mailing import MailKeeper, start_mail
from caseday.cli.processes import end_with_parent

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

_LOOK_EVERY_SECONDS = 1.0
_AFTER_FAILURE_SECONDS = 2.0


class _Work(Protocol):
    def terminate(self) -> None: ...


class _Told:
    """SIGTERM or SIGINT: what is being done is finished first, since its own process is told as well."""

    def __init__(self) -> None:
        self.to_end = False
        self.work: _Work | None = None
        signal.signal(signal.SIGTERM, self)
        signal.signal(signal.SIGINT, self)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.work is None:
            sys.exit(0)
        if not self.to_end:
            self.work.terminate()
        self.to_end = True


def run_jobs(batch: bool = False, first: Callable[[], None] | None = None) -> None:
    """Claims and runs background tasks until SIGTERM or SIGINT; `batch`: what is due now, in this process."""
    if batch or "fork" not in multiprocessing.get_all_start_methods():
        if not batch:
            start_mail()
        _ask_for_turns(first)
        _worker(batch).run()
        return
    told = _Told()
    _in_own_process(told, partial(_ask_for_turns, first))
    mail = MailKeeper()
    try:
        while not told.to_end:
            mail.keep()
            if _is_anything_due():
                _in_own_process(told, _work_off)
            else:
                time.sleep(_LOOK_EVERY_SECONDS)
    finally:
        mail.end()


def _ask_for_turns(first: Callable[[], None] | None) -> None:
    from caseday.access.jobs import ask_for_clearing
    from caseday.compliance.jobs import ask_for_reckoning
    from caseday.correspondence.reminder_jobs import ask_for_reminding
    from caseday.correspondence.sending_jobs import ask_for_sending
    from caseday.dayplan.jobs import ask_for_map_work
    from caseday.documents.jobs import ask_for_copying
    from caseday.followups.jobs import ask_for_settling
    from caseday.reports.jobs import ask_for_keeping

    if first:
        first()
    ask_for_clearing()
    ask_for_settling()
    ask_for_copying()
    ask_for_sending()
    ask_for_reminding()
    ask_for_map_work()
    ask_for_keeping()
    ask_for_reckoning()


def _work_off() -> None:
    """What is due now. The signal of a terminal reaches every process of the group; one telling is enough."""
    worker = _worker(batch=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker.run()


def _worker(batch: bool) -> "Worker":
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=_LOOK_EVERY_SECONDS,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    worker.configure_signals()
    return worker


def look_once() -> None:
    """Before the fork: what a look needs is made once, in memory that is shared."""
    _is_anything_due()


def _is_anything_due() -> bool:
    from django.db import close_old_connections
    from django.utils import timezone

    from caseday.access.jobs import is_anything_due

    close_old_connections()
    return is_anything_due(timezone.now())


def _in_own_process(told: _Told, work: Callable[[], None]) -> None:
    from django.db import connections

    def child() -> None:
        end_with_parent()
        work()

    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=child, name="caseday-work")
    process.start()
    told.work = process
    if told.to_end:
        process.terminate()
    process.join()
    told.work = None
    if process.exitcode and not told.to_end:
        time.sleep(_AFTER_FAILURE_SECONDS)


def _ask_for_codes() -> None:
    from caseday.programs.jobs import ask_for_diagnosis_codes

    ask_for_diagnosis_codes()


def jobs_child() -> None:
    """In the forked child: nothing of the parent's signal handling or connections is kept."""
    from django.db import connections

    from caseday.config.settings import OPTIONS

    end_with_parent()
    connections.close_all()
    run_jobs(first=_ask_for_codes if OPTIONS.load_diagnosis_codes else None)
