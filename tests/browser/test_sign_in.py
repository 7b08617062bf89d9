"""Signing in, the lock of the screen, passkeys: lived in a browser, at desk and phone width."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from caseday.access.models import Agency
from caseday.access.tests.signing_in import PASSWORD, with_password
from caseday.testing.fixtures import Cast
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/access/",
    "/access/staff/",
    "/access/staff/add/",
    "/access/teams/",
    "/access/coverage/",
    "/access/log/",
    "/access/glass/review/",
    "/access/me/",
    "/access/account/",
    "/account/second-step/",
    "/account/devices/",
    "/account/password/",
)


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def stranger(live_server: Any, browser: Browser) -> Any:
    """A page of somebody not signed in, at the host name that passkeys need."""
    url = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=url, viewport={"width": DESK, "height": 900})
    yield context.new_page()
    context.close()


def type_password(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_pages_of_access_are_accessible(open_as: OpenAs, cast: Cast, width: int) -> None:
    page = open_as(cast.adam, width=width)
    for path in PAGES:
        page.goto(path)
        assert_accessible(page)


def test_the_sign_in_page_is_accessible_and_signs_in(stranger: Page, cast: Cast) -> None:
    with_password(cast.nora)
    stranger.goto("/access/account/")
    assert_accessible(stranger)
    type_password(stranger, cast.nora.email, "wrong wrong wrong")
    expect(stranger.get_by_role("alert").first).to_contain_text("do not fit together")
    expect(stranger.get_by_label("Email")).to_have_value(cast.nora.email)
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.get_by_role("button", name="Sign in", exact=True).click()
    expect(stranger.get_by_role("heading", name="Sign-in and devices")).to_be_visible()


def test_a_demonstration_signs_in_with_one_tap(stranger: Page, cast: Cast) -> None:
    Agency.objects.update(is_demonstration=True)
    stranger.goto("/account/sign-in/")
    stranger.get_by_role("button", name="Susan Super").click()
    stranger.goto("/access/account/")
    expect(stranger.get_by_text("Susan Super").first).to_be_attached()


def test_what_is_typed_survives_the_lock(open_as: OpenAs, cast: Cast) -> None:
    with_password(cast.nora)
    page = open_as(cast.nora, path="/access/me/")
    page.get_by_label("Where your day starts").fill("12 Oak Street")
    page.keyboard.press("Control+Alt+KeyL")
    lock = page.locator("#lock")
    expect(lock).to_be_visible()
    assert_accessible(page)
    lock.get_by_label("Password").fill("wrong")
    lock.get_by_role("button", name="Unlock").click()
    expect(lock).to_contain_text("not your password")
    lock.get_by_label("Password").fill(PASSWORD)
    lock.get_by_role("button", name="Unlock").click()
    expect(lock).to_be_hidden()
    expect(page.get_by_label("Where your day starts")).to_have_value("12 Oak Street")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your settings are saved.")).to_be_visible()


def test_a_locked_screen_stays_locked_when_reloaded(open_as: OpenAs, cast: Cast) -> None:
    with_password(cast.nora)
    page = open_as(cast.nora, path="/access/me/")
    with page.expect_response(re.compile("/access/lock/")):
        page.keyboard.press("Control+Alt+KeyL")
    page.reload()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Password of Nora Field").fill(PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    expect(page).to_have_url(re.compile("/access/me/$"))


def add_authenticator(page: Page) -> None:
    """A phone's or computer's own lock, as the browser sees it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_signs_in_alone_and_as_second_step(stranger: Page, cast: Cast) -> None:
    with_password(cast.nora)
    add_authenticator(stranger)
    stranger.goto("/account/second-step/webauthn/add/")
    type_password(stranger, cast.nora.email)
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.get_by_role("button", name="Confirm").click()
    stranger.get_by_label("Sign in with it alone").check()
    stranger.get_by_role("button", name="Make the passkey").click()
    expect(stranger.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert_accessible(stranger)
    stranger.goto("/account/second-step/webauthn/")
    expect(stranger.get_by_text("signs in alone")).to_be_visible()

    stranger.context.clear_cookies()
    stranger.goto("/account/sign-in/?next=/access/account/")
    stranger.get_by_role("button", name="Sign in with a passkey").click()
    expect(stranger.get_by_role("heading", name="Sign-in and devices")).to_be_visible()

    stranger.context.clear_cookies()
    stranger.goto("/account/sign-in/?next=/access/account/")
    type_password(stranger, cast.nora.email)
    expect(stranger.get_by_role("heading", name="Second step")).to_be_visible()
    assert_accessible(stranger)
    stranger.get_by_role("button", name="Use a passkey instead").click()
    expect(stranger.get_by_role("heading", name="Sign-in and devices")).to_be_visible()
