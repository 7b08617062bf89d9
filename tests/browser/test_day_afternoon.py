"""The end of the typical day in a browser: a referral by phone, one line from any page, the close of the day."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from caseday.cases.models import Case, FirstContact
from caseday.demo.world import SIGN_IN_WORDS
from caseday.intake.models import Referral
from caseday.journal.models import Activity
from caseday.kernel import clock
from caseday.looseends.models import DayClose
from caseday.people.models import Person
from tests.browser.conftest import DESK, PHONE, MayaAt, assert_accessible
from tests.day import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_referral_is_taken_down_and_its_first_contacts_run(maya_at: MayaAt, width: int) -> None:
    """WC-24: incomplete allowed; accepted at once; first contacts with their clocks are loose ends; goals recorded."""
    page = maya_at("15:45", width, "/referrals/new")
    assert_accessible(page)
    page.get_by_label("Given name").fill("Teodoro")
    page.get_by_label("Family name").fill("Quintanilla")
    page.get_by_label("Claim number").fill("WC-778120-26")
    page.get_by_label("Adjuster").fill("Rosalyn Peck")
    page.get_by_label("Goals of the case").fill("Return to modified duty within 6 weeks")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("h1")).to_contain_text("Teodoro Quintanilla")
    expect(page.locator("body")).to_contain_text("Return to modified duty within 6 weeks")
    assert_accessible(page)
    case = Case.objects.get(person__family_name="Quintanilla")
    due = {
        one.role: one.due_at.astimezone(at("15:45").tzinfo) for one in FirstContact.objects.filter(case=case)
    }
    assert due["client"].date() == at("15:45").date() + timedelta(days=1)
    assert due["adjuster"].hour == 10, "four working hours after 15:45, over night"
    page.goto("/loose-ends/?rule=first_contact_due")
    for role in ("Adjuster", "Injured worker", "Employer", "Treating physician"):
        expect(
            page.locator("[data-order] > li").filter(has_text="Quintanilla").filter(has_text=role)
        ).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_person_who_is_known_is_found_while_one_types(maya_at: MayaAt, width: int) -> None:
    """WC-24: the duplicate is found in spite of a typing error, and taken over by one tap."""
    page = maya_at("15:45", width, "/referrals/new")
    page.get_by_label("Given name").press_sequentially("Marcus")
    page.get_by_label("Family name").press_sequentially("Bel")
    known = page.locator("#duplicates").get_by_text("Same person: Marcus Bell", exact=False)
    expect(known).to_be_visible()
    known.click()
    # What the bar of the phone covers is scrolled to first, as a finger would.
    page.locator(".same-person").evaluate("one => one.scrollIntoView({block: 'center'})")
    assert_accessible(page)
    page.get_by_role("button", name="Keep for later").click()
    expect(page.locator("body")).to_contain_text("Marcus Bell")
    referral = Referral.objects.get(state="open", family_name="Bel")
    assert referral.person == Person.objects.get(family_name="Bell", given_name="Marcus")
    expect(page.locator("main")).to_contain_text(re.compile("case", re.I))


def test_a_referral_half_typed_survives_reload_and_signing_out(maya_at: MayaAt) -> None:
    page = maya_at("15:45", PHONE, "/referrals/new")
    page.get_by_label("Family name").fill("Quintanilla")
    page.get_by_label("What they ask for").fill("Early surgery opinion")
    page.wait_for_timeout(700)
    page.reload()
    expect(page.get_by_label("What they ask for")).to_have_value("Early surgery opinion")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Keep for later").click()
    page.wait_for_timeout(700)
    page.context.add_cookies(cookies)
    page.goto("/referrals/new")
    expect(page.get_by_label("What they ask for")).to_have_value("Early surgery opinion")
    expect(page.get_by_label("Family name")).to_have_value("Quintanilla")
    assert not Referral.objects.filter(family_name="Quintanilla").exists()


@pytest.mark.parametrize("path", ["/", "/loose-ends/", "/cases/", "/calendar/", "/directory/", "/people/"])
def test_one_line_captures_the_call_from_any_page(maya_at: MayaAt, path: str) -> None:
    """WC-25: c, the line, Enter; nothing else to fill in."""
    page = maya_at("17:10", DESK, path)
    page.keyboard.press("c")
    expect(page.locator("#capture-line")).to_be_focused()
    page.keyboard.type("Elena Vasquez called to say thanks, 4 min, feels ready for tomorrow")
    expect(page.locator("#capture-understood")).to_contain_text("Elena Vasquez")
    page.keyboard.press("Enter")
    expect(page.locator("[data-captured]")).to_contain_text("kept")
    kept = Activity.objects.get(captured_line__contains="say thanks")
    assert (kept.kind, kept.is_incoming, kept.minutes) == ("call", True, 4)
    assert kept.case and kept.case.person.family_name == "Vasquez"


def test_the_thumb_captures_by_the_big_button(maya_at: MayaAt) -> None:
    phone = maya_at("17:10", PHONE, "/")
    phone.locator("nav.bottom").get_by_text("Capture").tap()
    phone.locator("#capture-line").fill("Elena called, says thanks, 3 min")
    expect(phone.locator("#capture-understood")).to_contain_text("Elena Vasquez")
    assert_accessible(phone)
    phone.get_by_role("button", name="Keep it").tap()
    expect(phone.locator("[data-captured]")).to_contain_text("kept")
    assert Activity.objects.get(captured_line__contains="says thanks").minutes == 3


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_day_is_closed_and_nothing_is_lost_overnight(maya_at: MayaAt, width: int) -> None:
    """WC-25: everything open is listed, carried on or done; next morning the call without a note stands first."""
    page = maya_at("17:10", width, "/")
    _capture(page, "Elena Vasquez called to say thanks, 4 min")
    page.goto("/close/")
    rows = page.locator("#asked-card .closing > li")
    open_before = rows.count()
    assert open_before > 5
    assert_accessible(page)
    titles = [
        text for text in rows.locator(".main").all_inner_texts() if not text.startswith(("Note:", "Confirm "))
    ]
    page.get_by_role("button", name=re.compile("Close the day")).click()
    expect(page.locator(".notices")).to_contain_text("The day is closed")
    assert DayClose.objects.get().carried
    clock.shift_to(at("07:40") + timedelta(days=1))
    page.goto("/")
    page.get_by_label("Password of Maya Torres").fill(SIGN_IN_WORDS)
    page.get_by_role("button", name="Unlock").click()
    expect(page.locator("h1")).to_contain_text("Tuesday, March 3")
    expect(page.locator("#unwritten-card")).to_contain_text("Elena Vasquez")
    page.goto("/loose-ends/")
    tomorrow = "\n".join(page.locator("[data-order] > li > .main, details li > .main").all_inner_texts())
    for title in titles:
        words = re.split(r", tomorrow| today|, today", title)[0]
        assert words.split(":")[0] in tomorrow, title


def _capture(page: Page, line: str) -> None:
    page.goto("/journal/capture")
    page.locator("#capture-line").fill(line)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-captured]")).to_contain_text("kept")


def test_what_is_typed_survives_the_locked_screen(maya_at: MayaAt) -> None:
    """The lock hides the page and keeps what was typed, over a reload too."""
    page = maya_at("17:10", DESK, "/")
    page.keyboard.press("c")
    page.locator("#capture-line").fill("Adjuster Dana Whitfield asks for the op")
    page.keyboard.press("Control+Alt+l")
    expect(page.locator("#lock")).to_be_visible()
    expect(page.get_by_text("asks for the op")).to_be_hidden()
    assert_accessible(page)
    page.locator("#lock input[type=password]").fill(SIGN_IN_WORDS)
    page.keyboard.press("Enter")
    expect(page.locator("#lock")).to_be_hidden()
    expect(page.locator("#capture-line")).to_have_value("Adjuster Dana Whitfield asks for the op")


def test_a_line_typed_without_a_network_is_stored_once(maya_at: MayaAt) -> None:
    page = maya_at("17:10", PHONE, "/")
    page.locator("nav.bottom").get_by_text("Capture").tap()
    expect(page.locator("#capture-line")).to_be_focused()
    page.context.set_offline(True)
    page.locator("#capture-line").fill("Elena called from the parking lot, says thanks")
    page.keyboard.press("Enter")
    page.wait_for_function("Object.keys(localStorage).some(k => k.startsWith('captured:'))")
    page.context.set_offline(False)
    page.goto("/loose-ends/")
    for _ in range(100):  # asked anew each time: the policy of the page lets nothing be evaluated later
        if not page.evaluate("Object.keys(localStorage).some(k => k.startsWith('captured:'))"):
            break
        page.wait_for_timeout(200)
    assert Activity.objects.filter(captured_line__contains="parking lot").count() == 1
