"""Twilio's documented API, spoken over HTTP with a gateway on this machine that follows it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from caseday.correspondence.tests.texting import ACCOUNT, OURS, ROSA, access_to, local_gateway, sid
from caseday.correspondence.texts import port
from caseday.correspondence.texts.local import LocalGateway, Picture
from caseday.correspondence.texts.twilio_words import meaning_of
from caseday.kernel.ids import new_id

KEY = new_id()


@pytest.fixture
def local() -> Iterator[LocalGateway]:
    with local_gateway() as gateway:
        yield gateway


def gateway(local: LocalGateway, **options: str) -> port.Gateway:
    return port.gateway(access_to(local, **options))


def send(local: LocalGateway, text: str = "See you at 9", to: str = ROSA, key: UUID = KEY) -> port.Sent:
    return gateway(local).send(key=key, to=to, from_=OURS, text=text)


def a_moment_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def refused(local: LocalGateway, **asked: str) -> port.Refused:
    with pytest.raises(port.Refused) as raised:
        send(local, **asked)
    return raised.value


def test_a_text_reaches_the_phone_and_has_an_id(local: LocalGateway) -> None:
    sent = send(local)
    local.caller.wait()
    assert sent.status == "queued"
    assert local.phone(ROSA).shown == ["See you at 9"]
    assert gateway(local).ask(sent.provider_id) == port.Receipt(sent.provider_id, "delivered")


def test_pictures_go_as_addresses_and_need_no_words(local: LocalGateway) -> None:
    address = "https://caseday.example.org/x"
    sent = gateway(local).send(key=KEY, to=ROSA, from_=OURS, text="", media_urls=[address])
    there = local.state.get(sent.provider_id)
    assert there is not None
    assert (there.media_urls, there.body) == ((address,), "")


def test_receipts_are_asked_for_at_an_address_that_says_the_key_back(local: LocalGateway) -> None:
    sent = gateway(local, receipts_url="http://127.0.0.1:9/status/").send(
        key=KEY, to=ROSA, from_=OURS, text="x"
    )
    there = local.state.get(sent.provider_id)
    assert there is not None
    assert there.callback == f"http://127.0.0.1:9/status/{KEY}/"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("512", "21211"),
        ("+15005550001", "21211"),
        ("+15005550002", "21612"),
        ("+15005550003", "21408"),
        ("+15005550004", "21610"),
        ("+15005550009", "21614"),
        (OURS, "21266"),
        ("", "21604"),
    ],
)
def test_a_refusal_says_what_to_do_and_that_trying_again_is_useless(
    local: LocalGateway, to: str, code: str
) -> None:
    problem = refused(local, to=to)
    assert (problem.code, problem.is_final) == (code, True)
    assert problem.words == str(problem) == meaning_of(code).words
    assert problem.is_opted_out is (code == "21610")


def test_after_stop_the_gateway_refuses_until_start(local: LocalGateway) -> None:
    local.phone(ROSA).text("Stop")
    assert refused(local).is_opted_out
    local.phone(ROSA).text("START")
    assert send(local)


def test_too_many_texts_are_put_off_as_long_as_the_gateway_wants(local: LocalGateway) -> None:
    local.state.ask_for(["429"])
    problem = refused(local)
    assert (problem.code, problem.is_final, problem.retry_after_seconds) == ("20429", False, 1)
    assert send(local)


def test_a_wrong_secret_is_told_with_the_keys_to_look_at(local: LocalGateway) -> None:
    with pytest.raises(port.Refused, match="text_auth_token") as raised:
        gateway(local, token="wrong").send(key=KEY, to=ROSA, from_=OURS, text="x")
    assert not raised.value.is_final


@pytest.mark.parametrize("fault", ["500", "garbage", "timeout"])
def test_where_it_may_have_left_it_is_unsure(local: LocalGateway, fault: str) -> None:
    local.state.ask_for([fault])
    with pytest.raises(port.Unsure) as raised:
        send(local)
    assert "asked whether the text left" in raised.value.words


@pytest.mark.parametrize(("fault", "left"), [("timeout", True), ("500", False)])
def test_what_was_unsure_is_found_or_not_and_never_sent_blindly(
    local: LocalGateway, fault: str, left: bool
) -> None:
    local.state.ask_for([fault])
    with pytest.raises(port.Unsure):
        send(local)
    local.caller.wait()
    found = gateway(local).find(to=ROSA, from_=OURS, text="See you at 9", since=a_moment_ago())
    assert (found is not None) is left


def test_a_text_that_the_gateway_still_holds_is_found_too(local: LocalGateway) -> None:
    sent = send(local)
    there = local.state.get(sent.provider_id)
    assert there is not None
    local.caller.wait()
    there.status = "queued"
    found = gateway(local).find(to=ROSA, from_=OURS, text="See you at 9", since=a_moment_ago())
    assert found == port.Receipt(sent.provider_id, "queued")


def test_another_text_with_the_same_words_is_not_taken_for_it(local: LocalGateway) -> None:
    first = send(local)
    since = a_moment_ago()
    ids = frozenset({first.provider_id})
    assert gateway(local).find(to=ROSA, from_=OURS, text="See you at 9", since=since, except_ids=ids) is None
    assert gateway(local).find(to=ROSA, from_=OURS, text="Other words", since=since) is None
    later = datetime.now(UTC) + timedelta(hours=1)
    assert gateway(local).find(to=ROSA, from_=OURS, text="See you at 9", since=later) is None


def test_it_looks_through_page_after_page(local: LocalGateway) -> None:
    sent = send(local)
    for number in range(120):
        local.state.take({"From": [OURS], "To": [ROSA], "Body": [f"{number}"]}).status = "sent"
    local.caller.wait()
    found = gateway(local).find(to=ROSA, from_=OURS, text="See you at 9", since=a_moment_ago())
    assert found == port.Receipt(sent.provider_id, "delivered")


def test_a_gateway_that_is_not_there_leaves_no_doubt_that_nothing_left(local: LocalGateway) -> None:
    access = access_to(local, base_url="http://127.0.0.1:9")
    with pytest.raises(port.Refused, match="can't be reached") as raised:
        port.gateway(access).send(key=KEY, to=ROSA, from_=OURS, text="x")
    assert not raised.value.is_final


def test_what_the_gateway_does_not_know_is_refused(local: LocalGateway) -> None:
    for provider_id in (sid(7), "../../Accounts", "SM1"):
        with pytest.raises(port.Refused):
            gateway(local).ask(provider_id)


def test_an_undelivered_text_says_why(local: LocalGateway) -> None:
    local.state.ask_for(["undelivered:30005"])
    sent = send(local)
    local.caller.wait()
    said = gateway(local).ask(sent.provider_id)
    assert (said.status, said.error_code) == ("failed", "30005")
    assert "no longer in use" in gateway(local).words_of(said.error_code)
    assert gateway(local).words_of("")
    assert local.phone(ROSA).shown == []


@pytest.mark.parametrize(
    ("code", "http_status", "is_final"),
    [("", 503, False), ("99999", 400, True), ("", 401, False), ("", 429, False), ("", 404, True)],
)
def test_a_code_that_nobody_listed_goes_by_the_kind_of_answer(
    code: str, http_status: int, is_final: bool
) -> None:
    assert meaning_of(code, http_status=http_status).is_final is is_final


def with_picture(local: LocalGateway, content: bytes = b"picture") -> str:
    text = local.state.hear(ROSA, OURS, "look", [Picture("image/jpeg", content)])
    return f"{local.base_url}/2010-04-01/Accounts/{ACCOUNT}/Messages/{text.sid}/Media/{text.pictures[0].sid}"


def test_a_picture_is_fetched_from_the_gateway_signed_in(local: LocalGateway, tmp_path: Path) -> None:
    link = port.MediaLink(with_picture(local), "image/jpeg", "a.jpg")
    assert gateway(local).fetch(link, tmp_path / "a", most_bytes=100) == 7
    assert (tmp_path / "a").read_bytes() == b"picture"


def test_a_picture_larger_than_allowed_is_refused(local: LocalGateway, tmp_path: Path) -> None:
    link = port.MediaLink(with_picture(local, b"x" * 101), "image/jpeg", "a.jpg")
    with pytest.raises(port.Refused, match="larger") as raised:
        gateway(local).fetch(link, tmp_path / "a", most_bytes=100)
    assert raised.value.is_final


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/x",
        "file:///etc/passwd",
        "https://api.twilio.com.example.org/x",
        "http://[::1",
        "",
    ],
)
def test_nothing_is_fetched_from_elsewhere(local: LocalGateway, tmp_path: Path, url: str) -> None:
    with pytest.raises(port.Refused, match="not fetched"):
        gateway(local).fetch(port.MediaLink(url, "image/jpeg", "a"), tmp_path / "a", most_bytes=9)


class Answers:
    """What a gateway that leads elsewhere answers, without a network."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answers: list[httpx.Response]) -> None:
        self.asked: list[httpx.Request] = []
        self.answers = answers
        client = httpx.Client
        monkeypatch.setattr(
            httpx,
            "Client",
            lambda **given: client(auth=given["auth"], transport=httpx.MockTransport(self._answer)),
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answers.pop(0)


API = "https://api.twilio.com"
STORE = "https://mms.twiliocdn.com/a/b"
REMOTE = port.Access(provider="twilio", base_url=API, account=ACCOUNT, token="t")


def fetch(into: Path) -> int:
    return port.gateway(REMOTE).fetch(port.MediaLink(f"{API}/m", "image/png", "a"), into, most_bytes=9)


def leads_to(url: str) -> httpx.Response:
    return httpx.Response(307, headers={"Location": url})


def test_the_gateway_leads_to_its_store_where_our_secret_is_not_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = Answers(monkeypatch, [leads_to(STORE), httpx.Response(200, content=b"ok")])
    assert fetch(tmp_path / "a") == 2
    assert ["authorization" in one.headers for one in answers.asked] == [True, False]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a",
        "http://mms.twiliocdn.com/a",
        "https://mms.twiliocdn.com:444/a",
        "https://x@mms.twiliocdn.com/a",
        "http://169.254.169.254/",
        "",
    ],
)
def test_it_is_not_led_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    answers = Answers(monkeypatch, [leads_to(url)] * 5)
    with pytest.raises(port.Refused, match="elsewhere"):
        fetch(tmp_path / "a")
    assert {one.url.host for one in answers.asked} == {"api.twilio.com"}


