"""The words of SMTP: what each answer, each break and each missing seal means."""

from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from caseday.correspondence.sending import smtp
from tests.mail.mail_server import mail_server, scripted


def handed(server: smtp.Server, **fields: Any) -> str:
    given = {
        "sender": "a@example.com",
        "receivers": ["b@example.org"],
        "data": b"Subject: x\r\n\r\ny",
        "before_end": lambda: None,
    }
    return smtp.hand_over(server, **{**given, **fields})


def test_it_signs_in_and_says_when_that_is_refused() -> None:
    options = {"auth_require_tls": False, "auth_required": True}
    with mail_server(**options, authenticator=None) as (told, port):
        with pytest.raises(smtp.Refused) as refused:
            handed(smtp.Server("127.0.0.1", port, "none", "nora", "wrong"))
        assert not refused.value.is_final and told.taken == []


def test_without_tls_nothing_goes_to_another_machine() -> None:
    with pytest.raises(smtp.Refused, match="TLS") as refused:
        handed(smtp.Server("mail.example.com", 25, "none"))
    assert refused.value.is_final


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_without_tls_gets_nothing_that_needs_it(security: str) -> None:
    with mail_server() as (told, port):
        with pytest.raises(smtp.Refused) as refused:
            handed(smtp.Server("127.0.0.1", port, security, timeout=3))
        assert not refused.value.is_final and told.taken == []


def test_addresses_with_accents_need_a_server_that_takes_them() -> None:
    with mail_server(enable_SMTPUTF8=False) as (_, port), pytest.raises(smtp.Refused, match="accents"):
        handed(smtp.Server("127.0.0.1", port, "none"), receivers=["josé@example.org"])
    with mail_server(enable_SMTPUTF8=True) as (told, port):
        handed(smtp.Server("127.0.0.1", port, "none"), receivers=["josé@example.org"])
        assert told.taken[0].rcpt_tos == ["josé@example.org"]
        assert isinstance(told.taken[0], Envelope)


@pytest.mark.parametrize(
    "said, is_final",
    [
        ([], False), (["554 No"], False), (["220 hi", "421 Busy", "421 Busy"], False), (["220 hi", "250 hi", "550 No"], True),
        (["220 hi", "250 hi", "250 ok"], False), (["220 hi", "250 hi", "250 ok", "250 ok", "554 No data"], True),
        (["220 hi", "250 hi", "250 ok", "250 ok", "354 go", "554 Spam"], True),
    ],
)  # fmt: skip
def test_a_server_may_end_the_talk_at_any_word(said: list[str], is_final: bool) -> None:
    with scripted(said) as port, pytest.raises(smtp.Refused) as refused:
        handed(smtp.Server("127.0.0.1", port, "none", timeout=3))
    assert refused.value.is_final == is_final


def test_a_server_that_refuses_starttls_gets_nothing() -> None:
    with scripted(["220 hi", "250-hi\r\n250 STARTTLS", "454 not now"]) as port, pytest.raises(smtp.Refused):
        handed(smtp.Server("127.0.0.1", port, "starttls", timeout=3))
