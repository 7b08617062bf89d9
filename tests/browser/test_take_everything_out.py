"""An agency taken out in a browser with its Social Security numbers, under a passphrase that is typed twice."""

import json
import os
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from caseday.access.queries import viewer_for
from caseday.exchange.rules.passphrases import open_box
from caseday.kernel import clock
from caseday.people.actions import keep_ssn
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "violet anchor pickle thunder"


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_numbers_go_along_under_a_passphrase(
    open_as: OpenAs, cast: Cast, width: int, tmp_path: Path
) -> None:
    now = clock.now()
    person = make_case(cast.nora, program="homeless", case_type="shelter").person
    keep_ssn(actor=viewer_for(cast.nora, now=now), now=now, person_id=person.pk, number="219-09-9999")
    page = open_as(cast.adam, width, path="/exchange/")
    out = page.get_by_role("region", name="Export")
    expect(out).to_contain_text("1 Social Security number")
    assert_accessible(page)
    out.locator("[name=passphrase]").fill(WORDS)
    out.locator("[name=again]").fill("violet anchor")
    out.get_by_role("button", name="Download").click()
    expect(out.get_by_text("The two are not alike. Type both again.").first).to_be_visible()
    expect(out.locator("[name=passphrase]")).to_have_value("")
    assert_accessible(page)
    if pictures := os.environ.get("PICTURES_DIR"):
        page.screenshot(path=f"{pictures}/export-{width}.png", full_page=True)
    for name in ("passphrase", "again"):
        out.locator(f"[name={name}]").fill(WORDS)
    with page.expect_download() as download:
        out.get_by_role("button", name="Download").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert b"219099999" in open_box(json.loads(archive.read("sealed.json")), WORDS)
