"""The first hours of the typical day in a browser: the brief, the order of work, the sheets, last evening's notes."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from caseday.journal.models import Activity, Note
from tests.browser.conftest import DESK, PHONE, MayaAt, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENDS = "[data-order] > li"


def _is_on_first_screen(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    bar = page.locator("nav.bottom").bounding_box()
    assert box and bar
    return bool(box["y"] + box["height"] <= bar["y"])


def _titles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(f"{ENDS} > .main").all_inner_texts()]


def _from_menu(page: Page, title: str, choice: str) -> None:
    row = page.locator(ENDS).filter(has_text=title).first
    row.locator("details.menu > summary").click()
    row.get_by_role("button", name=choice, exact=True).click()


@pytest.mark.parametrize("hour", ["07:20", "08:00", "11:45", "17:10"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_page_of_the_day_is_accessible_at_every_hour(maya_at: MayaAt, hour: str, width: int) -> None:
    page = maya_at(hour, width, "/")
    expect(page.locator("h1")).to_contain_text("Monday, March 2")
    assert_accessible(page)


def test_the_brief_of_the_morning_fits_one_phone_screen(maya_at: MayaAt) -> None:
    """WC-01: stops with addresses and leave-by times, and what must be carried along."""
    phone = maya_at("07:20", PHONE, "/")
    brief = phone.locator("#brief-card")
    expect(brief).to_contain_text("Ridgeview Orthopedics")
    expect(brief).to_contain_text(re.compile(r"leave \d+:\d\d"))
    expect(brief).to_contain_text("Take along")
    expect(brief).to_contain_text("MRI report, left knee")
    assert _is_on_first_screen(phone, "#brief-card")
    assert (
        brief.get_by_role("link", name=re.compile("Ridgeview")).get_attribute("href").startswith("https://")
    )


def test_what_came_in_overnight_is_listed_by_case(maya_at: MayaAt) -> None:
    """WC-01: what a colleague on call wrote down since last evening."""
    phone = maya_at("07:20", PHONE, "/")
    expect(phone.locator("#brief-card")).to_contain_text("Came in")
    expect(phone.locator("#brief-card")).to_contain_text("Elena Vasquez")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_order_of_work_gives_reasons_and_keeps_what_one_puts_by_hand(maya_at: MayaAt, width: int) -> None:
    """WC-02: ranked, each with its reason; pinned and moved by hand, kept over a reload and on another device."""
    page = maya_at("08:00", width, "/")
    before = _titles(page)
    assert len(before) == 7
    first = page.locator(f"{ENDS} >> nth=0").inner_text()
    assert re.search("blocked|late|overdue|not confirmed", first), first
    assert all(text.strip() for text in page.locator(f"{ENDS} > .why").all_inner_texts())
    _from_menu(page, before[-1], "Pin to the top")
    expect(page.locator(f"{ENDS} >> nth=0")).to_contain_text(before[-1])
    expect(page.locator(f"{ENDS} >> nth=0")).to_contain_text("pinned")
    _from_menu(page, before[3], "To the top")
    expect(page.locator(f"{ENDS} >> nth=1")).to_contain_text(before[3])
    by_hand = _titles(page)
    assert by_hand[2] == before[0]
    page.reload()
    assert _titles(page) == by_hand
    assert _titles(maya_at("08:00", PHONE if width == DESK else DESK, "/")) == by_hand
    assert_accessible(page)


def test_rows_are_reordered_by_dragging(maya_at: MayaAt) -> None:
    page = maya_at("08:00", DESK, "/loose-ends/")
    before = _titles(page)
    moved = next(row for row, title in enumerate(before) if row > 2 and before.count(title) == 1)
    rows = page.locator(ENDS)
    with page.expect_response(lambda answer: answer.url.endswith("/move")):
        rows.nth(moved).locator(".why").drag_to(
            rows.nth(1).locator(".main"), target_position={"x": 30, "y": 2}
        )
    page.reload()
    assert _titles(page)[1] == before[moved]


def test_a_snoozed_one_leaves_and_comes_back_by_itself(maya_at: MayaAt) -> None:
    page = maya_at("08:00", DESK, "/loose-ends/")
    _from_menu(page, "Ask Harbor Point", "Snooze to the next working day")
    expect(page.locator("[data-order]")).not_to_contain_text("Ask Harbor Point")
    page.locator("summary", has_text="asleep").click()
    expect(page.locator("details", has_text="asleep").first).to_contain_text("Ask Harbor Point")
    assert_accessible(page)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_visit_sheet_holds_all_that_one_takes_along(maya_at: MayaAt, width: int) -> None:
    """WC-03: identifiers, key dates, people and numbers, last contact, to ask, promised, to hand over; on paper too."""
    page = maya_at("08:00", width, "/")
    page.locator("#line-card, #brief-card").get_by_role(
        "link", name="Orthopedic follow-up", exact=True
    ).filter(visible=True).first.click()
    expect(page.locator("h1")).to_contain_text("Orthopedic follow-up")
    sheet = page.locator("#visit")
    for words in ("Claim number", "WC-", "Born", "Treating physician", "Last contact", "Treatment options",
                  "Send the adjuster the update", "MRI report, left knee", "Press 1"):  # fmt: skip
        expect(sheet).to_contain_text(words, ignore_case=True)
    assert_accessible(page)


def test_the_call_sheet_prints_on_paper(maya_at: MayaAt) -> None:
    """WC-03: on a call, whom to speak to and what is open; the paper has no frame and ruled room for notes."""
    page = maya_at("08:00", DESK, "/")
    page.locator("#ends").get_by_role("link", name="Elena Vasquez").first.click()
    page.get_by_role("link", name="Call sheet").first.click()
    expect(page.locator(".sheet")).to_contain_text("AUTH-80417-22")
    expect(page.locator(".sheet")).to_contain_text("Surgery")
    expect(page.locator(".sheet")).to_contain_text("press 3 for the surgery coordinator")
    assert_accessible(page)
    page.emulate_media(media="print")
    expect(page.locator("nav.rail")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.locator(".ruled")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


def test_last_evenings_notes_come_first_and_are_filled_in(maya_at: MayaAt) -> None:
    """WC-05: yesterday's undocumented first, prefilled with what is known; signed by one key."""
    page = maya_at("08:00", DESK, "/")
    expect(page.locator("#unwritten-card .n")).to_have_text("3")
    page.get_by_role("link", name=re.compile("^Write.*call with Marcus Bell")).click()
    editor = page.locator("[data-section]").first
    expect(editor).to_have_value(re.compile("knee swells after four hours"))
    expect(page.get_by_role("region", name="From the file")).to_contain_text("Claim number")
    assert_accessible(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notices")).to_contain_text("igned")
    assert Note.objects.filter(activity__with_name="Marcus Bell", text__contains="knee swells").exists()
    page.goto("/")
    expect(page.locator("#unwritten-card .n")).to_have_text("2")


def test_a_draft_of_yesterday_is_gone_on_with(maya_at: MayaAt) -> None:
    page = maya_at("08:00", PHONE, "/")
    page.get_by_role("link", name=re.compile("Note: visit with")).last.click()
    expect(page.locator("[data-section]").first).to_have_value(re.compile("Physician states a skin graft is"))
    page.locator("[data-section]").first.press("Control+End")
    page.keyboard.type(" not needed.")
    page.locator("[data-signs]").tap()
    page.wait_for_url(lambda url: "write" not in url)
    assert Note.objects.filter(text__endswith="skin graft is not needed.").exists()


def test_an_overused_word_is_replaced_by_one_key(maya_at: MayaAt) -> None:
    """WC-04: the wording aid marks it and offers what fits who speaks; nothing changes by itself."""
    page = maya_at("08:00", DESK, "/journal/open")
    page.get_by_role("link", name=re.compile("Write up Joan Pruitt")).click()
    editor = page.locator("[data-section]").first
    editor.press("Control+End")
    page.keyboard.type(" Dr. Haddad opined that she may lift. She noted it. She noted pain. He noted that.")
    marks = page.locator("[data-marks]")
    expect(marks).to_contain_text("noted")
    assert_accessible(page)
    before = editor.input_value()
    for _ in range(14):
        page.keyboard.press("Alt+ArrowDown")
        if page.evaluate("getSelection().toString()").casefold() == "noted":
            break
    assert editor.input_value() == before
    page.keyboard.press("Alt+1")
    expect(editor).not_to_have_value(before)
    assert editor.input_value().count("noted") == 2


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_call_is_documented_from_today_in_at_most_six_taps(maya_at: MayaAt, width: int) -> None:
    """From Today to signed, counting every tap and key beside the text."""
    page = maya_at("08:00", width, "/")
    taps = 0

    def tap(what: Any) -> None:
        nonlocal taps
        what.click()
        taps += 1

    row = (
        page.locator(ENDS)
        .filter(has_text="Report of the visit six weeks ago")
        .or_(page.locator(".calls > li").filter(has_text="Report of the visit six weeks ago"))
    )
    tap(row.first.get_by_role("link", name=re.compile("Call")))
    page.get_by_label("What was said", exact=False).or_(page.locator("#call-body [name=summary]")).first.fill(
        "Mona Ellis states the report is dictated and will be faxed by Friday."
    )
    tap(page.locator("#call-body").get_by_role("button", name="Reached"))
    tap(page.locator("#call-body").get_by_role("button", name="Sign as it is"))
    page.wait_for_load_state()
    expect(page.locator("body")).to_contain_text("igned")
    call = Activity.objects.get(summary__contains="Mona Ellis states the report is dictated")
    assert call.noted_at
    assert call.result == "reached"
    assert taps <= 6
