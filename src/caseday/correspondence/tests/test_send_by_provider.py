"""Mail by a provider over HTTP: what it says decides what is known."""

from datetime import UTC, datetime

import pytest
from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress
from requests import ConnectionError as NotConnected
from requests import ConnectTimeout
from urllib3.exceptions import MaxRetryError, NewConnectionError

from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.models import Sending
from caseday.correspondence.sending import provider
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.sending.parcels import File, Parcel, To, mail_of
from caseday.correspondence.tests.outgoing_made import email_to_client, reachable
from caseday.correspondence.texts.port import Refused, Unsure
from caseday.testing.make import make_case

PARCEL = Parcel(
    "k@example.com", To("nora@example.com", "Nora\nField"),
    (To("rosa@example.org", "Rosa, D."), To("dana@example.org", "", "cc"), To("b@example.org", kind="bcc")), "Hi\nthere", "How are you?",
    datetime(2026, 3, 2, tzinfo=UTC), (File("a.pdf", "application/pdf", data=b"%PDF"), File("b", "", data=b"x")), ("one@x", "two@x"),
)  # fmt: skip


class Backend:
    def __init__(self, error=None):
        self.error, self.sent = error, []

    def send_messages(self, mails):
        if self.error:
            raise self.error
        self.sent += mails
        for mail in mails:
            mail.anymail_status = type("Status", (), {"message_id": "pm-1"})()


def hand_over(backend, marks=None):
    return provider.hand_over(
        "postmark", "key", PARCEL, before_end=lambda: (marks or []).append(1), backend=backend
    )


def api_error(status=None, cause=None):
    error = AnymailAPIError("no")
    error.status_code = status
    error.__cause__ = cause
    return error


def test_it_goes_with_our_key_our_id_and_its_files():
    backend, marks = Backend(), []
    assert (
        provider.hand_over("postmark", "key", PARCEL, before_end=lambda: marks.append(1), backend=backend)
        == "pm-1"
    )
    mail = backend.sent[0]
    assert marks == [1] and mail.metadata == {"caseday_key": "k"}
    assert (
        mail.extra_headers["Message-ID"] == "<k@example.com>"
        and mail.extra_headers["References"] == "<one@x> <two@x>"
    )
    assert [len(one) for one in (mail.to, mail.cc, mail.bcc, mail.attachments)] == [1, 1, 1, 2]


@pytest.mark.parametrize(
    "error, expected, is_final",
    [
        (api_error(422), Refused, True), (api_error(429), Refused, False), (api_error(401), Refused, False),
        (api_error(500), Unsure, None), (api_error(), Unsure, None), (OSError(), Unsure, None),
        (AnymailInvalidAddress("bad"), Refused, True),
        (api_error(cause=ConnectTimeout()), Refused, False),
        (api_error(cause=NotConnected(MaxRetryError(None, "/", NewConnectionError(None, "refused")))), Refused, False),
        (api_error(cause=NotConnected()), Unsure, None),
    ],
)  # fmt: skip
def test_each_answer_is_refused_or_unsure(error, expected, is_final):
    with pytest.raises(expected) as raised:
        hand_over(Backend(error))
    assert getattr(raised.value, "is_final", None) == is_final


@pytest.mark.django_db
def test_a_message_goes_by_the_configured_provider(nora, cast, now, settings, monkeypatch):
    settings.MAIL_OUT = {
        **settings.MAIL_OUT,
        "provider": "postmark",
        "provider_key": "k",
        "from": "all@example.com",
    }
    backend = Backend()
    monkeypatch.setattr(provider, "_backend", lambda name, key: backend)
    case = make_case(cast.nora)
    reachable(case)
    message = queue_message(actor=nora, now=now, outgoing=email_to_client(case))
    send_due(now)
    sending = Sending.objects.get(message=message)
    assert (sending.state, sending.provider_id) == ("sent", "pm-1")


def test_the_real_backend_is_made_with_its_key():
    assert provider._backend("postmark", "k").server_token == "k"
    assert provider._backend("mailgun", "k").api_key == "k"


def test_no_name_breaks_a_header_and_hidden_copies_stay_hidden():
    mail = mail_of(PARCEL)
    assert mail["From"] == "Nora Field <nora@example.com>" and mail["Subject"] == "Hi there"
    assert mail["To"] == '"Rosa, D." <rosa@example.org>' and mail["Bcc"] is None
    assert mail["References"] == "<one@x> <two@x>"
    assert [one.get_content_type() for one in mail.iter_attachments()] == [
        "application/pdf",
        "application/octet-stream",
    ]
    alone = mail_of(Parcel("k@x.org", To("a@x.org"), (To("b@x.org", kind="bcc"),), "S", "T", PARCEL.at))
    assert alone["To"] is None and alone["In-Reply-To"] is None
