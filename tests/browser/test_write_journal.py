"""Capturing, writing and signing in a real browser: nothing typed is lost, few taps, readable at both widths."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from caseday.cases.models import Case
from caseday.journal.models import Activity, Draft, DraftConflict, Note
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_activity, make_case, make_person
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, person=make_person(given_name="James", family_name="Okafor"))


@pytest.fixture
def call(case: Case) -> Activity:
    return make_activity(case, started_at=clock.now() - timedelta(hours=2), summary="Asked about therapy.")


def _write(call: Activity) -> str:
    return f"/journal/write?activity={call.pk}"


def _field(page: Page):
    return page.locator("[data-section]").first


def _type(page: Page, text: str) -> None:
    field = _field(page)
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def _waiting_lines(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('captured:')).length")


def test_one_line_is_kept_from_any_page_by_a_key(desk: Page, case: Case) -> None:
    desk.goto("/journal/")
    desk.keyboard.press("c")
    expect(desk.locator("#capture-line")).to_be_focused()
    desk.keyboard.type("called Okafor 10 min, doing ok, send report by Friday")
    expect(desk.locator("#capture-understood")).to_contain_text("send report")
    expect(desk.locator("#capture-understood")).to_contain_text("James Okafor")
    assert_accessible(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-captured]")).to_contain_text("kept")
    assert Activity.objects.get().captured_line.startswith("called Okafor")
    assert _waiting_lines(desk) == 0


_AT_ONCE = """new MutationObserver(() => {
  const line = document.querySelector("#capture-line:not([data-typed])");
  if (!line) return;
  line.dataset.typed = "";
  line.value = "called Okafor 10 min";
  line.dispatchEvent(new Event("input", { bubbles: true }));
}).observe(document.body, { childList: true, subtree: true })"""


def test_a_line_is_understood_however_early_it_is_typed(desk: Page, case: Case) -> None:
    desk.goto("/journal/")
    desk.evaluate(_AT_ONCE)
    desk.keyboard.press("c")
    expect(desk.locator("#capture-understood")).to_contain_text("James Okafor")


def test_what_was_understood_is_corrected_in_place(desk: Page, case: Case) -> None:
    desk.goto("/journal/capture")
    desk.fill("#capture-line", "called Okafor 10 min")
    desk.click("text=Keep it")
    desk.click("text=Correct it")
    desk.get_by_label("Minutes", exact=False).first.fill("15")
    desk.click("[data-captured] form >> text=Save")
    expect(desk.locator("[data-captured]")).to_contain_text("15 min")
    assert Activity.objects.get().minutes == 15


def test_a_line_without_a_connection_waits_in_the_browser_and_is_stored_once(desk: Page, case: Case) -> None:
    desk.goto("/journal/")
    desk.keyboard.press("c")
    expect(desk.locator("#capture-line")).to_be_focused()
    desk.context.set_offline(True)
    desk.keyboard.type("drove to Okafor 12 miles")
    desk.keyboard.press("Enter")
    assert _waiting_lines(desk) == 1
    assert not Activity.objects.exists()
    desk.context.set_offline(False)
    desk.reload()
    desk.evaluate("""() => { for (const key of Object.keys(localStorage)) if (key.startsWith('captured:')) {
        const entry = JSON.parse(localStorage[key]); entry.at = 0; localStorage[key] = JSON.stringify(entry); } }""")
    desk.reload()
    for _ in range(50):
        if _waiting_lines(desk) == 0:
            break
        desk.wait_for_timeout(200)
    assert (_waiting_lines(desk), Activity.objects.count()) == (0, 1)


def test_from_the_list_to_signed_takes_few_taps(desk: Page, call: Activity) -> None:
    """One tap opens it, one key signs it; everything else is text."""
    desk.goto("/journal/open")
    desk.click("a.btn:has-text('Write up')")
    expect(_field(desk)).to_have_value(re.compile("Telephone call"))
    _type(desk, " She will call Friday.")
    expect(desk.locator("[data-saved]")).to_contain_text("Draft saved")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("h1")).to_contain_text("To write up")
    assert Note.objects.get().text.endswith("She will call Friday.")


def test_no_draft_exists_before_something_was_typed(desk: Page, call: Activity) -> None:
    desk.goto(_write(call))
    expect(desk.locator("[data-saved]")).to_contain_text("Nothing saved yet")
    desk.wait_for_timeout(1500)
    assert not Draft.objects.exists()


def test_typing_saves_itself_and_survives_a_reload(desk: Page, call: Activity) -> None:
    desk.goto(_write(call))
    _type(desk, " First words.")
    expect(desk.locator("[data-saved]")).to_contain_text("Draft saved")
    _type(desk, " Last words before the reload")
    desk.reload()
    expect(_field(desk)).to_have_value(re.compile("Last words before the reload"))
    expect(desk.locator("[data-saved]")).to_contain_text("Draft saved")
    assert "Last words" in Draft.objects.get().sections["text"]


def test_what_is_typed_while_the_page_still_loads_is_saved_too(desk: Page, call: Activity) -> None:
    held: list[Route] = []
    desk.route("**/journal/editor*.js", lambda route: held.append(route))
    desk.goto(_write(call), wait_until="commit")
    _type(desk, " Typed at once.")
    assert held, "the editor had loaded before"
    for route in held:
        route.continue_()
    expect(desk.locator("[data-saved]")).to_contain_text("Draft saved")
    assert Draft.objects.get().sections["text"].endswith("Typed at once.")


def test_typing_without_a_connection_is_kept_and_sent_later(desk: Page, call: Activity) -> None:
    desk.goto(_write(call))
    desk.context.set_offline(True)
    _type(desk, " In the tunnel.")
    expect(desk.locator("[data-saved]")).to_contain_text("kept in this browser")
    assert not Draft.objects.exists()
    desk.context.set_offline(False)
    expect(desk.locator("[data-saved]")).to_contain_text("Draft saved", timeout=12_000)
    assert "In the tunnel." in Draft.objects.get().sections["text"]


def test_typing_survives_signing_out(desk: Page, open_as: OpenAs, call: Activity, cast: Cast) -> None:
    desk.goto(_write(call))
    cookies = desk.context.cookies()
    desk.context.clear_cookies(name="sessionid")
    _type(desk, " Typed while signed out.")
    expect(desk.locator("[data-saved]")).to_contain_text("kept in this browser", ignore_case=True)
    desk.context.add_cookies(cookies)
    desk.goto(_write(call))
    expect(_field(desk)).to_have_value(re.compile("Typed while signed out"))
    expect(desk.locator("[data-saved]")).to_contain_text("Draft saved")


def test_a_second_tab_overwrites_nothing_and_one_chooses(desk: Page, call: Activity) -> None:
    other = desk.context.new_page()
    desk.goto(_write(call))
    other.goto(_write(call))
    _type(desk, " From the desk.")
    expect(desk.locator("[data-saved]")).to_contain_text("Draft saved")
    _type(other, " From the other tab.")
    expect(other.locator(".note.said")).to_contain_text("Nothing was overwritten")
    assert DraftConflict.objects.count() == 1
    other.click("text=Look at both")
    assert_accessible(other)
    other.click("text=Take both")
    other.click("text=Go on with this")
    expect(_field(other)).to_have_value(re.compile("From the desk.*From the other tab", re.S))
    other.close()


def test_switching_the_format_keeps_every_word(desk: Page, call: Activity) -> None:
    desk.goto(_write(call))
    _type(desk, " Pain 4/10.")
    desk.click("[data-format=soap]")
    expect(desk.locator("#section-subjective")).to_have_value(re.compile("Pain 4/10"))
    desk.click("[data-format=narrative]")
    expect(desk.locator("#section-text")).to_have_value(re.compile("Pain 4/10"))
    expect(desk.locator("[data-saved]")).to_contain_text("Draft saved")


def test_a_word_is_replaced_by_one_key(desk: Page, call: Activity) -> None:
    desk.goto(_write(call))
    _type(desk, " The patient opined that it is ok.")
    expect(desk.locator("[data-marks]")).to_contain_text("opined")
    for _ in range(12):
        desk.keyboard.press("Alt+ArrowDown")
        if desk.evaluate("getSelection().toString()") == "opined":
            break
    desk.keyboard.press("Alt+1")
    expect(_field(desk)).not_to_have_value(re.compile("opined"))
    desk.keyboard.press("Control+z")
    expect(_field(desk)).to_have_value(re.compile("opined"))


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_pages_are_accessible_at_both_widths(
    open_as: OpenAs, width: int, call: Activity, case: Case
) -> None:
    page = open_as(width=width)
    for path in ("/journal/", "/journal/open", _write(call), f"/journal/{call.pk}", f"/journal/{call.pk}/correct",
                 f"/journal/{call.pk}/void", f"/journal/case/{case.pk}", f"/case/call?case={case.pk}&role=client", "/journal/capture"):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)


def test_a_call_is_logged_with_its_length(phone: Page, case: Case) -> None:
    phone.goto(f"/case/call?case={case.pk}&role=client")
    phone.wait_for_timeout(1200)
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        phone.click("text=Left word")
    logged = Activity.objects.get()
    assert (logged.result, logged.minutes, logged.with_role) == ("left_word", 1, "client")
