"""The background jobs write down what ended by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caseday.documents.models import Document
from caseday.followups.jobs import ask_for_settling, settle
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_followup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queue_in_the_database(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def turns() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(task_path=settle.module_path, status=TaskResultStatus.READY))


def test_a_turn_settles_and_asks_for_the_next_in_an_hour(cast: Cast) -> None:
    case = make_case(cast.nora)
    one = make_followup(case, until="document", until_document_kind="visit_report", promised_at=MONDAY_8)
    Document.objects.create(
        case=case, staff=cast.nora, kind="visit_report", title="Report", received_at=MONDAY_8
    )
    settle.call()
    one.refresh_from_db()
    assert one.end_reason == "By itself: visit report received Mar 2"
    assert timedelta(minutes=59) < turns()[0].run_after - timezone.now() <= timedelta(hours=1)


def test_starting_again_and_again_asks_for_one_turn() -> None:
    for _ in range(2):
        ask_for_settling()
    settle.call()
    assert len(turns()) == 1
