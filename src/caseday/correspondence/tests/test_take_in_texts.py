"""The webhook of incoming texts: signed or refused, kept once, STOP, START and HELP honored."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django_tasks import default_task_backend
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as st
from PIL import Image

from caseday.access.models import CaseEvent
from caseday.access.viewer import system_viewer
from caseday.cases.models import Case
from caseday.correspondence import actions
from caseday.correspondence.actions import take_in
from caseday.correspondence.models import Account, Attachment, GatewayEvent, Message, OptOut
from caseday.correspondence.queries import is_opted_out, opted_out_among, text_accounts, text_gateway
from caseday.correspondence.rules.incoming import IncomingFile
from caseday.correspondence.tests.made import file_on, make_account
from caseday.correspondence.tests.texting import (
    ACCOUNT,
    INCOMING,
    OURS,
    ROSA,
    call,
    gateway_of,
    local_gateway,
    set_up,
    sid,
    text_fields,
)
from caseday.correspondence.text_jobs import fetch_file_again
from caseday.correspondence.texts.local import LocalGateway, Picture
from caseday.correspondence.texts.media import Fetched
from caseday.correspondence.texts.port import Received
from caseday.documents.keeping import the_store
from caseday.people.models import ContactPoint
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_contact_point, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("set_up")]
__all__ = ["set_up"]


@pytest.fixture
def case(cast: Cast) -> Case:
    cast.agency.phone = "+15125550100"
    cast.agency.save()
    person = make_person(given_name="Rosa", language="en")
    make_contact_point(person, ROSA, text_consent="granted")
    return make_case(cast.nora, person=person)


def kept() -> list[Message]:
    return list(Message.objects.filter(is_incoming=True))


def consent() -> str:
    return ContactPoint.objects.get(value=ROSA).text_consent


def test_a_text_lands_on_the_case_of_whom_the_number_reaches(case: Case) -> None:
    answer = call(INCOMING, text_fields("Running late, 10 min"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert answer.content == b'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
    (message,) = kept()
    assert message.body.text == "Running late, 10 min"
    assert (message.from_address, message.external_id, message.channel) == (ROSA, sid(), "text")
    assert [one.case_id for one in message.filings.all()] == [case.id]


def test_the_number_that_was_texted_gets_its_account_once(case: Case) -> None:
    call(INCOMING, text_fields(number=1))
    call(INCOMING, text_fields(number=2))
    account = Account.objects.get()
    assert (account.kind, account.address, account.staff) == ("text", OURS, None)
    assert {one.account_id for one in kept()} == {account.id}


def test_a_number_of_ones_own_is_ones_own(case: Case, cast: Cast) -> None:
    own = make_account(kind="text", name="Nora", address=OURS, staff=cast.nora)
    call(INCOMING, text_fields())
    assert kept()[0].staff_id == cast.nora.id
    assert text_accounts(cast.viewer("nora")) == [own]
    assert text_accounts(cast.viewer("olive")) == []


def test_the_same_webhook_a_hundred_times_is_one_text_and_one_answer(case: Case) -> None:
    answers = [call(INCOMING, text_fields("HELP")).content for _ in range(100)]
    assert len(kept()) == 1
    assert [b"<Message>" in one for one in answers] == [True] + [False] * 99
    assert GatewayEvent.objects.count() == 1


def test_texts_of_the_same_words_are_different_texts(case: Case) -> None:
    for number in (2, 1, 3):
        call(INCOMING, text_fields("ok", number=number))
    assert len(kept()) == 3


@pytest.mark.parametrize("signature", ["", "x", "é", "0" * 28])
def test_a_forged_webhook_learns_nothing_and_leaves_nothing(case: Case, signature: str) -> None:
    answer = call(INCOMING, text_fields(), signature=signature.encode("latin-1").decode("latin-1"))
    assert (answer.status_code, answer.content) == (403, b"")
    assert kept() == []


def test_it_is_refused_with_another_secret_another_account_or_another_address(case: Case) -> None:
    other = "AC" + "b2" * 16
    assert call(INCOMING, text_fields(), token="wrong").status_code == 403
    assert call(INCOMING, text_fields(AccountSid=other)).status_code == 403
    assert call(INCOMING, text_fields(), base="https://evil.example.org").status_code == 403
    assert kept() == []


def test_a_field_changed_on_the_way_is_refused(case: Case) -> None:
    from twilio.request_validator import RequestValidator

    from caseday.correspondence.tests.texting import TOKEN

    signed = RequestValidator(TOKEN).compute_signature(
        f"https://caseday.example.org{INCOMING}", text_fields()
    )
    assert call(INCOMING, text_fields("STOP"), signature=signed).status_code == 403


def test_the_signature_holds_for_the_public_address_behind_a_proxy_and_for_the_one_seen_here(
    case: Case,
) -> None:
    seen = {"HTTP_HOST": "localhost"}
    assert call(INCOMING, text_fields(number=1), **seen).status_code == 200
    assert call(INCOMING, text_fields(number=2), base="http://localhost", **seen).status_code == 200
    assert (
        call(INCOMING, text_fields(number=3), base="https://caseday.example.org:443", **seen).status_code
        == 200
    )


def test_what_is_too_large_or_of_another_kind_is_not_looked_at(case: Case) -> None:
    assert call(INCOMING, text_fields("x" * 70_000)).status_code == 413
    assert call(INCOMING, text_fields(), CONTENT_LENGTH="many").status_code == 413
    assert Client().post(INCOMING, {"a": "b"}).status_code == 415
    assert Client().get(INCOMING).status_code == 405


@pytest.mark.parametrize("left_out", ["MessageSid", "From", "To"])
def test_what_is_signed_but_makes_no_sense_is_refused(case: Case, left_out: str) -> None:
    assert call(INCOMING, text_fields(**{left_out: ""})).status_code == 400
    assert kept() == []


def test_there_is_no_webhook_of_a_gateway_that_is_not_set_up(case: Case, settings: Any) -> None:
    assert call("/messages/hooks/pigeon/incoming/", text_fields()).status_code == 404
    settings.TEXT_GATEWAY = gateway_of() | {"provider": ""}
    assert call(INCOMING, text_fields()).status_code == 404
    assert text_gateway() is None


def test_where_keeping_it_fails_nothing_stays_and_the_gateway_hears_of_it(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> Message:
        raise RuntimeError("disk")

    with local_gateway() as local, monkeypatch.context() as patched:
        patched.setattr("django.conf.settings.TEXT_GATEWAY", gateway_of(local.base_url))
        patched.setattr("caseday.correspondence.actions.text_arrivals.take_in", fails)
        text = local.state.hear(ROSA, OURS, "look", [Picture("image/png", b"x")])
        assert (
            call(INCOMING, picture_fields(local.base_url, text.sid, text.pictures[0].sid)).status_code == 500
        )
    assert not GatewayEvent.objects.exists()
    assert list(the_store().arrivals()) == []
    assert call(INCOMING, text_fields()).status_code == 200


def picture_fields(base_url: str, text_sid: str, picture_sid: str, **fields: str) -> dict[str, str]:
    url = f"{base_url}/2010-04-01/Accounts/{ACCOUNT}/Messages/{text_sid}/Media/{picture_sid}"
    return text_fields(
        "look", MessageSid=text_sid, NumMedia="1", MediaUrl0=url, MediaContentType0="image/jpeg", **fields
    )


def jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(made, "JPEG")
    return made.getvalue()


def test_a_picture_comes_with_its_text(case: Case, settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    with local_gateway() as local:
        settings.TEXT_GATEWAY = gateway_of(local.base_url)
        text = local.state.hear(ROSA, OURS, "look", [Picture("image/jpeg", jpeg())])
        fields = picture_fields(local.base_url, text.sid, text.pictures[0].sid)
        assert [call(INCOMING, fields).status_code for _ in range(2)] == [200, 200]
    one = Attachment.objects.get()
    assert (one.name, one.media_type, one.refusal) == ("from-text-1.jpg", "image/jpeg", "")
    assert the_store().has(one.sha256)
    assert list(the_store().arrivals()) == []


def test_a_picture_that_lies_elsewhere_is_not_fetched_and_the_text_is_kept(case: Case) -> None:
    fields = text_fields(NumMedia="1", MediaUrl0="http://169.254.169.254/x", MediaContentType0="image/jpeg")
    assert call(INCOMING, fields).status_code == 200
    assert "not fetched" in Attachment.objects.get().refusal
    assert len(kept()) == 1


def test_pictures_that_come_too_slowly_are_named_and_the_text_is_kept(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.correspondence.texts.media._ALL_WITHIN_SECONDS", -1.0)
    fields = text_fields(NumMedia="99", MediaUrl0="https://api.twilio.com/x", MediaContentType0="x/y")
    assert call(INCOMING, fields).status_code == 200
    assert Attachment.objects.count() == 10
    words = "The gateway was too slow with the file. It is fetched again by itself."
    assert {one.refusal for one in Attachment.objects.all()} == {words}


def test_a_text_that_came_twice_at_once_leaves_no_second_file(case: Case, now: datetime) -> None:
    received = Received(sid(), ROSA, OURS, "look")
    arrival = the_store().new_arrival()
    arrival.write_bytes(b"x")
    files = [Fetched(IncomingFile("a.jpg", "image/jpeg", arrival)), Fetched(IncomingFile("b.jpg", "", None))]
    system = system_viewer("Text gateway")
    actions.take_in_text(actor=system, now=now, provider="twilio", received=received)
    said = actions.take_in_text(actor=system, now=now, provider="twilio", received=received, files=files)
    assert (said, arrival.exists(), len(kept())) == ("", False, 1)


def later_file(local: LocalGateway, **fields: str) -> tuple[Any, ...]:
    """A text whose picture is not there yet: message, position, address."""
    text = local.state.hear(ROSA, OURS, "look", [Picture("image/jpeg", jpeg())])
    pictures, text.pictures = text.pictures, ()
    call(INCOMING, picture_fields(local.base_url, text.sid, pictures[0].sid))
    text.pictures = pictures
    (queued,) = default_task_backend.results
    assert queued.task == fetch_file_again or queued.task.func == fetch_file_again.func
    return tuple(queued.args)


def test_a_picture_that_is_not_there_yet_is_fetched_again(case: Case, settings: Any) -> None:
    default_task_backend.clear()
    with local_gateway() as local:
        settings.TEXT_GATEWAY = gateway_of(local.base_url)
        arguments = later_file(local)
        assert "fetched again by itself" in Attachment.objects.get().refusal
        for _ in range(2):
            fetch_file_again.func(*arguments)
    one = Attachment.objects.get()
    assert (one.refusal, the_store().has(one.sha256)) == ("", True)
    assert [one.verb for one in CaseEvent.objects.filter(verb__startswith="file_")] == ["file_came_later"]


def test_a_picture_that_never_comes_is_given_up_in_words(case: Case, settings: Any) -> None:
    default_task_backend.clear()
    with local_gateway() as local:
        settings.TEXT_GATEWAY = gateway_of(local.base_url)
        message_id, position, url, _ = later_file(local)
        for turn in (1, 2, 3, 4):
            fetch_file_again.func(message_id, position, f"{url[:-1]}x", turn)
            fetch_file_again.func("no id", position, url, turn)
        settings.TEXT_GATEWAY = gateway_of() | {"provider": ""}
        fetch_file_again.func(message_id, position, url, 4)
    assert len(default_task_backend.results) == 4
    assert "Ask the sender to send it again" in Attachment.objects.get().refusal


@pytest.mark.parametrize("word", ["STOP", " stop. ", "Unsubscribe", "ALTO", "¡Parar!", "opt out"])
def test_stop_ends_texts_to_that_number_and_says_so(case: Case, word: str) -> None:
    answer = call(INCOMING, text_fields(word)).content.decode()
    assert is_opted_out(ROSA, "text")
    assert not is_opted_out(ROSA, "email")
    assert opted_out_among([ROSA, OURS], "text") == {ROSA}
    assert consent() == "declined"
    assert ContactPoint.objects.get().consent_on is not None
    assert "Hill Country Case Management" in answer
    assert "(512) 555-0100" in answer
    assert ("mensajes" in answer) is (word in ("ALTO", "¡Parar!"))


def test_stop_stands_on_the_case_with_what_was_answered(case: Case) -> None:
    call(INCOMING, text_fields("STOP"))
    said, answered = Message.objects.order_by("is_incoming").reverse()
    assert answered.reply_to == said
    assert (answered.state, answered.is_incoming, answered.thread) == ("sent", False, said.thread)
    assert answered.body.text.startswith("Hill Country Case Management: No more texts")
    assert [one.case_id for one in answered.filings.all()] == [case.id]
    assert (said.answered_how, said.answered_at is not None) == ("not_needed", True)
    verbs = CaseEvent.objects.values_list("verb", "actor_name")
    assert ("text_stop", "Text gateway") in verbs
    assert ("opted_out", "Text gateway") in verbs
    assert ("contact_point_revised", "Text gateway") in verbs
    assert OptOut.objects.get().message == said


def test_stop_twice_is_stop_once(case: Case) -> None:
    call(INCOMING, text_fields("STOP", number=1))
    call(INCOMING, text_fields("STOP", number=2))
    assert OptOut.objects.count() == 1


def test_start_brings_texts_back(case: Case) -> None:
    call(INCOMING, text_fields("STOP", number=1))
    answer = call(INCOMING, text_fields("Unstop", number=2)).content.decode()
    assert "You will get our texts again" in answer
    assert not is_opted_out(ROSA, "text")
    assert OptOut.objects.get().ended_at is not None
    assert consent() == "granted"


def test_start_without_stop_is_agreement(case: Case) -> None:
    ContactPoint.objects.update(text_consent="unknown")
    call(INCOMING, text_fields("START"))
    assert (consent(), OptOut.objects.count()) == ("granted", 0)


def test_help_says_who_and_how_to_call_in_the_language_of_the_person(case: Case) -> None:
    assert "Texts from your case manager" in call(INCOMING, text_fields("info", number=1)).content.decode()
    case.person.language = "es-MX"
    case.person.save()
    assert "Mensajes de su gestor" in call(INCOMING, text_fields("HELP", number=2)).content.decode()
    assert consent() == "granted"


def test_a_stranger_who_says_stop_is_heard_too(case: Case) -> None:
    stranger = "+15125550177"
    assert "No more texts" in call(INCOMING, text_fields("STOP", From=stranger)).content.decode()
    assert is_opted_out(stranger, "text")
    assert consent() == "granted"


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP"])
def test_where_the_gateway_answers_by_itself_we_do_not_answer_again(case: Case, kind: str) -> None:
    answer = call(INCOMING, text_fields("whatever word they set up", OptOutType=kind))
    assert b"<Message>" not in answer.content
    assert is_opted_out(ROSA, "text") is (kind == "STOP")
    assert not Message.objects.filter(is_incoming=False).exists()


def test_an_agency_without_a_phone_leaves_it_out(case: Case, cast: Cast) -> None:
    cast.agency.phone = ""
    cast.agency.save()
    assert "Call us" not in call(INCOMING, text_fields("HELP")).content.decode()


def test_stop_stands_on_every_case_that_the_text_is_on(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_case(cast.nora)

    def on_both(**given: Any) -> Message:
        message = take_in(**given)
        for one in (case, other):
            if not message.filings.filter(case=one).exists():
                file_on(message, one)
        return message

    monkeypatch.setattr("caseday.correspondence.actions.text_arrivals.take_in", on_both)
    call(INCOMING, text_fields("STOP"))
    answer = Message.objects.get(is_incoming=False)
    assert {one.case_id for one in answer.filings.all()} == {case.id, other.id}
    assert CaseEvent.objects.filter(verb="text_stop").count() == 2


def test_opting_out_again_by_hand_changes_nothing(case: Case, cast: Cast, now: Any) -> None:
    nora = cast.viewer("nora")
    first = actions.opt_out(actor=nora, now=now, address=ROSA)
    assert actions.opt_out(actor=nora, now=now, address=ROSA) == first
    by_mail = actions.opt_out(actor=nora, now=now, address="rosa@example.com", channel="email")
    assert actions.opt_in(actor=nora, now=now, address="rosa@example.com", channel="email") == by_mail


FIELD = st.text(max_size=80) | st.sampled_from(
    ["\0", "99999", "-1", "٣", "whatsapp:+15125550123", "\ud7ff", "𝟙"]
)


@drawing(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.fixed_dictionaries(
        {"Body": FIELD, "From": FIELD, "To": FIELD, "NumMedia": FIELD, "MessageSid": FIELD | st.just(sid())},
        optional={"MediaUrl0": FIELD, "MediaContentType0": FIELD, "OptOutType": FIELD, "Other": FIELD},
    )
)
def test_no_signed_webhook_breaks_it(case: Case, fields: dict[str, str]) -> None:
    assert call(INCOMING, {"AccountSid": ACCOUNT, **fields}).status_code in (200, 400)
