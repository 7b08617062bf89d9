"""A care plan on the phone and at the desk: filled in place, signed with a finger, and signed again when it changed."""

import re

import pytest
from playwright.sync_api import Page, expect

from caseday.careplans import actions
from caseday.careplans.models import CarePlan, PlanGoal, PlanSignature, WorkedOn
from caseday.kernel import clock
from caseday.people.models import HouseholdMember
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_activity, make_case, make_person
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])


def _draw(page: Page) -> None:
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 20 + step * 20, box["y"] + 40 + (step % 2) * 30)
    page.mouse.up()


def _fill(page: Page) -> None:
    page.get_by_role("link", name="Add a need").click()
    page.get_by_label("What is needed, or what is the problem?").fill("Walking hurts")
    page.get_by_label("In the client's own words").fill("I cannot get to the bus")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Walking hurts")).to_be_visible()
    page.get_by_role("link", name="Add a goal for Walking hurts").click()
    page.get_by_label("What is to be reached?").fill("Walks to the bus stop")
    page.get_by_label("What is counted").fill("Steps a day")
    page.get_by_label("Now it is").fill("500")
    page.get_by_label("It is to be").fill("3000")
    page.get_by_role("button", name="Add", exact=True).click()


def _work(page: Page) -> None:
    page.get_by_role("link", name="Worked on this goal, Walks to the bus stop").click()
    page.get_by_label("What was done?").fill("Walked together around the block")
    page.get_by_label("It stands at now").fill("1000")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("20 percent of the way")).to_be_visible()
    assert WorkedOn.objects.count() == 1


@WIDTHS
def test_a_plan_is_filled_in_place_and_signed_with_a_finger(cast: Cast, open_as: OpenAs, width: int) -> None:
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Alvarez"))
    page = open_as(None, width, f"/plans/case/{case.pk}/")
    page.get_by_role("button", name="Begin the plan").click()
    _fill(page)
    _work(page)
    assert_accessible(page)

    page.get_by_role("link", name="Sign", exact=True).click()
    page.get_by_label("Who signs").select_option("client")
    page.get_by_label("Name", exact=True).fill("Rosa Alvarez")
    assert_accessible(page)
    _draw(page)
    expect(page.get_by_text("Drawn", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("img", name="Signature of Rosa Alvarez")).to_be_visible()
    signature = PlanSignature.objects.get()
    assert re.fullmatch(r"M\d+ \d+(L\d+ \d+)+", signature.path)
    assert signature.version_hash == signature.version.hash

    actions.describe_client(
        actor=cast.viewer("carl", now=clock.now()), now=clock.now(), care_plan_id=CarePlan.objects.get().pk,
        strengths="Sings in the choir", preferences="",
    )  # fmt: skip
    page.reload()
    expect(page.get_by_text("changed since it was signed")).to_be_visible()
    page.get_by_role("link", name="What changed").click()
    expect(page.get_by_text("Sings in the choir")).to_be_visible()
    assert_accessible(page)


@WIDTHS
def test_two_who_change_one_goal_see_both_texts(cast: Cast, open_as: OpenAs, width: int) -> None:
    now, nora = clock.now(), cast.viewer("nora", now=clock.now())
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Alvarez"))
    plan = actions.start_plan(actor=nora, now=now, case_id=case.pk)
    actions.add_part(actor=nora, now=now, care_plan_id=plan.pk, part="goals", values={"text": "Sleeps"})
    goal = PlanGoal.objects.get()
    page = open_as(None, width, f"/plans/parts/goals/{goal.pk}")
    page.get_by_label("What is to be reached?").fill("Sleeps six hours")
    carl = cast.viewer("carl", now=now)
    actions.change_part(
        actor=carl, now=now, part="goals", part_id=goal.pk, values={"text": "Sleeps at home"}, based_on=1
    )
    page.get_by_role("button", name="Save").click()
    clash = page.locator(".clash")
    expect(clash).to_contain_text("Sleeps at home")
    expect(clash).to_contain_text("Sleeps six hours")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Sleeps six hours")).to_be_visible()

    entry = make_activity(case)
    page.goto(f"/journal/{entry.pk}")
    page.get_by_role("button", name="Sleeps six hours").click()
    expect(page.get_by_role("button", name="Sleeps six hours")).to_have_attribute("aria-pressed", "true")
    assert WorkedOn.objects.get().activity_id == entry.pk
    assert_accessible(page)

    HouseholdMember.objects.create(person=case.person, name="Lucia", relation="daughter", lives_with=True)
    page.goto(f"/plans/case/{case.pk}/household")
    page.get_by_role("link", name="Describe Lucia").click()
    page.get_by_label("How do they help?").fill("Cooks and drives")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Helps: Cooks and drives")).to_be_visible()
    assert_accessible(page)
