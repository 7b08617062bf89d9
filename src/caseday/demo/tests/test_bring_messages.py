"""The day's mail and texts are there by the hour at which they came, on their cases or in the inbox."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caseday.access.queries import verify_chains
from caseday.correspondence.models import Message, Reminder, Update
from caseday.correspondence.tests.texting import gateway_of
from caseday.demo.actions import SMALL, build_agency

pytestmark = pytest.mark.whole

AUSTIN = ZoneInfo("America/Chicago")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date(2026, 3, 3), time(hour, minute), AUSTIN)


@pytest.fixture(autouse=True)
def _gateway(settings: Any) -> None:
    settings.TEXT_GATEWAY = gateway_of("http://127.0.0.1:9")


@pytest.mark.django_db
def test_in_the_morning_one_question_waits_and_the_rest_is_still_to_come() -> None:
    build_agency(now=at(8), size=SMALL)
    came = Message.objects.filter(is_incoming=True)
    assert came.filter(channel="text").count() == 1
    assert came.filter(state="waiting").count() == 2
    wrong = came.get(subject__startswith="Delivery confirmation")
    assert wrong.state == "waiting" and "nearly" in wrong.warnings[0]
    assert came.get(subject__contains="today's visit").state == "filed"
    assert Update.objects.filter(state="told").exists()


@pytest.mark.django_db
def test_by_the_afternoon_answers_are_given_and_nothing_of_the_past_waits_to_be_sent() -> None:
    build_agency(now=at(16), size=SMALL)
    texts = Message.objects.filter(channel="text", is_incoming=True)
    assert texts.filter(answered_at=None).exclude(safety_words="").exists()
    assert texts.exclude(answered_at=None).count() >= 4
    assert not Message.objects.filter(state="queued").exists()
    attached = Message.objects.get(subject__startswith="Pre-op")
    assert attached.attachments.count() == 1
    assert Reminder.objects.exclude(message=None).exists()
    assert list(verify_chains().problems) == []