@pytest.mark.parametrize(("status", "is_final"), [(404, False), (500, False), (403, True)])
def test_a_file_that_is_not_handed_out_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int, is_final: bool
) -> None:
    Answers(monkeypatch, [httpx.Response(status)])
    with pytest.raises(port.Refused) as raised:
        fetch(tmp_path / "a")
    assert raised.value.is_final is is_final


def test_a_file_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Answers(monkeypatch, [httpx.Response(200, content=b"ok")])
    monkeypatch.setattr("caseday.correspondence.texts.twilio._MEDIA_SECONDS", -1.0)
    with pytest.raises(port.Refused, match="slow"):
        fetch(tmp_path / "a")


@pytest.mark.parametrize("body", ["[]", "oops", "{}", '{"sid": "x"}'])
def test_an_answer_without_a_readable_id_is_unsure(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    Answers(monkeypatch, [httpx.Response(201, text=body)])
    with pytest.raises(port.Unsure):
        port.gateway(REMOTE).send(key=KEY, to=ROSA, from_=OURS, text="x")


def test_a_list_that_nobody_can_read_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Answers(monkeypatch, [httpx.Response(200, text="oops")])
    with pytest.raises(port.Refused) as raised:
        port.gateway(REMOTE).find(to=ROSA, from_=OURS, text="x", since=a_moment_ago())
    assert not raised.value.is_final


def test_dates_and_pages_that_make_no_sense_are_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {
        "sid": sid(1),
        "direction": "outbound-api",
        "body": "Sent from your trial account - x",
        "date_created": "?",
    }
    listed = {
        "messages": [1, {"sid": "x", "direction": "outbound-api", "body": "x"}, ours],
        "next_page_uri": "http://x",
    }
    Answers(monkeypatch, [httpx.Response(200, json=listed)])
    found = port.gateway(REMOTE).find(to=ROSA, from_=OURS, text="x", since=a_moment_ago())
    assert found == port.Receipt(sid(1), "queued")


def test_a_gateway_that_dies_while_it_is_asked_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = httpx.Client

    def dies(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too long")

    monkeypatch.setattr(httpx, "Client", lambda **given: client(transport=httpx.MockTransport(dies)))
    with pytest.raises(port.Refused, match="did not answer") as raised:
        port.gateway(REMOTE).ask(sid(1))
    assert not raised.value.is_final


def test_a_provider_that_nobody_wrote_is_not_there() -> None:
    with pytest.raises(KeyError):
        port.gateway(port.Access("pigeon", API, ACCOUNT, "t"))


def test_no_secret_is_shown_with_the_access() -> None:
    assert "hush" not in repr(port.Access("twilio", API, ACCOUNT, "hush"))
