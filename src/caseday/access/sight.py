"""In: "this request showed that case". Out: access entries, written in batches beside the request.

A page waits for a place in a queue, not for the disk. What the queue holds (at most FLUSH_EVERY seconds of work) is
lost only if the process is killed outright; a stop (SIGTERM, exit) writes it first. docs/adr says why.
"""

import atexit
import logging
import queue
import threading
import time
from multiprocessing import util as processes
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.http import HttpRequest

from caseday.access.lookups import cases_behind, subject_in
from caseday.access.models import AccessEntry
from caseday.kernel import clock

FLUSH_EVERY = 0.25
BATCH = 100
QUEUE_SIZE = 10_000
_TRIES = 5

logger = logging.getLogger(__name__)


def log_sight(request: HttpRequest, case_id: UUID | None, *, page: str = "") -> None:
    """Once per request, case and page. A list of cases logs itself with `case_id` None."""
    _log(request, case_id, None, page)


def log_subject(request: HttpRequest, parameter: str, subject_id: UUID) -> None:
    """For a page of something that its address does not name: `log_subject(request, "person_id", person.pk)`."""
    _log(request, None, (parameter, subject_id))


def log_address(request: HttpRequest) -> None:
    """For a page that did not log itself: the case, or the subject, that its address names."""
    match = request.resolver_match
    if match is None or "_sights" in request.__dict__:
        return
    case_id = match.kwargs.get("case_id")
    if isinstance(case_id, UUID):
        _log(request, case_id, None)
    elif subject := subject_in(match.kwargs):
        _log(request, None, subject)


def _log(
    request: HttpRequest, case_id: UUID | None, subject: tuple[str, UUID] | None, page: str = ""
) -> None:
    viewer = getattr(request, "viewer", None)
    if not viewer or viewer.staff_id is None:
        return
    match = request.resolver_match
    name = (page or (match.view_name if match else "") or request.path)[:80]
    seen: set[tuple[UUID | None, str]] = request.__dict__.setdefault("_sights", set())
    if (case_id, name) in seen:
        return
    seen.add((case_id, name))
    is_write = request.method not in ("GET", "HEAD")
    entry = AccessEntry(
        staff_id=viewer.staff_id, case_id=case_id, page=name, seen_at=clock.now(), is_write=is_write
    )
    entry.subject = subject
    keep(entry)


def keep(entry: AccessEntry) -> None:
    if not getattr(settings, "ACCESS_LOG_BATCHES", True) or not writer.take(entry):
        for row in _rows_of(entry):
            row.save(force_insert=True)


def _rows_of(entry: AccessEntry) -> list[AccessEntry]:
    """One row a case; a subject without a case is one row as well."""
    cases = cases_behind(entry.subject) if entry.subject else []
    if not cases:
        return [entry]
    return [
        AccessEntry(
            staff_id=entry.staff_id,
            case_id=case_id,
            page=entry.page,
            seen_at=entry.seen_at,
            is_write=entry.is_write,
        )
        for case_id in cases
    ]


class Writer:
    """One thread a process, started by the first entry (so after any fork)."""

    def __init__(self, size: int = QUEUE_SIZE) -> None:
        self._queue: queue.Queue[AccessEntry | None] = queue.Queue(size)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_stopped = False

    def take(self, entry: AccessEntry) -> bool:
        """False where the entry must be written at once: the queue is full, or the process is ending."""
        if self._is_stopped:
            return False
        try:
            self._queue.put_nowait(entry)
        except queue.Full:
            return False
        if self._thread is None:
            self._start()
        return True

    def stop(self) -> None:
        """Writes what waits; safe to call twice."""
        self._is_stopped = True
        thread, self._thread = self._thread, None
        if thread and thread.is_alive():
            self._queue.put(None)
            thread.join(timeout=10)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="access-log", daemon=True)
                self._thread.start()
                atexit.register(self.stop)
                # A child of multiprocessing (granian's workers) leaves by this door instead.
                processes.Finalize(None, self.stop, exitpriority=100)

    def _run(self) -> None:
        try:
            while self._write_next():
                pass
        finally:
            connections.close_all()

    def _write_next(self) -> bool:
        """Waits for the first entry, then a moment for more."""
        first = self._queue.get()
        if first is None:
            return False
        batch, goes_on = self._collect(first)
        write(batch)
        return goes_on

    def _collect(self, first: AccessEntry) -> tuple[list[AccessEntry], bool]:
        batch, until = [first], time.monotonic() + FLUSH_EVERY
        while len(batch) < BATCH:
            try:
                entry = self._queue.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if entry is None:
                return batch, False
            batch.append(entry)
        return batch, True


def write(batch: list[AccessEntry]) -> None:
    for pause in range(_TRIES):
        try:
            AccessEntry.objects.bulk_create([row for entry in batch for row in _rows_of(entry)])
            return
        except DatabaseError:
            connection.close()
            time.sleep(pause * FLUSH_EVERY)
    logger.error("The access log could not be written: %d entries are lost.", len(batch))


writer = Writer()
