"""The queue: what is due, and what is cleared away once a day (sessions that have ended, jobs of long ago)."""

from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from caseday.access.spelled import Spelled
from caseday.access.turns import ask_again, ask_now

_EVERY = timedelta(days=1)
_JOBS_KEPT = timedelta(days=14)


@task()
def clear_away() -> None:
    # The real time, as sessions and the queue have it: a demonstration may live at another hour.
    now = timezone.now()
    ask_again(clear_away, _EVERY)
    call_command("clearsessions", verbosity=0)
    DBTaskResult.objects.finished().filter(finished_at__lt=now - _JOBS_KEPT).delete()


def ask_for_clearing() -> None:
    """At every start of the jobs: at once where no turn is due already."""
    ask_now(clear_away)


def is_anything_due(now: datetime) -> bool:
    """A read, where the queue's own worker takes SQLite for itself at every look."""
    return bool(_DUE.rows(now=now))


def _due(now: datetime) -> QuerySet[Any, Any]:
    at_once = Q(run_after=get_date_max())
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.filter(at_once | Q(run_after__lte=now)).order_by().values_list("pk")[:1]


_DUE = Spelled(_due)
