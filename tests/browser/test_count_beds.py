"""Beds of a project that houses people, counted in a browser: refused with what was typed, kept, changed; both widths."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from caseday.access.queries import viewer_for
from caseday.funding.actions import FundTerms, ProjectTerms, open_fund, set_hmis_project
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_beds_are_counted_and_the_count_ends(open_as: OpenAs, cast: Cast, width: int) -> None:
    now = clock.now()
    first, susan = (now - timedelta(days=30)).date(), viewer_for(cast.susan, now=now)
    fund = open_fund(actor=susan, now=now, terms=FundTerms("Keys", "HUD", first, reference="K-1"))
    keys = ProjectTerms("Hill Country", "Keys", 13, first, "TX-503", 3, rrh_sub_type=2)
    shelter = replace(keys, project_name="Third Street", project_type=0, rrh_sub_type=None)
    set_hmis_project(actor=susan, now=now, fund_id=fund.pk, terms=shelter)
    page = open_as(cast.susan, width, path=f"/funds/{fund.pk}/hmis/")
    assert_accessible(page)
    page.get_by_role("link", name="Beds and units").click()
    expect(page.get_by_text("None yet")).to_be_visible()
    page.get_by_label("For", exact=True).select_option(
        label="Households with at least one adult and one child"
    )
    page.get_by_label("Kind of beds").select_option(label="Facility-based beds")
    page.get_by_label("Open").select_option(label="Year-round")
    page.get_by_role("spinbutton", name="Units").fill("6")
    page.get_by_label("Beds, all together").fill("20")
    page.get_by_label("For any other veteran").fill("21")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("21 beds are dedicated, more than there are.").first).to_be_visible()
    expect(page.get_by_label("Beds, all together")).to_have_value("20")
    assert_accessible(page)
    page.get_by_label("For any other veteran").fill("2")
    page.get_by_role("button", name="Keep").click()
    beds = page.get_by_role("region", name="Beds and units")
    expect(beds).to_contain_text("20 beds in 6 units")
    beds.get_by_role("link", name="Change").click()
    page.locator("#id_to_on").fill(now.date().isoformat())
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("region", name="Beds and units")).to_contain_text(" to ")
    assert_accessible(page)
