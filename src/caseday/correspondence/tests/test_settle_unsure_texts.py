"""A text of which nobody knows whether it left: asked for at the gateway, and never sent blindly again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from caseday.correspondence import actions
from caseday.correspondence.models import Sending
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.tests.made import make_message
from caseday.correspondence.tests.texting import OURS, ROSA, gateway_of, local_gateway
from caseday.correspondence.texts.local import LocalGateway
from caseday.correspondence.texts.twilio import Twilio
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db
NOW = clock.now()
LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def local(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalGateway]:
    monkeypatch.setattr("caseday.correspondence.sending.loop._quiet_until", lambda message, now: now)
    settings.PUBLIC_URL = "http://127.0.0.1:9"
    with local_gateway(hold_seconds=0.05) as gateway:
        settings.TEXT_GATEWAY = gateway_of(gateway.base_url)
        yield gateway


@pytest.fixture
def sending(local: LocalGateway) -> Sending:
    message = make_message(
        channel="text", is_incoming=False, state="queued", external_id="", text="See you at 9", at=NOW,
        from_address=OURS, recipients=[{"address": ROSA, "name": "", "as": "to"}],
    )  # fmt: skip
    return Sending.objects.create(message=message, key=new_id(), not_before=NOW)


def state(sending: Sending) -> tuple[str, str]:
    sending.refresh_from_db()
    return sending.state, sending.message.state


def test_what_never_left_is_sent_when_the_gateway_has_no_trace_of_it(
    local: LocalGateway, sending: Sending
) -> None:
    local.state.ask_for(["500"])
    send_due(NOW)
    assert state(sending) == ("unsure", "failed")
    assert actions.queue_unsure_texts(now=NOW + timedelta(seconds=30)) == 0
    assert actions.queue_unsure_texts(now=LATER) == 1
    assert actions.queue_unsure_texts(now=LATER) == 0
    assert state(sending) == ("queued", "queued")
    send_due(LATER)
    local.caller.wait()
    assert state(sending) == ("sent", "sent")
    assert local.phone(ROSA).shown == ["See you at 9"]


def test_what_left_after_all_is_found_and_not_sent_again(
    local: LocalGateway, sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    local.state.ask_for(["timeout"])
    with monkeypatch.context() as lagging:
        lagging.setattr(Twilio, "find", lambda self, **asked: None)
        send_due(NOW)
    assert state(sending) == ("unsure", "failed")
    actions.queue_unsure_texts(now=LATER)
    send_due(LATER)
    local.caller.wait()
    assert state(sending) == ("sent", "sent")
    assert local.phone(ROSA).shown == ["See you at 9"]


def test_what_the_list_shows_at_once_is_settled_at_once(local: LocalGateway, sending: Sending) -> None:
    local.state.ask_for(["timeout"])
    send_due(NOW)
    local.caller.wait()
    assert state(sending) == ("sent", "sent")
    assert local.phone(ROSA).shown == ["See you at 9"]


def test_one_that_failed_there_does_not_count_as_left(local: LocalGateway, sending: Sending) -> None:
    local.state.take({"From": [OURS], "To": [ROSA], "Body": ["See you at 9"]}).status = "undelivered"
    send_due(LATER)
    local.caller.wait()
    assert local.phone(ROSA).shown == ["See you at 9"]


def test_after_some_tries_or_hours_it_is_left_to_a_person(local: LocalGateway, sending: Sending) -> None:
    unsure = Sending.objects.filter(pk=sending.pk)
    unsure.update(state="unsure", failed_at=NOW, tries=4)
    assert actions.queue_unsure_texts(now=LATER) == 0
    unsure.update(tries=1)
    assert actions.queue_unsure_texts(now=NOW + timedelta(hours=7)) == 0


def test_without_a_gateway_nothing_is_queued(sending: Sending, settings: Any) -> None:
    Sending.objects.filter(pk=sending.pk).update(state="unsure", failed_at=NOW)
    settings.TEXT_GATEWAY = gateway_of() | {"provider": ""}
    assert actions.queue_unsure_texts(now=LATER) == 0


def test_one_that_somebody_settled_meanwhile_stays_as_it_is(
    sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    from caseday.correspondence.actions.unsure_texts import _queue

    Sending.objects.filter(pk=sending.pk).update(state="sent")
    assert not _queue(sending, LATER)
