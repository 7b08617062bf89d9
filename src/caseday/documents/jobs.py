"""In the background: scans are read, minutes that nobody should wait; files are copied to where the database is."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django_tasks import task

from caseday.access.turns import ask_again, ask_now

log = logging.getLogger("caseday.papers")

_EVERY = timedelta(hours=1)


@task()
def read_in_background(document_id: str) -> None:
    # The action enqueues this job: importing it above would be a circle.
    from caseday.documents.actions.reading import read_document
    from caseday.kernel import clock

    read_document(now=clock.now(), document_id=UUID(document_id))


@task()
def copy_away(digests: list[str]) -> None:
    """New files, as they come. What fails now, because the folder is away, the next full turn copies."""
    _copied(digests)


@task()
def copy_all_away() -> None:
    """Once an hour and at every start: what the folder lacks."""
    from caseday.documents.actions.upkeep import digests_wanted

    ask_again(copy_all_away, _EVERY)
    _copied(digests_wanted())


def ask_for_copying() -> None:
    """At every start of the jobs, where there is a folder to copy to."""
    if settings.PAPERS_COPY_DIR:
        ask_now(copy_all_away)


def _copied(digests: Iterable[str]) -> None:
    from caseday.documents.actions.upkeep import copy_to

    if not settings.PAPERS_COPY_DIR:
        return
    if missing := copy_to(settings.PAPERS_COPY_DIR, digests):
        log.error("%d files of papers are gone or altered and were not copied: caseday verify", len(missing))
