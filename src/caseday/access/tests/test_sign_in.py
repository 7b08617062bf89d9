"""Signing in with a password; one-time links; quick sign-ins of a demonstration."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from caseday.access.actions import add_staff, disable_staff, one_time_path
from caseday.access.models import Agency, Staff
from caseday.access.onetime import LinkTokens
from caseday.access.tests.signing_in import PASSWORD, is_signed_in, sign_in, with_password
from caseday.access.viewer import Viewer
from caseday.config.settings import PASSWORD_HASHERS
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


def test_the_right_password_signs_in_and_leads_to_the_page_asked_for(cast: Cast) -> None:
    with_password(cast.nora)
    client = Client()
    asked = client.get("/access/staff/")
    assert (asked.status_code, asked["Location"]) == (302, f"{SIGN_IN}?next=%2Faccess%2Fstaff%2F")
    answer = client.post(
        SIGN_IN, {"login": " Nora.Field@Example.com ", "password": PASSWORD, "next": "/access/staff/"}
    )
    assert answer["Location"] == "/access/staff/"
    assert client.get("/access/staff/").status_code == 200


def test_it_does_not_lead_to_another_host(cast: Cast) -> None:
    with_password(cast.nora)
    answer = Client().post(
        SIGN_IN, {"login": cast.nora.email, "password": PASSWORD, "next": "https://evil.example.com/"}
    )
    assert answer["Location"] == "/"


def test_a_wrong_password_and_an_unknown_person_are_told_the_same(cast: Cast) -> None:
    with_password(cast.nora)
    texts = []
    for login in (cast.nora.email, "nobody@example.com"):
        answer = Client().post(SIGN_IN, {"login": login, "password": "wrong wrong wrong"})
        texts.append(answer.content.decode().replace(login, "").split("csrfmiddlewaretoken")[1][90:])
        assert "do not fit together" in answer.content.decode()
    assert texts[0] == texts[1]


def test_a_staff_member_without_password_cannot_sign_in(adam: Viewer, now: datetime) -> None:
    staff = add_staff(actor=adam, now=now, name="New Person", email="new@example.com", role="case_manager")
    assert not is_signed_in(sign_in(staff, password=""))
    assert not is_signed_in(sign_in(staff, password="!"))


def test_there_is_no_public_sign_up_and_no_reset_by_mail() -> None:
    for name in ("account_signup", "account_reset_password", "account_email", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_production_hashes_passwords_with_argon2() -> None:
    hasher = import_string(PASSWORD_HASHERS[0])()
    assert hasher.encode("plum ladder forty swims", "saltsaltsalt").startswith("argon2$argon2id$")


def test_the_session_ends_with_the_browser_and_is_not_readable_by_scripts(cast: Cast) -> None:
    client = sign_in(with_password(cast.nora))
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]


def test_a_one_time_link_sets_the_password_once(cast: Cast) -> None:
    path = one_time_path(cast.nora)
    client = Client()
    answer = client.get(path)
    assert "set-password" in answer["Location"]
    form = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(answer["Location"], form)
    assert is_signed_in(client)
    assert is_signed_in(sign_in(cast.nora))
    assert "does not work any more" in Client().get(path).content.decode()


def test_a_link_dies_after_three_days_when_closed_or_when_the_email_changes(
    cast: Cast, monkeypatch: Any
) -> None:
    token = LinkTokens().make_token(cast.nora)
    assert LinkTokens().check_token(cast.nora, token)
    later = datetime.now() + timedelta(days=3, minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(LinkTokens, "_now", lambda self: later)
        assert not LinkTokens().check_token(cast.nora, token)
    cast.nora.email = "other@example.com"
    assert not LinkTokens().check_token(cast.nora, token)
    cast.nora.refresh_from_db()
    cast.nora.is_active = False
    assert not LinkTokens().check_token(cast.nora, LinkTokens().make_token(cast.nora))


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "at least 12 characters"),
        ("Nora.Field@example", "too similar"),
        ("password1234", "too common"),
        ("qwertyuiop1234", "Use four or five unrelated words"),
        ("aaaaaaaaaaaaaa", "guess"),
        ("nora field nora", "Use four or five unrelated words"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(cast: Cast, password: str, said: str) -> None:
    client = Client()
    address = client.get(one_time_path(cast.nora))["Location"]
    answer = client.post(address, {"password1": password, "password2": password})
    assert said in answer.content.decode()
    assert not is_signed_in(client)


def test_passwords_that_differ_are_noticed(cast: Cast) -> None:
    client = Client()
    address = client.get(one_time_path(cast.nora))["Location"]
    answer = client.post(address, {"password1": PASSWORD, "password2": PASSWORD + "x"})
    assert "same password" in answer.content.decode()


def test_changing_the_password_signs_out_everywhere_else(cast: Cast) -> None:
    with_password(cast.nora)
    here, there = sign_in(cast.nora), sign_in(cast.nora)
    new = "seven copper kites dozing"
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_wrong_present_password_changes_nothing(cast: Cast) -> None:
    client = sign_in(with_password(cast.nora))
    new = "seven copper kites dozing"
    answer = client.post("/account/password/", {"oldpassword": "no", "password1": new, "password2": new})
    assert "not your present password" in answer.content.decode()


def test_who_has_no_password_is_told_where_to_get_one(cast: Cast) -> None:
    client = Client()
    cast.nora.set_unusable_password()
    cast.nora.save()
    client.force_login(cast.nora)
    answer = client.get("/account/password/")
    assert answer.status_code == 403 and "Ask your administrator for a link" in answer.content.decode()


def test_signing_out_ends_the_session_and_clears_the_cache(cast: Cast) -> None:
    client = sign_in(with_password(cast.nora))
    answer = client.post("/account/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert not is_signed_in(client)


def test_a_closed_sign_in_ends_sessions_at_once(cast: Cast, adam: Viewer, now: datetime) -> None:
    client = sign_in(with_password(cast.nora))
    disable_staff(actor=adam, now=now, staff_id=cast.nora.pk)
    assert not is_signed_in(client)
    answer = Client().post(SIGN_IN, {"login": cast.nora.email, "password": PASSWORD}, follow=True)
    assert "cannot sign in any more" in answer.content.decode()


def test_a_device_can_be_signed_out_from_another(cast: Cast) -> None:
    with_password(cast.nora)
    here, there, third = (
        sign_in(cast.nora),
        sign_in(cast.nora, HTTP_USER_AGENT="Mozilla iPhone Safari"),
        sign_in(cast.nora),
    )
    page = here.get("/account/devices/").content.decode()
    assert "Safari on iPhone" in page and "this one" in page
    session = UserSession.objects.get(user_agent__contains="iPhone")
    sign_in(with_password(cast.olive)).post(f"/access/account/sessions/{session.pk}/end/")
    assert is_signed_in(there)
    here.post(f"/access/account/sessions/{session.pk}/end/")
    assert not is_signed_in(there)
    here.post("/account/devices/")
    assert is_signed_in(here) and not is_signed_in(third)


def quick(client: Client, staff: Staff, **meta: Any) -> int:
    return client.post("/account/sign-in/demonstration/", {"staff": str(staff.pk)}, **meta).status_code


def test_quick_sign_in_exists_in_a_demonstration_on_the_own_machine(cast: Cast) -> None:
    Agency.objects.update(is_demonstration=True)
    client = Client(HTTP_HOST="localhost:8000")
    assert b"Nora Field" in client.get(SIGN_IN).content
    assert quick(client, cast.nora) == 302
    assert client.get("/access/account/").status_code == 200


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_HOST": "testserver"},
        {"HTTP_HOST": "localhost", "REMOTE_ADDR": "203.0.113.9"},
        {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_HOST": "localhost", "REMOTE_ADDR": ""},
    ],
)
def test_quick_sign_in_is_refused_from_elsewhere(cast: Cast, meta: dict[str, str]) -> None:
    Agency.objects.update(is_demonstration=True)
    assert b"Nora Field" not in Client().get(SIGN_IN, **meta).content
    assert quick(Client(), cast.nora, **meta) == 403


def test_quick_sign_in_does_not_exist_for_a_real_agency_or_a_closed_sign_in(cast: Cast) -> None:
    assert quick(Client(HTTP_HOST="localhost"), cast.nora) == 403
    Agency.objects.update(is_demonstration=True)
    Staff.objects.filter(pk=cast.nora.pk).update(is_active=False)
    assert quick(Client(HTTP_HOST="localhost"), cast.nora) == 404
    assert Client(HTTP_HOST="localhost").get("/account/sign-in/demonstration/").status_code == 405


def test_a_session_that_ran_out_or_was_made_up_is_none(cast: Cast) -> None:
    client = sign_in(with_password(cast.nora))
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(client)
    client.cookies["sessionid"] = "x" * 32
    assert not is_signed_in(client)
