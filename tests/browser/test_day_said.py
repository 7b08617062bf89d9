"""What others say, on the typical day in a browser: surgery, pharmacy, a visit called off, a number one digit off."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from caseday.access.models import Staff
from caseday.cases.models import Case, ReadBack
from caseday.followups.models import Attempt, FollowUp, ReadinessLine, Request, Told
from caseday.journal.models import Activity
from caseday.kernel import clock
from caseday.schedule.models import Appointment
from tests.browser.conftest import DESK, PHONE, MayaAt, assert_accessible
from tests.day import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])
MEDICATION = "Medication after surgery, five days"


def _elena() -> Case:
    return Appointment.objects.get(title="Rotator cuff repair").case


def _step(page: Page, word: str) -> Locator:
    return page.locator(".ladder > li").filter(has=page.get_by_role("heading", name=word))


@WIDTHS
def test_the_surgery_of_tomorrow_is_gone_through_line_by_line(maya_at: MayaAt, width: int) -> None:
    """WC-16: what nobody confirmed stands out from Today; each line with who confirmed it; whom to call next."""
    page = maya_at("11:35", width, "/loose-ends/?rule=surgery_unconfirmed")
    row = page.locator("[data-order] > li").filter(has_text="Rotator cuff repair, right shoulder tomorrow")
    row.get_by_role("link", name=re.compile("Confirm")).first.click()
    expect(page.locator("h1")).to_contain_text("Rotator cuff repair, right shoulder")
    expect(page.locator("main")).to_contain_text("Whom to call next")
    fasting = page.locator(".ready-lines > li").filter(has_text="Fasting instructions")
    expect(fasting.locator(".chip.stop")).to_be_visible()
    assert_accessible(page)
    fasting.get_by_text("Who confirmed it?").click()
    fasting.locator("[name=role]").select_option("surgery_coordinator")
    fasting.locator("[name=by]").fill("Joan Pruitt")
    fasting.locator("[name=detail]").fill("Nothing to eat after midnight")
    fasting.get_by_role("button", name="They confirmed it").click()
    expect(fasting.locator(".chip.said")).to_be_visible()
    expect(fasting).to_contain_text("Joan Pruitt")
    line = ReadinessLine.objects.get(slug="fasting", request__case=_elena())
    assert (line.confirmed_by, line.verified_at) == ("Joan Pruitt", None)
    fasting.get_by_role("button", name=re.compile("receiving side", re.I)).first.click()
    expect(fasting.locator(".chip.ver")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="They confirmed it").first).to_be_hidden()
    assert_accessible(page)


@WIDTHS
def test_the_pharmacy_comes_before_the_patient(maya_at: MayaAt, width: int) -> None:
    """WC-17: the call to the patient waits; once the pharmacy has it, the chase ends by itself and she is called."""
    page = maya_at("11:50", width, "/to-dos/")
    call_back = page.locator(".rows > li").filter(has_text="Call Elena Vasquez back")
    expect(call_back).to_contain_text("waits for: Ask the pharmacy whether")
    page.goto(f"/to-dos/requests/{Request.objects.get(title=MEDICATION).pk}")
    received = _step(page, "Received by the pharmacy")
    page.get_by_label("Who exactly").fill("Quentin Moss")
    received.get_by_role("button", name=re.compile("^Seen . verified")).click()
    expect(received.locator(".rung .chip.ver")).to_be_visible()
    expect(received).to_contain_text("Quentin Moss")
    assert_accessible(page)
    page.goto("/to-dos/")
    expect(page.get_by_role("button", name="Reached: Ask the pharmacy whether")).to_have_count(0)
    expect(call_back).not_to_contain_text("waits for")
    call_back.get_by_role("button", name=re.compile("^Done")).click()
    expect(page.get_by_role("button", name="Done: Call Elena Vasquez back")).to_have_count(0)
    assert_accessible(page)


@WIDTHS
def test_a_visit_called_off_is_chased_until_there_is_a_date_and_a_report(maya_at: MayaAt, width: int) -> None:
    """WC-19: who said so; the report is 42 days old; both are chased daily, until they are there."""
    page = maya_at("13:30", width, "/")
    visit = Appointment.objects.get(title="Spine clinic visit")
    page.goto(f"/calendar/{visit.pk}/call-off/")
    page.get_by_label("Who said so").fill("Mona Ellis")
    page.get_by_role("button", name="Record it").click()
    page.goto("/loose-ends/")
    report = page.locator("[data-order] > li").filter(has_text="Report of the visit six weeks ago").first
    expect(report).to_contain_text("42 days")
    page.goto(f"/to-dos/new?case={visit.case_id}&appointment={visit.pk}")
    page.locator("[name=text]").fill("Ask for the new date of the spine clinic visit")
    expect(page.locator("[name=cadence] option:checked")).to_have_text("Every working day")
    expect(page.locator("[name=until] option:checked")).to_have_text("Spine clinic visit")
    assert_accessible(page)
    page.get_by_role("button", name="Write it down").click()
    chases = FollowUp.objects.filter(case=visit.case, state="open", cadence="daily")
    assert set(chases.values_list("until", flat=True)) == {"document", "new_date"}
    page.goto("/to-dos/")
    dictated = page.locator(".rows > li").filter(has_text="Ask for the dictated report")
    dictated.get_by_role("button", name=re.compile("^Reached")).click()
    expect(page.locator("body")).to_contain_text("attempt 11")


@WIDTHS
def test_the_refusal_is_handed_over_although_the_visit_is_off(maya_at: MayaAt, width: int) -> None:
    page = maya_at("13:36", width, "/")
    visit = Appointment.objects.get(title="Spine clinic visit")
    page.goto(f"/calendar/{visit.pk}/visit/")
    card = page.locator("#hand-over")
    expect(card).to_contain_text("Non-certification, lumbar injections")
    card.get_by_label("Who takes them").fill("Mona Ellis")
    card.get_by_role("button", name="Handed over").click()
    expect(card).to_contain_text("Handed over today")
    assert_accessible(page)


@WIDTHS
def test_what_is_blocked_goes_to_the_top_and_each_try_is_logged(maya_at: MayaAt, width: int) -> None:
    """WC-20: rejected, with the reason; first of the day; on hold and left word are one tap each, with whom."""
    page = maya_at("13:47", width, "/")
    asked = Request.objects.get(title=MEDICATION)
    page.goto(f"/to-dos/requests/{asked.pk}")
    page.get_by_label("Who says it").select_option(label="Elena Vasquez · injured worker")
    _step(page, "Covered").get_by_role("button", name=re.compile("^They say: rejected")).click()
    page.get_by_label("Why, as they say").fill("Medications not approved, the pharmacy will not fill")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("main")).to_contain_text("Blocked")
    expect(page.locator("main")).to_contain_text("Medications not approved")
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("^Chase it")).click()
    expect(page.locator("[name=until] option:checked")).to_have_text("Covered")
    page.locator("[name=due_on]").fill("2026-03-02")
    page.get_by_role("button", name="Write it down").click()
    page.goto("/")
    page.get_by_role("button", name=re.compile("^I have read it")).first.click()
    expect(page.locator("[data-order] > li").first).to_contain_text(f"Blocked: {MEDICATION}")
    clock.shift_to(at("14:02"))  # the pharmacy is back from lunch: until then others are called
    page.reload()
    expect(page.locator("#now-card")).to_contain_text("Blocked")
    assert_accessible(page)
    chase = FollowUp.objects.get(request=asked, until_step="covered")
    _try(page, chase)
    tries = Attempt.objects.filter(followup=chase).order_by("at")
    assert [(one.result, one.hold_minutes) for one in tries] == [("on_hold", 14), ("left_word", None)]
    logged = Activity.objects.filter(pk__in=tries.values("activity_id"))
    assert {one.office.name for one in logged if one.office} == {"Barton Springs Pharmacy"}


def _try(page: Page, chase: FollowUp) -> None:
    page.goto(f"/to-dos/{chase.pk}")
    page.locator(".tries details > summary").first.click()
    page.get_by_label("Minutes on hold").fill("14")
    page.get_by_role("button", name=re.compile("^On hold")).click()
    clock.shift_to(at("14:10"))
    page.goto(f"/to-dos/{chase.pk}")
    page.get_by_role("button", name=re.compile("^Left word")).first.click()
    page.goto(f"/to-dos/{chase.pk}")
    expect(page.get_by_role("region", name="Attempts")).to_contain_text("14 min")


@WIDTHS
def test_a_number_one_digit_off_is_read_back_and_put_right(maya_at: MayaAt, width: int) -> None:
    """WC-21: which character differs; who else has it from there; corrected, unblocked, and she is told when to come."""
    page = maya_at("14:35", width, "/")
    case = _elena()
    number = case.identifiers.get(kind="claim_number")
    wrong = ReadBack.objects.get(case=case).heard
    page.goto(f"/case/{case.pk}/")
    page.get_by_role("link", name=number.value).first.click()
    _read_out(page, wrong)
    expect(page.locator("#compared")).to_contain_text("Differs")
    expect(page.locator("#compared .letters > li:not(.same)")).to_have_count(1)
    assert_accessible(page)
    page.get_by_label("From whom they have it").fill("Balcones Shoulder and Sports")
    page.get_by_role("button", name="Keep what they have").click()
    holders = page.get_by_role("region", name="Who has it")
    expect(holders).to_contain_text("Capitol Medical Equipment")
    expect(page.get_by_role("region", name="Who else may have it wrong")).to_contain_text("Balcones")
    expect(page.get_by_role("region", name="To be corrected")).to_contain_text("Barton Springs Pharmacy")
    assert_accessible(page)
    _read_out(page, number.value)
    expect(page.locator("#compared")).to_contain_text("Identical")
    page.get_by_role("button", name="Keep what they have").click()
    expect(holders.locator("li").filter(has_text="Barton Springs Pharmacy")).to_contain_text("has it right")
    _clear(page)


def _read_out(page: Page, heard: str) -> None:
    page.get_by_role("textbox", name="What they have").fill(heard)
    page.get_by_role("radio", name=re.compile("Barton Springs Pharmacy")).check()
    page.get_by_label("Somebody else, or who answered").fill("Quentin Moss")


def _clear(page: Page) -> None:
    asked = Request.objects.get(title=MEDICATION)
    page.goto(f"/to-dos/requests/{asked.pk}")
    covered = _step(page, "Covered")
    covered.get_by_role("button", name="They say: covered").click()
    expect(covered.locator(".rung .chip.said")).to_be_visible()
    covered.get_by_role("button", name=re.compile("^Seen . verified")).click()
    expect(covered.locator(".rung .chip.ver")).to_be_visible()
    asked.refresh_from_db()
    assert asked.state == "open"
    told = page.locator(".matrix tr").filter(has_text="Injured worker")
    told.get_by_role("button", name=re.compile("^Told now")).click()
    expect(told.get_by_role("button", name=re.compile("^Told now"))).to_have_count(0)
    assert Told.objects.filter(request=asked, role="client").count() == 2
    page.goto("/to-dos/")
    tell_her = page.locator(".rows > li").filter(has_text="Tell Elena Vasquez when to come")
    tell_her.get_by_role("button", name=re.compile("^Done")).click()
    expect(page.get_by_role("button", name="Done: Tell Elena Vasquez")).to_have_count(0)


@WIDTHS
def test_closing_the_day_a_row_is_given_to_a_colleague(maya_at: MayaAt, width: int) -> None:
    """WC-25: what is open from today is written, carried, or given; the sums and tomorrow's first look beside it."""
    page = maya_at("17:10", width, "/close/")
    expect(page.locator("#to-write-card")).to_contain_text("Everything that is known is filled in")
    row = page.locator("#asked-card .closing > li").filter(has_text="Send the adjuster the update")
    row.get_by_role("combobox").select_option(label="Linda Cho")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # nothing lies under the bar at the foot
    assert_accessible(page)
    page.get_by_role("button", name="Close the day").click()
    expect(page.locator(".notices")).to_contain_text("The day is closed")
    given = FollowUp.objects.get(text__startswith="Send the adjuster the update")
    assert given.staff == Staff.objects.get(name="Linda Cho")
