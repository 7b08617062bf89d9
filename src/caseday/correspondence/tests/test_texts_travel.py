"""Texts that really travel: Caseday answers HTTP, a gateway on this machine calls it and is called."""

import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from PIL import Image

from caseday.access.models import Agency
from caseday.correspondence import actions
from caseday.correspondence.models import Attachment, Message, Sending
from caseday.correspondence.queries import is_opted_out, text_gateway
from caseday.correspondence.tests.made import make_message
from caseday.correspondence.tests.texting import OURS, ROSA, gateway_of, local_gateway
from caseday.correspondence.texts.local import LocalGateway, Picture
from caseday.correspondence.texts.port import Gateway, Refused, Unsure
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast, make_cast
from caseday.testing.make import make_case, make_contact_point, make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def local(cast: Cast, live_server: Any, settings: Any) -> Iterator[LocalGateway]:
    settings.PUBLIC_URL = live_server.url
    with local_gateway(hook_url=f"{live_server.url}/messages/hooks/twilio/incoming/") as gateway:
        settings.TEXT_GATEWAY = gateway_of(gateway.base_url)
        yield gateway


def the_gateway() -> Gateway:
    gateway = text_gateway()
    assert gateway is not None
    return gateway


def queued(text: str = "See you at 9") -> Sending:
    message = make_message(
        channel="text", is_incoming=False, state="queued", external_id="", text=text,
        recipients=[{"address": ROSA, "name": "", "as": "to"}],
    )  # fmt: skip
    return Sending.objects.create(message=message, key=new_id(), not_before=clock.now(), state="sending")


def send(sending: Sending) -> None:
    """As the job does: what the gateway says is noted by the one action that never goes backwards."""
    sent = the_gateway().send(key=sending.key, to=ROSA, from_=OURS, text=sending.message.body.text)
    actions.note_receipt(
        now=clock.now(), provider="twilio", provider_id=sent.provider_id, status=sent.status, key=sending.key
    )


def state_of(sending_id: UUID) -> str:
    return Sending.objects.get(pk=sending_id).state


def test_a_text_goes_out_and_is_known_as_delivered_whatever_the_receipts_do(local: LocalGateway) -> None:
    local.state.ask_for(["", "early", "duplicates", "out_of_order", "future"])
    sendings = [queued(f"See you at {hour}") for hour in range(5)]
    for sending in sendings:
        send(sending)
        local.caller.wait()
    assert [state_of(sending.id) for sending in sendings] == ["delivered"] * 5
    assert local.phone(ROSA).shown == [f"See you at {hour}" for hour in range(5)]


def test_what_timed_out_is_settled_by_its_receipt_and_leaves_once(local: LocalGateway) -> None:
    local.state.ask_for(["timeout"])
    sending = queued()
    Sending.objects.filter(pk=sending.pk).update(state="unsure")
    with pytest.raises(Unsure):
        send(sending)
    local.caller.wait()
    assert state_of(sending.id) == "delivered"
    assert local.phone(ROSA).shown == ["See you at 9"]


def test_an_accepted_text_that_is_never_confirmed_is_not_called_delivered(local: LocalGateway) -> None:
    local.state.ask_for(["silent"])
    sending = queued()
    send(sending)
    local.caller.wait()
    assert state_of(sending.id) == "sent"


def test_an_undelivered_text_is_failed_with_what_to_do(local: LocalGateway) -> None:
    local.state.ask_for(["undelivered:30003"])
    sending = queued()
    send(sending)
    local.caller.wait()
    sending.refresh_from_db()
    assert (sending.state, sending.message.state) == ("failed", "failed")
    assert "Send it again later, or call" in sending.trouble


def test_a_phone_is_answered_and_after_stop_nothing_leaves(local: LocalGateway) -> None:
    rosa = local.phone(ROSA)
    assert rosa.text("HELP", times=5) == [200] * 5
    assert rosa.text("STOP") == [200]
    assert [one.partition(": ")[2][:12] for one in rosa.shown] == ["Texts from y", "No more text"]
    assert is_opted_out(ROSA, "text")
    with pytest.raises(Refused) as refused:
        send(queued())
    assert refused.value.is_opted_out


def test_photos_travel_with_their_text(local: LocalGateway) -> None:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG")
    photos = [Picture("image/jpeg", made.getvalue()), Picture("image/jpeg", made.getvalue())]
    assert local.phone(ROSA).text("the brace", *photos, times=3) == [200] * 3
    assert Message.objects.count() == 1
    assert [one.refusal for one in Attachment.objects.all()] == ["", ""]


@pytest.fixture
def demonstration(cast: Cast, local: LocalGateway) -> Client:
    Agency.objects.update(is_demonstration=True)
    make_case(cast.nora, person=(rosa := make_person()))
    make_contact_point(rosa, ROSA)
    client = Client(HTTP_HOST="localhost")
    client.force_login(cast.nora)
    return client


def test_the_demonstration_phone_plays_the_other_side(demonstration: Client, local: LocalGateway) -> None:
    page = demonstration.get("/messages/phone/", follow=True)
    path = page.redirect_chain[0][0]
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    made.name, _ = "knee.png", made.seek(0)
    assert demonstration.post(path, {"text": "It is swollen", "photo": made}).status_code == 302
    assert demonstration.post(path, {"word": "STOP", "text": ""}).status_code == 302
    shown = demonstration.get(f"{path}texts").content.decode()
    assert "It is swollen" in shown
    assert "1 photo" in shown
    assert "No more texts will come" in shown
    assert {one.preview for one in Message.objects.filter(is_incoming=True)} == {"It is swollen", "STOP"}
    assert demonstration.post(path, {"text": ""}).status_code == 422


def test_the_demonstration_phone_is_nowhere_else(
    demonstration: Client, local: LocalGateway, settings: Any, cast: Cast
) -> None:
    path = demonstration.get("/messages/phone/").headers["Location"]
    assert demonstration.get(path, HTTP_HOST="testserver").status_code in (400, 404)
    assert demonstration.get(path, HTTP_X_FORWARDED_FOR="10.0.0.1").status_code == 404
    assert demonstration.get(path, REMOTE_ADDR="10.0.0.1").status_code == 404
    assert demonstration.get(f"/messages/phone/{new_id()}/").status_code == 404
    demonstration.force_login(cast.adam)
    assert demonstration.get(path).status_code == 403
    settings.TEXT_GATEWAY = gateway_of("https://api.twilio.com")
    assert demonstration.get(path).status_code == 404
    settings.TEXT_GATEWAY = gateway_of(local.base_url)
    Agency.objects.update(is_demonstration=False)
    assert demonstration.get(path).status_code == 404


def test_a_phone_without_a_gateway_says_so(demonstration: Client, settings: Any) -> None:
    path = demonstration.get("/messages/phone/").headers["Location"]
    settings.TEXT_GATEWAY = gateway_of("http://127.0.0.1:9")
    assert "does not answer" in demonstration.get(path).content.decode()
    assert "does not answer" in demonstration.post(path, {"text": "x"}, follow=True).content.decode()


def test_what_caseday_does_not_take_is_told(demonstration: Client, local: LocalGateway) -> None:
    local.caller.hook_url = local.caller.hook_url.replace("twilio", "pigeon")
    path = demonstration.get("/messages/phone/").headers["Location"]
    assert "did not take it" in demonstration.post(path, {"text": "x"}, follow=True).content.decode()


def test_without_a_client_there_is_no_phone(demonstration: Client, cast: Cast) -> None:
    demonstration.force_login(cast.olive)
    assert "No client has a phone" in demonstration.get("/messages/phone/").content.decode()
