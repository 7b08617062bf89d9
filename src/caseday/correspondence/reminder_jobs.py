"""Every five minutes: who is to be asked or reminded now."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caseday.kernel import clock

_EVERY = timedelta(minutes=5)


@task()
def remind_of_appointments() -> None:
    """Asks for its next turn first, so that a failure does not end the turns."""
    from caseday.correspondence.actions.reminding import remind

    if not _is_asked_for():
        # The real time, as the queue has it: a demonstration may live at another hour.
        remind_of_appointments.using(run_after=timezone.now() + _EVERY).enqueue()
    remind(now=clock.now())


def ask_for_reminding() -> None:
    """At every start of the jobs: at once where no turn is due already."""
    if not _is_asked_for():
        remind_of_appointments.enqueue()


def _is_asked_for() -> bool:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.filter(task_path=remind_of_appointments.module_path).exists()
