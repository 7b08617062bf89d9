"""A chase is set, tried and ended; a surgery is made ready: at the desk, and with one thumb."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from caseday.directory.models import OfficePhone
from caseday.followups.actions import start_checklist
from caseday.followups.models import FollowUp, Request
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    make_appointment,
    make_case,
    make_contact_point,
    make_followup,
    make_office,
    make_party,
    make_person,
)
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def surgery(cast: Cast) -> Request:
    now = clock.now()
    case = make_case(cast.nora, person=make_person(given_name="Elena", family_name="Ruiz"), referred_at=now)
    make_contact_point(case.person, "+15125550199")
    make_party(case, "adjuster", phone="+15125550177")
    practice = make_office(name="Ridgeview Orthopedics", phone="+15125550100")
    OfficePhone.objects.create(
        office=practice, number="+15125550101", purpose="Surgery coordinator", menu_hint="press 3", position=1
    )
    day = make_appointment(case, starts_at=now + timedelta(days=2), title="Shoulder surgery", kind="surgery")
    return Request.objects.create(
        case=case, staff=cast.nora, kind="surgery", title="Shoulder surgery", opened_at=now, office=practice,
        appointment=day,
    )  # fmt: skip


def seen(page: Page, name: str) -> None:
    """Pictures for whoever works on the pages."""
    if folder := os.environ.get("PICTURES_TO"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_chase_lives_from_its_request_to_its_tries(open_as: OpenAs, surgery: Request, width: int) -> None:
    page = open_as(width=width, path=f"/to-dos/new?case={surgery.case_id}&request={surgery.pk}")
    page.get_by_label("How often").select_option("every_n")
    page.get_by_label("Working days between").fill("2")
    page.get_by_label("Until", exact=False).first.select_option(label="Decided")
    assert_accessible(page)
    seen(page, f"chase-form-{width}")
    page.get_by_role("button", name="Write it down").click()
    page.goto("/to-dos/")
    expect(page.get_by_text("until it is verified: decided")).to_be_visible()
    assert_accessible(page)
    if (fold := page.locator(".early > summary")).count():  # where it is not due today: a weekend
        fold.first.click()
    page.get_by_role("button", name="Left word").click()
    expect(page.get_by_text("Logged: left word, attempt 1")).to_be_visible()
    expect(page.get_by_text("attempt 1, last: left word")).to_be_visible()
    patient = make_followup(surgery.case, text="Call Elena back", waits_for=FollowUp.objects.get())
    page.reload()
    expect(page.get_by_text("waits for: Follow up: Shoulder surgery")).to_be_visible()
    seen(page, f"chase-list-{width}")
    page.goto(f"/to-dos/{FollowUp.objects.exclude(pk=patient.pk).get().pk}")
    expect(page.get_by_text("Ridgeview Orthopedics").first).to_be_visible()
    assert_accessible(page)
    seen(page, f"chase-page-{width}")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_surgery_is_made_ready(open_as: OpenAs, surgery: Request, cast: Cast, width: int) -> None:
    start_checklist(actor=cast.viewer("nora", clock.now()), now=clock.now(), request_id=surgery.pk)
    page = open_as(width=width, path=f"/to-dos/requests/{surgery.pk}/ready")
    expect(page.get_by_text("14 of 14 not confirmed")).to_be_visible()
    line = page.get_by_role("listitem").filter(has_text="Transport there")
    line.get_by_text("Who confirmed it?").click()
    line.locator("[name=role]").select_option("client")
    line.locator("[name=detail]").fill("Her sister drives")
    line.get_by_role("button", name="They confirmed it").click()
    expect(page.get_by_text("13 of 14 not confirmed")).to_be_visible()
    expect(line.get_by_text("said", exact=True)).to_be_visible()
    assert_accessible(page)
    seen(page, f"ready-{width}")
    line.get_by_role("button", name="Saw the paper").click()
    expect(line.get_by_text("verified", exact=True)).to_be_visible()
    page.emulate_media(media="print")
    seen(page, f"ready-print-{width}")
