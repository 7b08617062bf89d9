"""Mailboxes at both widths, and a message's frame: nothing in it runs, loads or leaves."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from caseday.correspondence.models import FetchPosition
from caseday.correspondence.rules.incoming import Incoming, Invitation, Party, headers_kept
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("TEST_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_administrator_sets_up_a_mailbox_and_hears_what_is_wrong(
    cast: Cast, open_as: OpenAs, live_server: Any, width: int
) -> None:
    failing = make_account(imap_port=1)
    FetchPosition.objects.create(
        account=failing,
        failing_since=MONDAY_8,
        trouble="The token has expired or was withdrawn. Get a new one.",
    )
    page = open_as(cast.adam, width)
    page.goto(f"{live_server.url}/messages/accounts/")
    expect(page.get_by_text("The token has expired")).to_be_visible()
    assert_accessible(page)
    _picture(page, f"mailboxes-{width}")
    page.get_by_role("link", name="Add a mailbox of the agency").click()
    assert_accessible(page)
    page.get_by_label("Name", exact=True).fill("Claims")
    page.get_by_label("Email address").fill("claims@example.com")
    page.get_by_label("Password or token").fill("hush hush")
    page.get_by_label("Mail comes from (IMAP server)").fill("127.0.0.1")
    page.get_by_label("Port").first.fill("1")
    page.get_by_label("Encryption").first.select_option("none")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("does not answer at port 1").first).to_be_visible()
    assert page.get_by_label("Password or token").input_value() == ""
    assert_accessible(page)
    _picture(page, f"mailbox-{width}")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_invitation_is_taken_up_by_one_tap(
    cast: Cast, open_as: OpenAs, live_server: Any, width: int
) -> None:
    starts = MONDAY_8 + timedelta(days=400)
    visit = Invitation("u1", "REQUEST", "Team meeting", starts, starts + timedelta(hours=1), "Clinic, room 3")
    headers = headers_kept(Incoming("email", Party("a@x.org"), MONDAY_8, invitations=(visit,)))
    message = make_message(make_account(), html="<p>Please come</p>", headers=headers)
    file_on(message, make_case(cast.nora))
    page = open_as(cast.nora, width)
    page.goto(f"{live_server.url}/messages/{message.pk}/")
    page.get_by_text("As it was sent").click()
    expect(page.frame_locator("iframe").get_by_text("Please come")).to_be_visible()
    page.get_by_role("button", name="Add to calendar").click()
    expect(page.get_by_text("in your calendar", exact=True).first).to_be_visible()
    assert_accessible(page)
    _picture(page, f"message-{width}")


def test_the_frame_holds_even_where_the_cleaning_failed(
    cast: Cast, browser: Browser, live_server: Any
) -> None:
    html = '<p>Seen</p><script>parent.name=1</script><img src="/static/x.png" onerror="parent.name=1">'
    message = make_message(
        make_account(), html=html + '<iframe src="/"></iframe><link rel=stylesheet href="/x.css">'
    )
    file_on(message, make_case(cast.nora))
    context = browser.new_context()
    sign_in(context, cast.nora, live_server.url)
    page, answered = context.new_page(), list[str]()
    page.on("response", lambda response: answered.append(response.url))
    page.goto(f"{live_server.url}/messages/{message.pk}/")
    page.get_by_text("As it was sent").click()
    expect(page.frame_locator("iframe").get_by_text("Seen")).to_be_visible()
    page.wait_for_timeout(300)
    assert not [url for url in answered if url.endswith(("x.png", "x.css"))]
    assert page.evaluate("window.name") != "1"
    context.close()
