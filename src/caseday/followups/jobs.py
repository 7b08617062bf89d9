"""Once an hour, the end of every chase whose until holds is written down; until then it only shows."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caseday.followups.actions import settle_chases
from caseday.kernel import clock

_EVERY = timedelta(hours=1)


@task()
def settle() -> None:
    """Asks for its next turn first, so that a failure does not end the turns."""
    if not _is_asked_for():
        # The real time, as the queue has it: a demonstration may live at another hour.
        settle.using(run_after=timezone.now() + _EVERY).enqueue()
    settle_chases(now=clock.now())


def ask_for_settling() -> None:
    """At every start of the jobs: at once where no turn is due already."""
    if not _is_asked_for():
        settle.enqueue()


def _is_asked_for() -> bool:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.filter(task_path=settle.module_path).exists()
