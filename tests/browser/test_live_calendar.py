"""The calendar in a real browser: every page accessible at both widths, planning, confirming, a visit by thumb."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from caseday.access.queries import viewer_for
from caseday.kernel import clock
from caseday.schedule.actions import plan_appointment, record_confirmation
from caseday.schedule.models import Appointment
from caseday.schedule.rules import AppointmentDetails, AttendeeDetails
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_contact_point, make_office, make_person
from tests.browser.conftest import OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _ten() -> datetime:
    """10:00 in Austin today: the browser's clock is the real one."""
    austin = clock.now().astimezone(ZoneInfo("America/Chicago"))
    return austin.replace(hour=10, minute=0, second=0, microsecond=0)


def _plan(cast: Cast, title: str, starts_at: datetime, **fields: Any) -> Appointment:
    person = make_person(given_name="Rosa", family_name="Delgado", preferred_name="Rosie")
    make_contact_point(person)
    office = make_office(name="Ridgeview Orthopedics", phone="+15125550199", line1="1 Main St", city="Austin")
    details = AppointmentDetails(
        title=title,
        kind="physician_visit",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45),
        time_zone="America/Chicago",
        office_id=office.id,
        **fields,
    )
    now = clock.now()
    return plan_appointment(
        actor=viewer_for(cast.nora, now=now),
        now=now,
        details=details,
        case_id=make_case(cast.nora, person=person).id,
    )


@pytest.fixture
def one(cast: Cast) -> Appointment:
    return _plan(
        cast,
        "Orthopedic follow-up",
        _ten(),
        agenda="Ask how sleep is",
        carry="MRI report",
        attendees=(AttendeeDetails("Dana Whitfield", "adjuster", "+15125550111", True),),
    )


@pytest.mark.parametrize(
    "path",
    ["", "?view=day", "?view=agenda", "new/", "confirmations/?day={day}", "feeds/", "{id}/", "{id}/edit/",
     "{id}/move/", "{id}/call-off/", "{id}/visit/", "{id}/agenda/"],
)  # fmt: skip
def test_every_page_is_accessible(each_width: Page, cast: Cast, one: Appointment, path: str) -> None:
    _plan(cast, "Spine clinic visit", _ten() + timedelta(minutes=20))
    now = clock.now()
    nora = viewer_for(cast.nora, now=now)
    record_confirmation(actor=nora, now=now, appointment_id=one.id, side="office", result="confirmed")
    each_width.goto("/calendar/" + path.format(id=one.id, day=one.starts_at.date()))
    expect(each_width.locator("h1")).not_to_be_empty()
    each_width.wait_for_load_state("networkidle")
    assert_accessible(each_width)


def test_the_week_is_a_grid_on_the_desk_and_a_list_on_the_phone(open_as: OpenAs, one: Appointment) -> None:
    desk, phone = open_as(width=1280, path="/calendar/"), open_as(width=390, path="/calendar/")
    expect(desk.locator(".week")).to_be_visible()
    expect(phone.locator(".week")).to_be_hidden()
    expect(phone.get_by_role("link", name="Orthopedic follow-up")).to_be_visible()


def test_a_conflict_shows_while_typing_and_the_visit_is_planned_all_the_same(
    desk: Page, one: Appointment
) -> None:
    desk.goto("/calendar/new/")
    desk.get_by_label("Day", exact=True).fill(f"{one.starts_at:%Y-%m-%d}")
    desk.get_by_label("Begins").fill("10:15")
    expect(desk.get_by_text("Overlaps by 30 min")).to_be_visible()
    desk.get_by_role("button", name="Plan it").click()
    expect(desk.get_by_role("heading", name="Physician visit")).to_be_visible()
    assert Appointment.objects.count() == 2


def test_an_office_is_found_while_typing_its_name(desk: Page, one: Appointment) -> None:
    desk.goto("/calendar/new/")
    desk.get_by_label("Where").press_sequentially("ridge")
    option = desk.locator("#offices option")
    expect(option).to_have_attribute("value", "Ridgeview Orthopedics (1 Main St, Austin)")


def test_what_was_typed_survives_a_reload(desk: Page, cast: Cast) -> None:
    desk.goto("/calendar/new/")
    desk.get_by_label("Title").fill("Second opinion")
    desk.wait_for_timeout(600)
    desk.reload()
    expect(desk.get_by_label("Title")).to_have_value("Second opinion")


def test_a_call_is_confirmed_in_one_tap_on_the_phone(phone: Page, one: Appointment) -> None:
    phone.goto(f"/calendar/confirmations/?day={one.starts_at:%Y-%m-%d}")
    phone.get_by_role("button", name="Confirmed by Ridgeview Orthopedics").tap()
    expect(phone.get_by_text("confirmed by office, not by client and Dana Whitfield")).to_be_visible()
    phone.get_by_role("button", name="Left word with Rosie Delgado").tap()
    expect(phone.locator(".chip", has_text="left word")).to_be_visible()


def test_a_visit_is_lived_by_thumb_and_a_tap_taken_back(phone: Page, one: Appointment) -> None:
    phone.goto(f"/calendar/{one.id}/visit/")
    phone.get_by_role("button", name="I am here").tap()
    phone.get_by_role("button", name="Told “you are next”: waiting").tap()
    expect(phone.locator("[data-since]")).to_be_visible()
    phone.get_by_role("button", name="Called in").tap()
    expect(phone.get_by_text("With the provider", exact=True).first).to_be_visible()
    phone.get_by_role("button", name="Undo last step").tap()
    expect(phone.locator("[data-since]")).to_be_visible()
    phone.get_by_role("button", name="Called in").tap()
    expect(phone.locator("[data-since]")).to_have_count(0)
    phone.get_by_role("button", name="Done", exact=True).tap()
    expect(phone.get_by_text("Done at")).to_be_visible()


def test_the_secret_address_is_copied_and_answers(open_as: OpenAs, cast: Cast, one: Appointment) -> None:
    page = open_as(width=1280, path="/calendar/feeds/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Make the address").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    address = page.get_by_label("Address of the calendar").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == address
    answer = page.request.get(address)
    assert answer.status == 200
    assert "BEGIN:VEVENT" in answer.text()
