"""Every kind of background work that comes round is asked for once, and asks for its own next turn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from caseday.access.jobs import ask_for_clearing, clear_away
from caseday.correspondence.reminder_jobs import ask_for_reminding, remind_of_appointments
from caseday.correspondence.sending_jobs import ask_for_sending, send_every_minute
from caseday.followups.jobs import ask_for_settling, settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.parametrize(
    ("ask", "task"),
    [
        (ask_for_clearing, clear_away),
        (ask_for_reminding, remind_of_appointments),
        (ask_for_sending, send_every_minute),
        (ask_for_settling, settle),
    ],
)
def test_a_turn_is_asked_for_once_and_asks_for_the_next(ask: Callable[[], None], task: Any) -> None:
    waiting = DBTaskResult.objects.filter(task_path=task.module_path)
    ask()
    ask()
    assert waiting.count() == 1
    waiting.delete()
    task.func()
    assert waiting.get().run_after > timezone.now()
    task.func()
    ask()
    assert waiting.count() == 1
