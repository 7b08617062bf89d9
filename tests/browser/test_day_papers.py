"""Papers and the physician of the typical day in a browser: what was sent and is not there, handed over, said, limited."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from caseday.cases.models import WorkStatus
from caseday.documents.models import Delivery, Document, Packet
from caseday.followups.models import FollowUp, Request, StepClaim, Told
from caseday.schedule.models import Appointment
from tests.browser.conftest import DESK, PHONE, MayaAt, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])


def _visit() -> Appointment:
    return Appointment.objects.get(title="Orthopedic follow-up", case__person__family_name="Bell")


@WIDTHS
def test_the_packet_of_the_visit_is_printed_and_shows_that_nobody_verified(
    maya_at: MayaAt, width: int
) -> None:
    """WC-06: from Today in two taps; each earlier sending, when, how, to whom; said is not in the chart."""
    page = maya_at("08:10", width, "/")
    page.get_by_role("link", name=re.compile("^MRI report, left knee|^take along to Orthopedic")).filter(
        visible=True
    ).first.click()
    expect(page.locator("h1")).to_contain_text("Papers to bring")
    report = page.locator(".there > li").filter(has_text="MRI report, left knee")
    for words in ("Fax", "Feb 24", "Email", "Tasha Greene"):
        expect(report).to_contain_text(words)
    expect(report.locator(".chip.ver")).to_have_count(0)
    expect(report.get_by_role("checkbox")).to_be_checked()
    denial = page.locator(".there > li").filter(has_text="Non-certification, therapy visits 13 to 18")
    expect(denial.get_by_role("checkbox")).to_be_checked()
    expect(denial).to_contain_text("never sent")
    assert_accessible(page)
    with page.expect_response(re.compile(r"packet\.pdf")) as answer:
        page.get_by_role("button", name="Print the packet").click()
    assert answer.value.headers["content-type"] == "application/pdf"
    packet = Packet.objects.get(appointment=_visit())
    papers = list(packet.items.order_by("position").values_list("document__title", flat=True))
    assert papers == ["MRI report, left knee", "Non-certification, therapy visits 13 to 18"]


@WIDTHS
def test_the_disc_that_was_brought_is_a_thing_in_hand(maya_at: MayaAt, width: int) -> None:
    """WC-12: from visit mode: what it is, and where it is."""
    page = maya_at("10:35", width, "/")
    visit = _visit()
    page.goto(f"/calendar/{visit.pk}/visit/")
    page.get_by_role("link", name="Add a paper").click()
    page.get_by_role("link", name=re.compile("thing in hand", re.I)).first.click()
    page.get_by_label("Title").fill("CD of the MRI, left knee")
    page.get_by_label("Where it is", exact=False).fill("Brought by Marcus, in my bag")
    page.get_by_label("Kind").select_option(label="Images on CD or film")
    assert_accessible(page)
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("h1")).to_contain_text("CD of the MRI, left knee")
    expect(page.locator(".page-head, header, main").filter(has_text="in my bag").first).to_be_visible()
    disc = Document.objects.get(is_thing=True, title="CD of the MRI, left knee")
    assert (disc.case, disc.kind) == (visit.case, "imaging_media")


@WIDTHS
def test_handing_over_proves_delivery(maya_at: MayaAt, width: int) -> None:
    """WC-13: they do not have it: one tap, with the proof at hand; handed over in one tap, with who took it."""
    page = maya_at("11:02", width, "/")
    visit = _visit()
    page.goto(f"/calendar/{visit.pk}/visit/")
    card = page.locator("#hand-over")
    expect(card).to_contain_text("MRI report, left knee")
    expect(card).to_contain_text("don't have it")
    card.get_by_label("Who takes them").fill("Helen Marchetti, MD")
    assert_accessible(page)
    card.get_by_role("button", name="Handed over").click()
    expect(card).to_contain_text("Handed over today")
    handed = Delivery.objects.filter(how="hand", case=visit.case)
    assert {one.document.title for one in handed} == {
        "MRI report, left knee",
        "Non-certification, therapy visits 13 to 18",
    }
    assert all(one.proof == "handed to Helen Marchetti, MD" for one in handed)
    assert {one.state for one in handed} == {"sent"}, "nobody has seen it in the chart yet"


@WIDTHS
def test_put_in_today_is_said_and_followed_over_one_to_two_weeks(maya_at: MayaAt, width: int) -> None:
    """WC-13: the transfer of care opens as said; the follow-up is set at once; the worker is told."""
    page = maya_at("11:08", width, "/")
    visit = _visit()
    page.goto(f"/calendar/{visit.pk}/visit/")
    page.get_by_role("link", name="Request").click()
    page.get_by_role("link", name=re.compile("^Transfer of care")).click()
    page.locator("[name=title]").fill("Transfer of care, surgical opinion")
    page.get_by_label("Who says it").select_option(label="Helen Marchetti, MD · treating physician")
    assert_accessible(page)
    page.get_by_role("button", name="They say: ordered").click()
    care = Request.objects.get(kind="transfer_of_care")
    ordered = page.locator(".ladder > li").filter(has=page.get_by_role("heading", name="Ordered", exact=True))
    ordered.get_by_role("button", name=re.compile("^Seen . verified")).click()
    expect(ordered.locator(".rung .chip.ver")).to_be_visible()
    sent = page.locator(".ladder > li").filter(has=page.get_by_role("heading", name="Sent", exact=True))
    sent.get_by_role("button", name="They say it is done").click()
    expect(sent.locator(".rung .chip.said")).to_be_visible()
    assert_accessible(page)
    assert StepClaim.objects.get(request=care, step="sent").verified_at is None
    _chase_over_one_to_two_weeks(page, care)
    told = page.locator(".matrix tr").filter(has_text="Injured worker")
    told.get_by_role("button", name=re.compile("^Told now")).click()
    expect(told.locator(".chip.ver")).to_be_visible()
    assert Told.objects.filter(request=care, role="client").exists()


def _chase_over_one_to_two_weeks(page: Page, care: Request) -> None:
    page.get_by_role("link", name=re.compile("^Chase it")).click()
    page.get_by_label("How often").select_option("window")
    page.get_by_label("By day", exact=False).fill("2026-03-09")
    page.get_by_label("Last day").fill("2026-03-16")
    expect(page.locator("[name=until] option:checked")).to_have_text("Received")
    page.get_by_role("button", name="Write it down").click()
    chase = FollowUp.objects.get(request=care)
    assert (chase.cadence, chase.due_on, chase.window_until) == (
        "window",
        date(2026, 3, 9),
        date(2026, 3, 16),
    )
    assert (chase.until, chase.until_step) == ("step", "received")
    page.goto(f"/to-dos/requests/{care.pk}")
    expect(page.locator("#chases")).to_contain_text("Received", ignore_case=True)


@WIDTHS
def test_modified_duty_is_taken_down_with_limits_and_dates(maya_at: MayaAt, width: int) -> None:
    """WC-13: from the case; the restrictions of the paper, until when; the line of time shows both."""
    page = maya_at("11:08", width, "/")
    case = _visit().case
    assert case
    page.goto(f"/cases/{case.pk}/work")
    expect(page.locator("main")).to_contain_text("Inspection table, seated")
    page.get_by_role("link", name="New work status").click()
    page.get_by_label("What the physician says").select_option(label="Modified duty")
    page.locator("[name=physician]").fill("Helen Marchetti")
    page.get_by_label("From").fill("2026-03-03")
    page.get_by_label("Until").fill("2026-03-30")
    page.get_by_label("Lift, at most").fill("15")
    page.get_by_label("Stand, at most").fill("4")
    assert_accessible(page)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_label(re.compile("^Timeline of work")).first).to_be_visible()
    expect(page.locator("main")).to_contain_text("15 lb")
    assert_accessible(page)
    kept = WorkStatus.objects.get(case=case, from_on=date(2026, 3, 3))
    assert (kept.kind, kept.until_on) == ("modified", date(2026, 3, 30))
    assert {(one["kind"], one["amount"]) for one in kept.restrictions} == {("lift", "15"), ("stand", "4")}
