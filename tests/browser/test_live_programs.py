"""A student's case in a real browser, from the referral to closure: the words, clocks, form, plan and stages of its program."""

import re

import pytest
from playwright.sync_api import Page, expect

from caseday.assessments.models import Assessment
from caseday.cases.models import Case
from caseday.intake.models import Referral
from caseday.kernel import clock
from caseday.programs.queries import pack_for_new
from caseday.programs.rules import Pack
from caseday.testing.fixtures import Cast
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])


def _refer(page: Page, program: str, **typed: str) -> Case:
    page.goto("/referrals/new")
    page.get_by_label("Family name").fill("Quintanilla")
    page.get_by_label("Program").select_option(program)
    for label, value in typed.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    expect(page.get_by_label("Family name")).to_have_value("Quintanilla")
    assert_accessible(page)
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("h1")).to_contain_text("Quintanilla")
    case = Referral.objects.get(family_name="Quintanilla").case
    assert case
    return case


def _call(page: Page, case: Case, role: str) -> None:
    page.goto(f"/case/call?case={case.pk}&role={role}")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name=re.compile("^Reached")).click()
    page.wait_for_load_state()


def _file(page: Page, case: Case, kind: str) -> None:
    page.goto(f"/papers/add-thing?case={case.pk}")
    page.get_by_label("Kind").select_option(kind)
    page.get_by_label("Where it is", exact=True).fill("In the folder")
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_load_state()


def _go_on(page: Page, case: Case, stage: str) -> None:
    """What the stage requires is there: nothing is missing, and no reason is asked for."""
    page.goto(f"/cases/{case.pk}/stage")
    way = page.locator(".ways > li", has=page.locator(f"input[value={stage}]"))
    expect(way.locator("label .chip.ver")).to_have_text("nothing missing")
    way.get_by_role("radio").check()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Go on").click()
    page.wait_for_load_state()
    assert Case.objects.get(pk=case.pk).stage == stage


@WIDTHS
def test_a_student_is_lived_from_referral_to_closure(open_as: OpenAs, cast: Cast, width: int) -> None:
    pack = pack_for_new("education", on=clock.now().date())
    page = open_as(None, width)
    case = _refer(
        page,
        "education",
        Student_number="S-4471",
        Parent_or_guardian="Lucia Ibarra",
        School="Larkspur School",
    )
    for words in ("Student number", "S-4471", "Evaluation asked for in writing"):
        expect(page.locator(".casehead")).to_contain_text(words)
    expect(page.locator("body")).not_to_contain_text("Claim number")
    assert_accessible(page)
    for role in ("parent", "school", "client"):
        _call(page, case, role)
    _go_on(page, case, "consent")
    for kind, stage in (("evaluation_consent", "evaluation"), ("evaluation_report", "eligibility")):
        _file(page, case, kind)
        _go_on(page, case, stage)
    _assess(page, case)
    _go_on(page, case, "plan")
    _plan(page, case)
    _file(page, case, "services_consent")
    _go_on(page, case, "services")
    page.goto(f"/documentation/case/{case.pk}/")
    expect(page.locator("main")).to_contain_text("The parent's consent to evaluate is on file")
    _report(page, case, pack)
    _go_on(page, case, "closing")
    _close(page, case, pack.closure_reasons[0].word, pack.outcomes[0].word)


def _assess(page: Page, case: Case) -> None:
    """Needs in daily life, one question a screen."""
    page.goto(f"/assessments/of/{case.pk}/new?instrument=social_needs")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="One by one").click()
    assert_accessible(page)
    for _ in range(20):
        if page.get_by_role("button", name="Finish").count():
            break
        taps = page.locator(".taps button")
        (taps.first if taps.count() else page.get_by_role("button", name="No answer")).click()
        page.wait_for_load_state()
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("main")).to_contain_text("somebody you can count on")
    assert Assessment.objects.get(case=case).state == "reviewed"


def _plan(page: Page, case: Case) -> None:
    page.goto(f"/plans/case/{case.pk}/")
    page.get_by_role("button", name="Begin the plan").click()
    page.get_by_role("link", name="Add a need").click()
    page.get_by_label("What is needed, or what is the problem?").fill("Learning to read")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Add a goal for Learning to read").click()
    page.get_by_label("What is to be reached?").fill("Reads 60 words a minute")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Reads 60 words a minute")).to_be_visible()
    for role, name in (("parent", "Lucia Ibarra"), ("worker", "Nora Field")):
        page.get_by_role("link", name="Sign", exact=True).click()
        page.get_by_label("Who signs").select_option(role)
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Type the name").check()
        expect(page.locator("main")).to_contain_text("I received a copy of this plan and of my rights")
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.locator("main")).to_contain_text(name)


def _report(page: Page, case: Case, pack: Pack) -> None:
    """The progress report is drawn from the file under the program's headings, and signed."""
    kind = next(one for one in pack.report_types if one.slug == "progress")
    page.goto(f"/documentation/reports/case/{case.pk}/")
    page.get_by_role("button", name=re.compile(f"^Draft ?{kind.word}")).click()
    for section in kind.sections:
        page.get_by_label(section.word, exact=True).fill(f"{section.word}: read.")
    assert_accessible(page)
    page.locator("main").get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("article")).to_contain_text(f"{kind.sections[-1].word}: read.")
    expect(page.get_by_role("region", name="Handed over")).to_be_visible()


def _close(page: Page, case: Case, reason: str, outcome: str) -> None:
    page.goto(f"/case/{case.pk}/close")
    page.get_by_label("Why it closes").select_option(label=reason)
    page.get_by_label("How it ended").select_option(label=outcome)
    for choice in page.locator("select[name^=item-]").all():
        choice.select_option(index=1)
    for said in page.locator("input[name^=said-]").all():
        said.fill("Settled at the end")
    assert_accessible(page)
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator("body")).to_contain_text("closed")
    assert Case.objects.get(pk=case.pk).status == "closed"
