"""Authenticator app, recovery codes, passkeys, and an agency that asks everybody for a second step."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from caseday.access.models import Agency, Staff
from caseday.access.tests.signing_in import PASSWORD, is_signed_in, sign_in, with_password
from caseday.access.web.adapters import SecondFactorAdapter
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = "/account/second-step/authenticate/"


def code_now() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


@pytest.fixture
def nora(cast: Cast) -> Staff:
    """With an authenticator app."""
    with_password(cast.nora)
    TOTP.activate(cast.nora, SECRET)
    return cast.nora


def test_the_app_is_set_up_after_asking_for_the_password_again(cast: Cast) -> None:
    client = sign_in(with_password(cast.nora))
    asked = client.get("/account/second-step/totp/activate/")
    assert "/account/confirm/" in asked["Location"]
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/account/second-step/totp/activate/")
    assert b"<svg" in page.content
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post(
        "/account/second-step/totp/activate/", {"code": format_hotp_value(hotp_value(secret, counter))}
    )
    assert Authenticator.objects.filter(user=cast.nora, type="totp").exists()
    assert b"10 of 10 left" in client.get("/account/second-step/recovery-codes/").content


def test_the_secret_is_encrypted_where_it_is_kept(nora: Staff, settings: Any) -> None:
    kept = Authenticator.objects.get(user=nora).data["secret"]
    assert SECRET not in kept
    assert SecondFactorAdapter().decrypt(kept) == SECRET
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [former]
    assert SecondFactorAdapter().decrypt(kept) == SECRET


def test_the_password_alone_does_not_sign_in(nora: Staff) -> None:
    client = Client()
    answer = client.post("/account/sign-in/", {"login": nora.email, "password": PASSWORD})
    assert answer["Location"] == STEP
    assert not is_signed_in(client)
    assert b"Second step" in client.get(STEP).content


def test_the_code_signs_in_once(nora: Staff) -> None:
    client, code = sign_in(nora), code_now()
    client.post(STEP, {"code": code})
    assert is_signed_in(client)
    again = sign_in(nora)
    again.post(STEP, {"code": code})
    assert not is_signed_in(again)


def test_a_recovery_code_signs_in_once(nora: Staff) -> None:
    code = RecoveryCodes.activate(nora).get_unused_codes()[0]
    client = sign_in(nora)
    client.post(STEP, {"code": code})
    assert is_signed_in(client)
    again = sign_in(nora)
    again.post(STEP, {"code": code})
    assert not is_signed_in(again)


def test_wrong_codes_lock_out_like_wrong_passwords(nora: Staff, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    client = sign_in(nora)
    for _ in range(8):
        client.post(STEP, {"code": "000000"})
    client.post(STEP, {"code": code_now()})
    assert not is_signed_in(client)
    assert not is_signed_in(sign_in(nora))


def test_an_agency_can_ask_everybody_for_a_second_step(cast: Cast) -> None:
    Agency.objects.update(needs_second_factor=True)
    client = sign_in(with_password(cast.olive))
    answer = client.get("/access/staff/")
    assert answer["Location"] == "/account/second-step/"
    assert b"asks everybody for a second step" in client.get("/account/second-step/").content
    TOTP.activate(cast.olive, SECRET)
    assert client.get("/access/staff/").status_code == 200


def test_the_last_second_step_stays_where_the_agency_needs_one(nora: Staff, cast: Cast) -> None:
    adapter, app = SecondFactorAdapter(), Authenticator.objects.get(user=nora)
    assert adapter.can_delete_authenticator(app)
    Agency.objects.update(needs_second_factor=True)
    assert not adapter.can_delete_authenticator(app)
    RecoveryCodes.activate(nora)
    assert not adapter.can_delete_authenticator(app)
    Authenticator.objects.create(user=nora, type="webauthn", data={})
    assert adapter.can_delete_authenticator(app)


def test_an_administrator_removes_the_second_step_of_a_lost_phone(nora: Staff, cast: Cast) -> None:
    signed_in, adam = sign_in(nora), Client()
    signed_in.post(STEP, {"code": code_now()})
    assert is_signed_in(signed_in)
    adam.force_login(cast.adam)
    adam.post(f"/access/staff/{nora.pk}/second-steps/")
    assert not Authenticator.objects.filter(user=nora).exists()
    assert not is_signed_in(signed_in)
    assert is_signed_in(sign_in(nora))


def test_a_passkey_is_asked_for_by_the_host_name_typed(cast: Cast) -> None:
    client = Client(HTTP_HOST="localhost:8000")
    options = client.get("/account/second-step/webauthn/login/", HTTP_ACCEPT="application/json").json()
    key = options["request_options"]["publicKey"]
    assert key["rpId"] == "localhost" and key["userVerification"] == "required"


def test_a_made_up_passkey_does_not_sign_in(cast: Cast) -> None:
    client = Client(HTTP_HOST="localhost")
    client.get("/account/second-step/webauthn/login/", HTTP_ACCEPT="application/json")
    answer = client.post("/account/second-step/webauthn/login/", {"credential": '{"id": "x"}'})
    assert answer.status_code == 302
    assert client.get("/access/account/").status_code == 302
