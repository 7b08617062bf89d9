"""Miles in a real browser: read, corrected by a tap and by the odometer, at both widths."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from caseday.kernel import clock
from caseday.reports.tests.roads import clinic, drive, settle
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_person
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_trip_is_corrected_in_place(open_as: OpenAs, cast: Cast, width: int) -> None:
    settle(cast.nora)
    yesterday = clock.now().replace(hour=16, minute=0, second=0, microsecond=0) - timedelta(days=1)
    rosa = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Diaz"))
    make_case(cast.nora, person=make_person(given_name="Marcus", family_name="Bell"))
    drive(rosa, yesterday, title="Spine clinic")
    drive(rosa, yesterday + timedelta(hours=3), title="Therapy", office=clinic("Oak Therapy", 30.41))
    day = yesterday.date().isoformat()
    page = open_as(width=width, path=f"/reports/miles/?from={day}&to={day}")
    trip = page.locator(".trips tbody tr", has_text="Spine clinic")
    expect(trip).to_contain_text("planned")
    assert_accessible(page)

    trip.get_by_role("button", name="+1 mile").click()
    expect(trip).to_contain_text("+1 mi by a tap, Nora Field")
    expect(trip).to_contain_text("3.7")

    trip.get_by_role("link", name="Correct Spine clinic").click()
    form = page.get_by_role("dialog", name="Correct a trip")
    form.get_by_label("Odometer at the start").fill("41220.4")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".errors").first).to_be_visible()
    assert_accessible(page)
    form.get_by_label("Odometer at the end").fill("41225.0")
    form.get_by_label("Marcus Bell").check()
    form.get_by_label("Why it is corrected").fill("Road closed")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(trip).to_contain_text("odometer")
    expect(trip).to_contain_text("4.6")
    expect(trip.locator(".share").nth(1)).to_have_text("Marcus Bell 2.3 mi")
    expect(page.locator(".miles-sums").first).to_contain_text("Marcus Bell")
    assert_accessible(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert "Road closed" in taken.value.path().read_text(encoding="utf-8-sig")
    if width == DESK:
        page.emulate_media(media="print")
        expect(trip.get_by_role("button", name="+1 mile")).to_be_hidden()
        expect(trip).to_contain_text("Road closed")
