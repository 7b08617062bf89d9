"""What the gateway says of our texts: news only, never backwards, whatever comes in whatever order."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from caseday.access.models import CaseEvent
from caseday.cases.models import Case
from caseday.correspondence import actions
from caseday.correspondence.models import GatewayEvent, Sending
from caseday.correspondence.queries import is_opted_out
from caseday.correspondence.rules.receipts import STATUSES, is_news
from caseday.correspondence.tests.made import file_on, make_message
from caseday.correspondence.tests.texting import (
    ROSA,
    STATUS,
    call,
    gateway_of,
    local_gateway,
    receipt_fields,
    set_up,
    sid,
)
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("set_up")]
__all__ = ["set_up"]


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def make_sending(case: Case | None = None, **fields: Any) -> Sending:
    message = make_message(
        channel="text", is_incoming=False, state="queued", external_id="",
        recipients=[{"address": ROSA, "name": "", "as": "to"}],
    )  # fmt: skip
    if case:
        file_on(message, case)
    given = {
        "key": new_id(),
        "not_before": MONDAY_8,
        "state": "sent",
        "provider_id": sid(),
        "sent_at": MONDAY_8,
    }
    return Sending.objects.create(message=message, **{**given, **fields})


def say(status: str, **said: Any) -> Sending | None:
    return actions.note_receipt(
        now=MONDAY_8, provider="twilio", status=status, **{"provider_id": sid(), **said}
    )


def test_a_delivered_text_is_delivered(case: Case) -> None:
    sending = make_sending(case)
    assert call(STATUS, receipt_fields("delivered")).status_code == 204
    sending.refresh_from_db()
    assert (sending.state, sending.message.state) == ("delivered", "delivered")
    assert sending.delivered_at is not None
    event = CaseEvent.objects.get(verb="message_delivered")
    assert (event.chain_id, event.actor_name) == (case.id, "Text gateway")


def test_a_text_that_was_not_delivered_says_why_and_what_to_do(case: Case) -> None:
    sending = make_sending(case)
    call(STATUS, receipt_fields("undelivered", ErrorCode="30006"))
    sending.refresh_from_db()
    assert (sending.state, sending.message.state) == ("failed", "failed")
    assert sending.trouble == "This is a landline, or its carrier takes no texts. Call instead."
    assert sending.failed_at is not None


def test_in_any_order_it_ends_delivered(case: Case) -> None:
    for number, order in enumerate(permutations(("queued", "sending", "sent", "delivered"))):
        sending = make_sending(case, provider_id=sid(number))
        for status in order:
            say(status, provider_id=sid(number))
        sending.refresh_from_db()
        assert (sending.state, sending.message.state) == ("delivered", "delivered"), order


def test_what_arrived_after_all_is_delivered_and_what_was_delivered_did_not_fail(case: Case) -> None:
    sending = make_sending(case)
    for status in ("failed", "sent", "delivered", "undelivered"):
        call(STATUS, receipt_fields(status))
    sending.refresh_from_db()
    assert (sending.state, sending.trouble, sending.failed_at) == ("delivered", "", None)


def test_a_hundred_times_the_same_is_once(case: Case) -> None:
    make_sending(case)
    assert {call(STATUS, receipt_fields("delivered")).status_code for _ in range(100)} == {204}
    assert CaseEvent.objects.filter(verb="message_delivered").count() == 1
    assert GatewayEvent.objects.count() == 1


def test_the_key_in_the_address_settles_what_was_unsure(case: Case) -> None:
    sending = make_sending(case, state="unsure", provider_id="", sent_at=None)
    assert call(f"{STATUS}{sending.key}/", receipt_fields("sent")).status_code == 204
    sending.refresh_from_db()
    assert (sending.state, sending.provider_id) == ("sent", sid())
    assert sending.message.external_id == sid()


def test_a_failure_of_ours_is_taken_back_when_the_gateway_proves_that_it_left(case: Case) -> None:
    sending = make_sending(case, state="failed", provider_id="")
    assert say("sent", key=sending.key) is not None
    sending.refresh_from_db()
    assert sending.state == "sent"


def test_the_key_of_a_text_with_another_id_says_nothing(case: Case) -> None:
    sending = make_sending(case)
    assert say("delivered", key=sending.key, provider_id=sid(9)) is None


def test_a_text_that_nobody_here_sent_leaves_nothing(case: Case) -> None:
    assert call(STATUS, receipt_fields("delivered")).status_code == 204
    assert call(f"{STATUS}{new_id()}/", receipt_fields("delivered")).status_code == 204
    assert not GatewayEvent.objects.exists()


def test_a_text_on_no_case_is_noted_where_its_writer_is(cast: Cast) -> None:
    sending = make_sending()
    sending.message.staff = cast.nora
    sending.message.save()
    say("delivered")
    assert CaseEvent.objects.get(verb="message_delivered").chain_id == cast.nora.id


def test_a_gateway_that_knows_of_stop_is_believed(case: Case) -> None:
    make_sending(case)
    call(STATUS, receipt_fields("failed", ErrorCode="21610"))
    assert is_opted_out(ROSA, "text")


@pytest.mark.parametrize("fields", [{"MessageStatus": "flying"}, {"MessageSid": "x"}, {"MessageStatus": ""}])
def test_what_makes_no_sense_is_refused(case: Case, fields: dict[str, str]) -> None:
    assert call(STATUS, receipt_fields("sent", **fields)).status_code == 400


def test_a_forged_receipt_changes_nothing(case: Case) -> None:
    sending = make_sending(case)
    assert call(STATUS, receipt_fields("delivered"), signature="x").status_code == 403
    assert call(f"{STATUS}{sending.key}/", receipt_fields("delivered"), token="x").status_code == 403
    sending.refresh_from_db()
    assert sending.state == "sent"


def test_a_silent_gateway_is_asked(case: Case, settings: Any) -> None:
    with local_gateway() as local:
        settings.TEXT_GATEWAY = gateway_of(local.base_url)
        text = local.state.take({"From": ["+15125550199"], "To": [ROSA], "Body": ["x"]})
        sending = make_sending(case, provider_id=text.sid)
        gone = make_sending(case, provider_id=sid(3))
        text.status = "delivered"
        assert actions.ask_about_silent(now=MONDAY_8 + timedelta(minutes=10)) == 0
        assert actions.ask_about_silent(now=MONDAY_8 + timedelta(hours=1)) == 1
        gone_text = local.state.take({"From": ["+15125550199"], "To": [ROSA], "Body": ["y"]})
        Sending.objects.filter(pk=gone.pk).update(provider_id=gone_text.sid)
        gone_text.status = "sent"
        asked = [
            actions.ask_about_silent(now=MONDAY_8 + timedelta(minutes=one)) for one in (90, 91, 300, 301)
        ]
        assert asked == [0] * 4
        assert GatewayEvent.objects.filter(key__startswith=f"{gone_text.sid}:asked:").count() == 2
        assert actions.ask_about_silent(now=MONDAY_8 + timedelta(days=4)) == 0
    sending.refresh_from_db()
    gone.refresh_from_db()
    assert (sending.state, gone.state) == ("delivered", "sent")


def test_without_a_gateway_nobody_is_asked(case: Case, settings: Any) -> None:
    settings.TEXT_GATEWAY = gateway_of() | {"provider": ""}
    assert actions.ask_about_silent(now=MONDAY_8) == 0


@given(st.lists(st.sampled_from([*STATUSES, "flying"])))
def test_the_strongest_word_wins(said: list[str]) -> None:
    known = ""
    for one in said:
        known = one if is_news(known, one) else known
    assert known == max((one for one in said if one in STATUSES), key=STATUSES.index, default="")


FIELD = st.text(max_size=40) | st.sampled_from(["delivered", "sent", "21610", "9" * 30, "\0"])


@drawing(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status=FIELD, code=FIELD, message=FIELD | st.just(sid()))
def test_no_signed_receipt_breaks_it(case: Case, status: str, code: str, message: str) -> None:
    fields = receipt_fields(status, ErrorCode=code, MessageSid=message, RawDlrDoneDate="9912312359")
    assert call(STATUS, fields).status_code in (204, 400)


def test_a_receipt_from_the_future_counts_now(case: Case, now: datetime) -> None:
    sending = make_sending(case)
    call(STATUS, receipt_fields("delivered", RawDlrDoneDate="9912312359"))
    sending.refresh_from_db()
    assert sending.delivered_at is not None
    assert sending.delivered_at.year < 2099
