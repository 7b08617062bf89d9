"""The BIMS at both widths: what to do is read with each question, at one's side and in the whole form, to the score."""

import re

import pytest
from playwright.sync_api import Page, expect

from caseday.assessments.models import Assessment
from caseday.kernel import clock
from caseday.programs.queries import pack_for_new
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_person
from tests.browser.conftest import DESK, PHONE, OpenAs
from tests.browser.programs import Screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWERS = {
    "words": "three", "year": "correct", "month": "within-5", "day": "correct", "sock": "yes", "blue": "cue",
    "bed": "no",
}  # fmt: skip
DONE = {"words": "repeat the words using cues", "sock": "give the cue for that word"}


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_memory_is_screened_question_by_question(open_as: OpenAs, cast: Cast, width: int) -> None:
    life = _with_a_client(open_as(width=width), cast)
    life.open(f"/assessments/of/{life.case.pk}/new?instrument=bims")
    life.looked_at("begin")
    life.press("Begin")
    row = Assessment.objects.get(case=life.case, instrument="bims")
    life.open(f"/assessments/{row.pk}/ask")
    for name, value in ANSWERS.items():
        _is_asked(life, name)
        with life.screen.expect_navigation():
            life.main.locator(f".taps button[value='{value}']").click()
    life.open(f"/assessments/{row.pk}/")
    life.looked_at("whole")
    life.press("Finish")
    expect(life.main).to_contain_text("Moderately impaired")
    life.looked_at("result")
    row.refresh_from_db()
    assert (row.score, row.band) == (12, "moderate")


def _with_a_client(page: Page, cast: Cast) -> Screen:
    life = Screen(pack_for_new("geriatric_care", on=clock.now().date()), cast.nora, page)
    person = make_person(given_name="Rosa", family_name="Diaz")
    life.case = make_case(cast.nora, person=person, program="geriatric_care", case_type="home")
    return life


def _is_asked(life: Screen, name: str) -> None:
    """What to do belongs to the buttons: a screen reader says it with them."""
    expect(life.main.locator("input[name=item]")).to_have_value(name)
    if done := DONE.get(name):
        expect(life.main.get_by_text(done)).to_be_visible()
        expect(life.main.get_by_role("group")).to_have_accessible_description(re.compile(done))
    life.looked_at(f"bims-{name}")
