"""Background work that comes round: a task that asks for its own next turn."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def ask_again(task: Any, after: timedelta) -> None:
    """First thing in the task, so that a failure does not end the turns.

    By the real time, as the queue has it: a demonstration may live at another hour.
    """
    if not _is_asked_for(task):
        task.using(run_after=timezone.now() + after).enqueue()


def ask_now(task: Any) -> None:
    """At every start of the jobs: at once where no turn is due already."""
    if not _is_asked_for(task):
        task.enqueue()


def _is_asked_for(task: Any) -> bool:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.filter(task_path=task.module_path).exists()
