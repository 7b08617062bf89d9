"""A text gateway for tests: its settings, and webhooks signed as it signs them."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from twilio.request_validator import RequestValidator

from caseday.correspondence.texts.local import LocalGateway
from caseday.correspondence.texts.port import Access

ACCOUNT = "AC" + "a1" * 16
TOKEN = "a token for tests"
OURS = "+15125550199"
ROSA = "+15125550123"
INCOMING = "/messages/hooks/twilio/incoming/"
STATUS = "/messages/hooks/twilio/status/"


def gateway_of(url: str = "https://api.twilio.com") -> dict[str, str]:
    return {"provider": "twilio", "url": url, "account": ACCOUNT, "token": TOKEN, "number": OURS}


@pytest.fixture
def set_up(settings: Any) -> None:
    settings.TEXT_GATEWAY = gateway_of()
    settings.PUBLIC_URL = "https://caseday.example.org"


def local_gateway(**options: Any) -> LocalGateway:
    return LocalGateway(**{"account": ACCOUNT, "token": TOKEN, "number": OURS, **options})


def access_to(gateway: LocalGateway, **options: Any) -> Access:
    return Access(**{
        "provider": "twilio", "base_url": gateway.base_url, "account": ACCOUNT, "token": TOKEN, **options,
    })  # fmt: skip


def sid(number: int = 1, kind: str = "SM") -> str:
    return f"{kind}{number:032x}"


def text_fields(body: str = "On my way", number: int = 1, **fields: str) -> dict[str, str]:
    given = {"MessageSid": sid(number), "AccountSid": ACCOUNT, "From": ROSA, "To": OURS, "Body": body}
    return {**given, "NumMedia": "0", **fields}


def receipt_fields(status: str, number: int = 1, **fields: str) -> dict[str, str]:
    given = {"MessageSid": sid(number), "AccountSid": ACCOUNT, "MessageStatus": status, "From": OURS}
    return {**given, "To": ROSA, **fields}


def call(
    path: str,
    fields: Mapping[str, str],
    *,
    base: str = "https://caseday.example.org",
    signature: str | None = None,
    token: str = TOKEN,
    **extra: Any,
) -> HttpResponse:
    from urllib.parse import urlencode

    signed = (
        signature
        if signature is not None
        else RequestValidator(token).compute_signature(base + path, dict(fields))
    )
    return Client(raise_request_exception=False).post(
        path, urlencode(fields), content_type="application/x-www-form-urlencoded",
        HTTP_X_TWILIO_SIGNATURE=signed, **extra,
    )  # fmt: skip
