"""The frame of every page, lived on the style page: keys, dialogs, kept text, lock, access by everybody."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STYLE = "/ui/style/"


@pytest.fixture(autouse=True)
def _style_page(settings: Any) -> None:
    settings.SHOWS_STYLE_PAGE = True
    settings.ROOT_URLCONF = "tests.browser.frame_urls"


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_every_component_is_accessible(open_as: OpenAs, width: int, color_scheme: str) -> None:
    page = open_as(width=width, path=STYLE, color_scheme=color_scheme)
    assert_accessible(page)


def test_a_key_reaches_the_search_box_and_does_nothing_while_one_types(desk: Page) -> None:
    desk.goto(STYLE)
    desk.keyboard.press("/")
    expect(desk.locator("#find-q")).to_be_focused()
    desk.keyboard.type("c?g t")
    expect(desk.locator("#find-q")).to_have_value("c?g t")
    expect(desk.locator("dialog[open]")).to_have_count(0)


def test_two_keys_go_to_a_place(desk: Page) -> None:
    desk.goto(STYLE)
    desk.keyboard.press("g")
    desk.keyboard.press("c")
    expect(desk).to_have_url(re.compile("/cases/"))


def test_the_keys_can_be_shown_and_switched_off(desk: Page) -> None:
    desk.goto(STYLE)
    desk.keyboard.press("?")
    keys = desk.locator("#keys")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Capture what happened")
    assert_accessible(desk)
    keys.get_by_label("Single keys work on this computer").uncheck()
    desk.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    desk.keyboard.press("/")
    expect(desk.locator("#find-q")).not_to_be_focused()


def test_a_dialog_takes_the_focus_and_gives_it_back(each_width: Page) -> None:
    each_width.goto(STYLE)
    opener = each_width.get_by_role("button", name="New appointment")
    opener.click()
    expect(each_width.get_by_role("dialog", name="New appointment")).to_be_visible()
    assert_accessible(each_width)
    each_width.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_what_is_typed_survives_a_reload_and_can_be_discarded(each_width: Page) -> None:
    page = each_width
    page.goto(STYLE)
    form = page.locator("#sample")
    note = form.locator("[name=note]")
    note.fill("Patient reports the brace rubs")
    form.get_by_label("Spanish").check()
    page.reload()
    expect(note).to_have_value("Patient reports the brace rubs")
    expect(form.get_by_label("Spanish")).to_be_checked()
    expect(form.locator(".kept")).to_contain_text("not saved yet")
    assert_accessible(page)
    form.get_by_role("button", name="Discard").click()
    expect(note).to_have_value("")
    page.reload()
    expect(form.locator(".kept")).to_have_count(0)


def test_a_retry_after_a_reload_carries_the_same_id(desk: Page) -> None:
    desk.goto(STYLE)
    made = desk.locator("#sample [name=id]").input_value()
    desk.locator("#sample [name=note]").fill("first try")
    desk.reload()
    assert desk.locator("#sample [name=id]").input_value() == made


def test_nothing_is_kept_before_something_was_typed(desk: Page) -> None:
    desk.goto(STYLE)
    desk.locator("#sample [name=note]").focus()
    desk.reload()
    assert desk.evaluate("Object.keys(sessionStorage).filter(k => k.startsWith('kept:')).length") == 0


def test_another_person_in_the_same_tab_does_not_see_it(desk: Page, cast: Any, live_server: Any) -> None:
    desk.goto(STYLE)
    note = desk.locator("#sample [name=note]")
    note.fill("not for others")
    sign_in(desk.context, cast.olive, live_server.url)
    desk.reload()
    expect(desk.locator("#more-title")).to_have_text("Olive Other")
    expect(note).to_have_value("")
    sign_in(desk.context, cast.nora, live_server.url)
    desk.reload()
    expect(note).to_have_value("not for others")


def test_text_typed_on_another_version_is_offered_but_not_put_back(desk: Page) -> None:
    desk.goto(STYLE)
    note = desk.locator("#sample [name=note]")
    note.fill("mine")
    desk.wait_for_timeout(400)
    desk.evaluate("""() => { const key = Object.keys(sessionStorage).find(k => k.endsWith(':style'));
      const kept = JSON.parse(sessionStorage.getItem(key)); kept.version = 'older';
      document.querySelector('#sample').removeAttribute('data-keep'); sessionStorage.setItem(key, JSON.stringify(kept)); }""")
    desk.reload()
    expect(note).to_have_value("")
    desk.get_by_role("button", name="Put it back").click()
    expect(note).to_have_value("mine")


def test_a_form_without_a_name_is_kept_by_its_address(desk: Page) -> None:
    desk.goto("/plain-form/")
    line = desk.get_by_label("Line")
    line.fill("typed")
    desk.reload()
    expect(line).to_have_value("typed")
    expect(desk.locator(".kept")).to_contain_text("not saved yet")
    desk.get_by_role("button", name="Store").click()
    expect(desk).to_have_url(re.compile("stored=typed"))
    expect(line).to_have_value("")


def test_where_the_record_changed_meanwhile_it_is_only_offered(desk: Page) -> None:
    desk.goto("/plain-form/?was=first")
    desk.get_by_label("Line").fill("typed")
    desk.goto("/plain-form/?was=second")
    expect(desk.get_by_label("Line")).to_have_value("second")
    desk.get_by_role("button", name="Put it back").click()
    expect(desk.get_by_label("Line")).to_have_value("typed")


def test_what_another_tab_stored_does_not_drop_what_is_typed_here(desk: Page) -> None:
    desk.goto(STYLE)
    desk.locator("#sample [name=note]").fill("mine")
    other = desk.context.new_page()
    other.goto(STYLE)
    other.locator("#sample [name=note]").fill("theirs")
    other.get_by_role("button", name="Save client").click()
    expect(other.locator(".toast")).to_contain_text("Saved")
    desk.reload()
    expect(desk.locator("#sample [name=note]")).to_have_value("mine")


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_error(each_width: Page) -> None:
    page = each_width
    page.goto(STYLE)
    page.locator("#sample [name=name]").fill("")
    page.locator("#sample [name=note]").fill("still here")
    page.get_by_role("button", name="Save client").click()
    summary = page.locator("#sample [data-error-summary]")
    expect(summary).to_be_focused()
    expect(page.locator("#sample [name=note]")).to_have_value("still here")
    expect(page.locator("#sample [name=name]")).to_have_attribute("aria-invalid", "true")


def test_a_stored_form_is_no_longer_kept_and_says_so_with_a_way_back(each_width: Page) -> None:
    page = each_width
    page.goto(STYLE)
    page.locator("#sample [name=note]").fill("stored now")
    page.get_by_role("button", name="Save client").click()
    expect(page.locator(".toast")).to_contain_text("Saved Ana Lee.")
    expect(page.locator(".toast").get_by_role("button", name="Undo")).to_be_visible()
    expect(page.locator("#sample [name=note]")).to_have_value("")
    page.reload()
    expect(page.locator("#sample .kept")).to_have_count(0)
    expect(page.locator("#sample [name=note]")).to_have_value("")


def test_without_a_connection_the_entry_waits_and_is_sent_once_it_is_back(desk: Page) -> None:
    desk.goto(STYLE)
    made = desk.locator("#sample [name=id]").input_value()
    desk.locator("#sample [name=note]").fill("from the parking lot")
    desk.context.set_offline(True)
    desk.get_by_role("button", name="Save client").click()
    expect(desk.locator("#offline")).to_contain_text("One entry waits")
    assert_accessible(desk)
    with desk.expect_request(lambda request: request.method == "POST") as sent:
        desk.context.set_offline(False)
    assert made in (sent.value.post_data or "")
    expect(desk.locator(".toast")).to_contain_text("Saved Ana Lee.")
    expect(desk.locator("#offline")).to_be_hidden()


def test_the_lock_hides_the_page_and_keeps_it(each_width: Page) -> None:
    page = each_width
    page.goto(STYLE)
    page.locator("#sample [name=note]").fill("half a sentence")
    page.keyboard.press("Control+Alt+l")
    lock = page.get_by_role("dialog", name="Locked")
    expect(lock).to_be_visible()
    expect(page.locator("main h1")).to_be_hidden()
    assert page.title() == "Locked · Caseday"
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(lock.get_by_role("alert")).to_contain_text("not the password")
    page.get_by_label("Password").fill("right")
    page.keyboard.press("Enter")
    expect(lock).to_be_hidden()
    expect(page.locator("#sample [name=note]")).to_have_value("half a sentence")


def test_it_locks_by_itself_after_the_idle_minutes(desk: Page) -> None:
    desk.clock.install()
    desk.goto(STYLE)
    minutes = int(desk.locator("body").get_attribute("data-lock-minutes") or 0)
    assert minutes > 0
    desk.clock.run_for((minutes * 60 - 20) * 1000)
    expect(desk.get_by_role("dialog", name="Locked")).to_be_hidden()
    desk.clock.run_for(40_000)
    expect(desk.get_by_role("dialog", name="Locked")).to_be_visible()


def test_all_tabs_lock_and_unlock_together(desk: Page) -> None:
    desk.goto(STYLE)
    other = desk.context.new_page()
    other.goto(STYLE)
    other.get_by_role("button", name="Lock").first.click()
    expect(desk.get_by_role("dialog", name="Locked")).to_be_visible()
    other.get_by_label("Password").fill("right")
    other.keyboard.press("Enter")
    expect(desk.get_by_role("dialog", name="Locked")).to_be_hidden()


def test_on_the_phone_the_bottom_bar_leads_everywhere(phone: Page) -> None:
    phone.goto(STYLE)
    phone.get_by_role("button", name="More").click()
    more = phone.locator("#more")
    expect(more.get_by_role("link", name="Cases")).to_be_visible()
    assert_accessible(phone)


def test_running_clocks_run(desk: Page) -> None:
    desk.goto(STYLE)
    clock = desk.locator("[data-since]")
    before = clock.inner_text()
    expect(clock).not_to_have_text(before, timeout=3_000)


def test_it_loads_little(desk: Page) -> None:
    """The ceiling is 120 kB compressed; sizes here are as sent without compression, so this is far on the safe side."""
    sizes: dict[str, int] = {}
    desk.on(
        "response",
        lambda r: sizes.__setitem__(r.url, len(r.body())) if r.url.endswith((".js", ".css")) else None,
    )
    desk.goto(STYLE)
    desk.wait_for_load_state("networkidle")
    assert 0 < sum(sizes.values()) < 190_000


def test_capture_opens_from_the_keyboard_keeps_its_line_and_closes_when_stored(desk: Page) -> None:
    desk.goto(STYLE)
    desk.keyboard.press("c")
    line = desk.get_by_label("One line")
    expect(line).to_be_focused()
    assert_accessible(desk)
    line.fill("called pharmacy 10 min")
    desk.keyboard.press("Escape")
    expect(line).to_have_count(0)
    desk.reload()
    desk.keyboard.press("c")
    expect(line).to_have_value("called pharmacy 10 min")
    desk.get_by_role("button", name="Keep").click()
    expect(desk.locator("#capture")).to_be_hidden()
    expect(desk.locator(".toast")).to_contain_text("Captured.")
    desk.keyboard.press("c")
    expect(line).to_have_value("")


def test_search_drops_down_and_follows_the_arrow_keys(desk: Page) -> None:
    desk.goto(STYLE)
    desk.keyboard.press("/")
    desk.keyboard.type("mar")
    expect(desk.locator("#found").get_by_role("option")).to_have_count(2)
    assert_accessible(desk)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("option", name="Mario")).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/cases/"))


def test_the_search_opens_on_the_phone(phone: Page) -> None:
    phone.goto(STYLE)
    expect(phone.locator("#find-q")).to_be_hidden()
    phone.get_by_role("button", name="Search").click()
    expect(phone.locator("#find-q")).to_be_focused()
    phone.keyboard.type("mar")
    expect(phone.locator("#found").get_by_role("option").first).to_be_visible()
    assert_accessible(phone)


def test_text_survives_signing_out_and_in_again(
    desk: Page, open_as: OpenAs, cast: Any, live_server: Any
) -> None:
    desk.goto(STYLE)
    desk.locator("#sample [name=note]").fill("before the session ended")
    desk.context.clear_cookies(name="sessionid")
    desk.get_by_role("button", name="Save client").click()
    expect(desk.locator(".toast")).to_contain_text("You were signed out")
    expect(desk.locator("#sample [name=note]")).to_have_value("before the session ended")
    sign_in(desk.context, cast.nora, live_server.url)
    desk.goto(STYLE)
    expect(desk.locator("#sample [name=note]")).to_have_value("before the session ended")


def test_a_refusal_says_what_to_do(desk: Page) -> None:
    desk.goto(STYLE)
    desk.evaluate("htmx.ajax('GET', '/refused/', '#main')")
    expect(desk.locator(".toast")).to_contain_text("Ask your supervisor")
