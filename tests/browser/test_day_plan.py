"""The day as it is planned, lived and broken: the plan at eight, pins, what is put off, a cancellation at 13:35, the
pharmacy at 13:45; map, sheet, and the words that are read aloud."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from caseday.access.queries import viewer_for
from caseday.dayplan.models import PlanChoice
from caseday.followups.models import Request
from caseday.kernel import clock
from caseday.schedule.actions import cancel_appointment
from caseday.schedule.models import Appointment
from tests.browser.conftest import DESK, PHONE, MayaAt, assert_accessible
from tests.day import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEDICATION = "Medication after surgery, five days"
BOTH = pytest.mark.parametrize("width", [DESK, PHONE])


def _rows(page: Page) -> Locator:
    return page.locator("#line-card .line > [data-plan]")


def _row(page: Page, words: str) -> Locator:
    """By its title: reasons name other rows."""
    return _rows(page).filter(has=page.locator(".what", has_text=words)).first


def _planned(page: Page) -> None:
    expect(_rows(page).first).to_be_visible()


@BOTH
def test_the_plan_stands_at_eight_and_each_line_says_why(maya_at: MayaAt, width: int) -> None:
    page = maya_at("08:00", width, "/")
    _planned(page)
    card = page.locator("#line-card")
    expect(card.locator(".nowline")).to_have_count(1)
    expect(card).to_contain_text(re.compile(r"leave for Orthopedic follow-up.*about \d+ min · \d+ mi"))
    expect(card).to_contain_text("While you wait there")
    expect(_row(page, "Lunch")).to_be_visible()
    assert_accessible(page)
    call = _row(page, "Hill Country Surgery Center")
    call.locator("summary").click()
    expect(call.locator(".because")).to_contain_text("Possible 5:30 to 17:00")
    assert_accessible(page)
    page.keyboard.press("Escape")
    call.get_by_role("link", name=re.compile("Call Hill Country")).click()
    expect(page.locator("#call [data-timer]")).to_be_visible()


@BOTH
def test_what_is_pinned_stays_and_what_is_put_off_goes_and_comes_back(maya_at: MayaAt, width: int) -> None:
    page = maya_at("08:00", width, "/")
    _planned(page)
    row = _row(page, "Hill Country Surgery Center")
    key, shown = row.get_attribute("data-plan"), row.locator("time").first.inner_text()
    row.locator("summary").click()
    row.get_by_role("button", name=f"Pin to {shown}").click()
    expect(_row(page, "Hill Country Surgery Center").locator(".chip.next")).to_have_text("pinned")
    assert PlanChoice.objects.get(key=key).kind == "pinned"
    expect(_row(page, "Hill Country Surgery Center").locator("summary")).to_be_focused()
    other = _row(page, "Steady Hand Therapy")
    other.locator("summary").click()
    other.get_by_role("button", name="Not today").click()
    expect(_row(page, "Steady Hand Therapy")).to_have_count(0)
    put_off = page.locator("#line-card details").filter(has_text="put off by you")
    put_off.locator("summary").click()
    put_off.get_by_role("button", name=re.compile("Today after all")).click()
    expect(page.locator("#line-card")).not_to_contain_text("put off by you")


def test_a_row_is_dragged_by_its_grip_on_the_desk(maya_at: MayaAt) -> None:
    page = maya_at("08:00", DESK, "/")
    _planned(page)
    row, goal = _row(page, "Hannah Macias"), _row(page, "Note: call with Marcus Bell")
    grip = row.locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), goal.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, end["y"] + 20, steps=4)
    page.mouse.move(start["x"] + 8, end["y"] + 4, steps=3)
    page.mouse.up()
    expect(_row(page, "Hannah Macias")).to_contain_text("moved by you")
    choice = PlanChoice.objects.get(kind="moved")
    assert choice.at is not None and choice.at < at("08:36")


@BOTH
def test_the_day_breaks_and_is_planned_anew_with_the_difference_said(maya_at: MayaAt, width: int) -> None:
    """WC-19, WC-20: at 13:35 the patient has cancelled, at 13:45 the pharmacy will not fill."""
    page = maya_at("13:30", width, "/")
    _planned(page)
    visit = Appointment.objects.get(title="Spine clinic visit")
    expect(_row(page, "Spine clinic visit")).to_be_visible()
    clock.shift_to(at("13:35"))
    now = clock.now()
    cancel_appointment(
        actor=viewer_for(visit.staff, now=now),
        now=now,
        appointment_id=visit.pk,
        party="client",
        said_by="Darnell Hughes",
    )
    page.reload()
    changes = page.locator("#line-card .changes")
    expect(changes).to_contain_text("Changed since you looked")
    expect(changes).to_contain_text("Spine clinic visit")
    expect(_rows(page).filter(has_text="Spine clinic visit").locator("b")).to_have_count(0)
    assert_accessible(page)
    changes.get_by_role("button", name="All right").click()
    expect(changes).to_have_count(0)
    clock.shift_to(at("13:45"))
    _pharmacy_will_not_fill(page)
    page.goto("/")
    expect(changes).to_contain_text("Barton Springs Pharmacy")
    blocked = _row(page, MEDICATION)
    expect(blocked.locator(".chip.stop")).to_contain_text("blocked")
    assert_accessible(page)
    page.get_by_role("button", name="Re-plan").click()
    expect(page.locator("#notices")).to_contain_text("Planned anew")


def _pharmacy_will_not_fill(page: Page) -> None:
    page.goto(f"/to-dos/requests/{Request.objects.get(title=MEDICATION).pk}")
    page.get_by_label("Who says it").select_option(label="Elena Vasquez · injured worker")
    covered = page.locator(".ladder > li").filter(has=page.get_by_role("heading", name="Covered"))
    covered.get_by_role("button", name=re.compile("^They say: rejected")).click()
    page.get_by_label("Why, as they say").fill("Medications not approved, the pharmacy will not fill")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("main")).to_contain_text("Blocked")


@BOTH
def test_the_way_is_drawn_and_the_sheet_fits_one_page(maya_at: MayaAt, width: int) -> None:
    page = maya_at("08:00", width, "/plan/map")
    expect(page.get_by_role("img", name="The way of the day")).to_be_visible()
    expect(page.locator(".halts")).to_contain_text("Ridgeview Orthopedics")
    assert_accessible(page)
    page.goto("/plan/sheet")
    expect(page.locator(".day-table")).to_contain_text("leave for Orthopedic follow-up")
    expect(page.locator(".sheet-side")).to_contain_text("MRI report, left knee")
    assert_accessible(page)


@BOTH
def test_the_day_is_read_aloud_and_the_words_stand_there(maya_at: MayaAt, width: int) -> None:
    page = maya_at("08:00", width, "/")
    page.add_init_script("""window.spoken = []; Object.defineProperty(window, 'speechSynthesis', {value: {
        cancel() {}, speak(words) { window.spoken.push(words.text); setTimeout(() => words.onend?.(), 5); } }});
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };""")
    page.reload()
    _planned(page)
    page.locator("#line-card .card-head summary").click()
    page.get_by_role("link", name="Read aloud").click()
    words = page.locator("#aloud [data-sentence]")
    expect(words.first).to_contain_text("eight o'clock")
    assert_accessible(page)
    reads = page.get_by_role("button", name="Read aloud")
    reads.click()
    expect(reads).to_be_enabled()
    assert page.evaluate("window.spoken") == words.all_inner_texts()
    page.goto("/plan/aloud")
    expect(page.locator("main")).to_contain_text("Leave at")
    assert_accessible(page)


@BOTH
def test_wishes_are_said_in_words(maya_at: MayaAt, width: int) -> None:
    page = maya_at("08:00", width, "/plan/wishes")
    assert_accessible(page)
    page.get_by_label("I would rather drive less").check()
    page.get_by_label("Not before").fill("11:45")
    page.get_by_role("button", name="Plan that way").click()
    expect(page.get_by_label("I would rather drive less")).to_be_checked()
    expect(page.locator("#notices")).to_contain_text("planned that way")


def test_after_a_call_the_next_one_is_at_hand(maya_at: MayaAt) -> None:
    page = maya_at("09:05", PHONE, "/calls/")
    page.locator('.rows.calls > li:has(.st.open) a[data-opens="call"]').first.click()
    page.locator("#call").get_by_role("button", name="No answer").click()
    following = page.locator("[data-next-call]")
    expect(following).to_be_visible()
    whom = following.inner_text().removeprefix("Next: ")
    following.click()
    expect(page.locator("#call .callee")).to_contain_text(whom.split(",")[0])
    assert_accessible(page)
