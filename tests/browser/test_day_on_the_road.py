"""Calls and visits of the typical day in a browser: confirming, hours learned once, the visit by thumb."""

import re

import pytest
from playwright.sync_api import Page, expect

from caseday.directory.models import Office
from caseday.journal.models import Activity, Note
from caseday.kernel import clock
from caseday.schedule.models import Appointment, Confirmation
from tests.browser.conftest import DESK, PHONE, MayaAt, assert_accessible
from tests.day import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_appointment_is_confirmed_in_two_taps_and_the_unconfirmed_stays(
    maya_at: MayaAt, width: int
) -> None:
    """WC-07: one tap calls, one tap notes the result; who has not said yes stays open."""
    page = maya_at("08:30", width, "/")
    card = page.locator("#confirm-card")
    wound_check = card.locator(".asked > li").filter(has_text="Wound check")
    call = wound_check.get_by_role("link", name="Call").first
    assert (call.get_attribute("href") or "").startswith("tel:")
    wound_check.get_by_role("button", name=re.compile("Yes.*Sofia Reyes confirmed")).click()
    expect(wound_check.get_by_role("button", name=re.compile("Yes.*Sofia Reyes confirmed"))).to_have_count(0)
    expect(wound_check).to_contain_text("confirmed by client, not by office")
    confirmed = Confirmation.objects.latest("at")
    assert (confirmed.appointment.title, confirmed.side, confirmed.result) == (
        "Wound check",
        "client",
        "confirmed",
    )
    page.reload()
    expect(wound_check).to_contain_text("Onion Creek Occupational Health")
    page.goto("/loose-ends/?rule=appointment_unconfirmed")
    expect(page.locator("#ends")).to_contain_text("Wound check")
    assert_accessible(page)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_closed_office_says_when_it_opens(maya_at: MayaAt, width: int) -> None:
    """WC-08: calls are offered by who is open at their own door; the closed ones say when they open, in both times."""
    page = maya_at("08:00", width, "/calls/")
    soon = page.get_by_role("region", name=re.compile("Opens soon|Closed"))
    imaging = page.locator(".calls > li").filter(has_text="Lakeside Imaging")
    expect(imaging).to_contain_text(re.compile("opens in 60 minutes|opens at 9:00"))
    expect(page.locator(".calls > li").filter(has_text="Granite Mutual Claims")).to_contain_text(
        "8:00 their time (10:00 yours)"
    )
    expect(soon.first).to_be_visible()
    expect(page.get_by_role("region", name="Open now")).not_to_contain_text("Lakeside Imaging")
    assert_accessible(page)


def test_a_closed_office_comes_back_when_it_opens(maya_at: MayaAt) -> None:
    page = maya_at("09:02", PHONE, "/calls/")
    expect(page.get_by_role("region", name="Open now")).to_contain_text("Barton Springs Pharmacy")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_hours_heard_in_one_line_serve_another_case(maya_at: MayaAt, width: int) -> None:
    """WC-08: noted during one call, offered with every case of that office."""
    page = maya_at("08:00", width, "/")
    office = Office.objects.get(name="Colorado River Spine Clinic")
    page.goto(f"/directory/{office.pk}/")
    page.get_by_label("What they said about their hours").fill("M-F 9-12 and 1-4, Fri till noon")
    page.get_by_role("button", name="Understand").click()
    expect(page.locator("#heard")).to_contain_text("Understood")
    assert_accessible(page)
    page.get_by_role("button", name="Keep these hours").click()
    expect(page.locator("#office-hours")).to_contain_text("opens in 60 minutes")
    page.goto("/calls/")
    expect(page.locator(".calls > li").filter(has_text="Peter Lindqvist").first).to_contain_text(
        "opens in 60 minutes"
    )
    darnell = Appointment.objects.get(title="Spine clinic visit").case
    assert darnell
    page.goto(f"/case/{darnell.pk}/call-sheet")
    expect(page.locator("body")).to_contain_text("opens in 60 minutes")


_TAPS = (
    ("09:52", "I am here", "Here since"),
    ("10:05", ".*you are next.*", "Waiting"),
    ("10:19", "Called in", "With the provider"),
    ("10:21", "Waiting again", "Waiting"),
    ("10:30", "Called in", "With the provider"),
    ("10:55", "Done", "Done at"),
)


def _live_the_visit(page: Page) -> None:
    for hour, button, state in _TAPS:
        clock.shift_to(at(hour))
        page.get_by_role("button", name=re.compile(f"^{button}$")).click()
        expect(page.locator("#visit .big")).to_contain_text(state)
        if state == "Waiting" and hour == "10:05":
            expect(page.get_by_text("Time for a call or a note.")).to_be_visible()
        if hour in ("09:52", "10:05", "10:55"):
            assert_accessible(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_visit_is_lived_by_tap_and_written_up_from_the_taps(maya_at: MayaAt, width: int) -> None:
    """WC-10 to WC-12: arrive, wait, wait again, with the provider, done; the note exists from the taps."""
    page = maya_at("09:40", width, "/")
    visit = Appointment.objects.get(title="Orthopedic follow-up", case__person__family_name="Bell")
    expect(page.locator("#now-card")).to_contain_text("Orthopedic follow-up")
    page.goto(f"/calendar/{visit.pk}/visit/")
    for words in (
        "Treatment options, with and without surgery",
        "MRI report, left knee",
        "ticket is stamped",
    ):
        expect(page.locator("#visit")).to_contain_text(words)
    _live_the_visit(page)
    page.get_by_role("link", name="Write it down").click()
    sections = page.locator("[data-section]")
    expect(sections.first).to_be_visible()
    known = " ".join(one.input_value() for one in sections.all())
    for words in ("Ridgeview Orthopedics", "9:52, 40 minutes"):
        assert words.casefold() in known.casefold(), known
    sections.last.fill("Family drives him; the wife works nights. The imaging CD was brought.")
    expect(page.locator("[data-saved]")).to_contain_text("Draft saved")
    page.locator("[data-signs]").click()
    page.wait_for_url(lambda url: "write" not in url)
    entry = Activity.objects.get(appointment=visit, kind="visit")
    assert (entry.minutes, entry.case) == (40, visit.case)
    waits = Activity.objects.filter(appointment=visit, kind="wait").values_list("minutes", flat=True)
    assert sum(waits) == 23
    assert Note.objects.get(activity=entry).text.endswith("The imaging CD was brought.")
    page.goto("/")
    lived = page.locator("#line-card li").filter(has_text="Orthopedic follow-up")
    expect(lived.first).to_be_visible()
    expect(lived.filter(has_text="no outcome")).to_have_count(0)


def test_a_visit_called_off_by_telephone_waits_for_a_new_date(maya_at: MayaAt) -> None:
    """What is taken from the calendar without a new date stays a loose end until there is one."""
    page = maya_at("13:20", PHONE, "/")
    visit = Appointment.objects.get(title="Spine clinic visit")
    page.goto(f"/calendar/{visit.pk}/call-off/")
    assert_accessible(page)
    page.get_by_label("Who said so").fill("Mona Ellis")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("main")).to_contain_text("Mona Ellis")
    page.goto("/loose-ends/")
    expect(page.locator("#ends")).to_contain_text("Spine clinic visit")
