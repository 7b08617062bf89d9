"""Once a day, what nobody needs anymore is cleared away."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from caseday.access.jobs import ask_for_clearing, clear_away
from caseday.cli.background import run_jobs

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _queue_in_the_database(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker runs in this process, inside the test's transaction."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda worker: None)


def make_session(key: str, expires_in: timedelta) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + expires_in)


def turns() -> list[str]:
    return [one.status for one in own_turns().order_by("enqueued_at")]


def own_turns() -> Any:
    return DBTaskResult.objects.filter(task_path=clear_away.module_path)


def test_sessions_that_ended_are_gone_and_the_others_stay() -> None:
    make_session("ended", -DAY)
    make_session("open", DAY)
    clear_away.call()
    assert [one.pk for one in Session.objects.all()] == ["open"]


def test_the_jobs_do_it_at_their_start_and_again_a_day_later() -> None:
    make_session("ended", -DAY)
    run_jobs(batch=True)
    assert not Session.objects.exists()
    assert turns() == [TaskResultStatus.SUCCESSFUL, TaskResultStatus.READY]
    waiting = own_turns().get(status=TaskResultStatus.READY)
    assert timedelta(hours=23) < waiting.run_after - timezone.now() <= DAY


def test_starting_again_and_again_asks_for_one_turn() -> None:
    run_jobs(batch=True)
    ask_for_clearing()
    run_jobs(batch=True)
    assert turns() == [TaskResultStatus.SUCCESSFUL, TaskResultStatus.READY]


def test_a_turn_that_fails_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("caseday.access.jobs.call_command", fail)
    run_jobs(batch=True)
    assert turns() == [TaskResultStatus.FAILED, TaskResultStatus.READY]


def test_jobs_that_were_done_long_ago_are_forgotten() -> None:
    run_jobs(batch=True)
    DBTaskResult.objects.finished().update(finished_at=timezone.now() - 15 * DAY)
    clear_away.call()
    assert turns() == [TaskResultStatus.READY]
