"""Each of the other eight programs in a real browser, from the referral to closure, four at the desk and four on the phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from caseday.cases.models import WorkStatus
from caseday.kernel import clock
from caseday.programs.queries import pack_for_new
from caseday.testing.fixtures import Cast
from tests.browser.conftest import DESK, PHONE, OpenAs
from tests.browser.programs import Screen, Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORIES = (
    Story(
        "workers_compensation", "field", DESK,
        {"Claim number": "WC-4471", "Adjuster": "Dana Whitfield", "Employer": "Larkspur Mill"},
        first="adjuster", instrument="pain", answers={"now": "4"}, request="authorization",
        signers=("worker",), plan_before="active", way=("assessment", "active", "return_to_work", "closing"),
        report="initial", reason="Returned to work", outcome="Modified duty, same employer",
    ),
    Story(
        "medical", "transition", PHONE,
        {"Member number": "HP-4471", "Who refers": "Dana Whitfield", "Hospital": "Larkspur Hospital"},
        first="client", instrument="adl", answers={}, request="discharge",
        signers=("client", "worker"), plan_before="active",
        way=("assessment", "active", "hospital", "transition", "maintenance", "closing"),
        report="transition", reason="Thirty days after discharge done", outcome="Home with help",
    ),
    Story(
        "mental_health", "adult", PHONE,
        {"Medicaid number": "MD-4471", "Referring clinician": "Dana Whitfield"},
        first="referrer", instrument="phq9", answers={"9": "1", "10": "1"}, request="treatment",
        signers=("client", "worker"), plan_before="linking",
        way=("assessment", "planning", "linking", "monitoring", "closing"),
        report="progress", reason="Goals met", outcome="Stable, in treatment, with supports",
    ),
    Story(
        "disability_services", "waiver", DESK,
        {"Medicaid number": "MD-4471", "Waiver or funder": "State waiver", "Guardian or representative": "Denise Booker"},
        first="guardian", instrument="risk", answers={}, request="level_of_care",
        signers=("client", "guardian", "worker", "provider"), plan_before="services",
        way=("eligibility", "planning", "services", "review", "closing"),
        report="monitoring", reason="Goals met, no longer needs coordination", outcome="Lives in a home of their own",
    ),
    Story(
        "family_services", "foster_care", PHONE,
        {"State case number": "ST-4471", "Referral source": "State hotline", "School": "Larkspur School"},
        first="parent", instrument="safety", answers={}, request="family_visit",
        signers=("worker", "supervisor", "parent"), plan_before="reunification",
        way=("assessment", "placement", "reunification", "closing"),
        report="court_report", reason="Home again, aftercare done", outcome="Home with a parent",
    ),
    Story(
        "geriatric_care", "home", DESK,
        {"Medicare number": "MC-4471", "Referring person": "Simone Kaplan", "Responsible party": "Simone Kaplan"},
        first="responsible_party", instrument="falls_key_questions", answers={}, request="home_care",
        signers=("client", "worker"), plan_before="care",
        way=("assessment", "planning", "care", "urgent", "moving", "closing"),
        report="family_letter", reason="Facility took over", outcome="Assisted living or memory care",
    ),
    Story(
        "vocational_rehabilitation", "adult", DESK,
        {"Participant number": "VR-4471", "Referral source": "Dana Whitfield", "Employer": "Larkspur Mill"},
        first="client", instrument="patient_specific_function", answers={}, request="accommodation",
        signers=("client", "worker"), plan_before="services",
        way=("eligibility", "planning", "services", "job_search", "employed", "closing"),
        report="progress", reason="Employed, 90 days and stable", outcome="Competitive work, same employer",
    ),
    Story(
        "homeless", "rapid_rehousing", PHONE,
        {"HMIS personal ID": "HM-4471", "Shelter or where to find them": "Family shelter"},
        first="shelter", instrument="iadl", answers={}, request="housing_search",
        signers=("client", "worker"), plan_before="search", way=("enrollment", "search", "housed", "closing"),
        report="monthly", reason="Housed, no more help needed", outcome="Rental, with an ongoing subsidy",
    ),
)  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.program}-{story.width}")
def test_a_case_of_the_program_is_lived_from_referral_to_closure(
    open_as: OpenAs, cast: Cast, story: Story
) -> None:
    pack = pack_for_new(story.program, on=clock.now().date())
    life = Screen(pack, cast.nora, open_as(None, story.width))
    life.take_referral(story)
    _speaks(life, story)
    life.is_missing_for(story.way[0])
    life.call_first(story.first)
    life.meet_everybody()
    life.write_visit(life.visit())
    life.ask_for(story.request)
    life.consent()
    life.note_dates()
    row = life.assess_here(story.instrument, story.answers)
    SPECIAL.get(story.program, lambda _: None)(life)
    if row.state != "reviewed":
        life.acknowledge(row, "Called the crisis line together; her sister stays tonight; I call at nine.")
    plan = life.plan()
    for slug in story.way:
        if slug == story.plan_before:
            life.sign_here(plan, story.signers)
        life.go_on_here(slug)
    _is_audited(life)
    life.report_here(story.report)
    life.close_here(story.reason, story.outcome)


def _speaks(life: Screen, story: Story) -> None:
    """The case in the program's words, its first contacts each with the hour by which it is due."""
    body = life.screen.locator("body")
    for words in (*story.typed, *story.typed.values(), life.pack.word):
        expect(body).to_contain_text(words)
    if story.program != "workers_compensation":
        expect(body).not_to_contain_text("Claim number")
        expect(body).not_to_contain_text("injured")
    contacts = life.main.locator("#part-first_contacts li")
    expect(contacts).to_have_count(life.case.first_contacts.count())
    for row in contacts.all():
        expect(row.locator(".chip.next, .chip.stop")).to_be_visible()
    life.picture("case")


def _is_audited(life: Screen) -> None:
    page = life.open(f"/documentation/case/{life.case.pk}/")
    for rule in life.pack.documentation_rules:
        if rule.holds(jurisdiction="TX", case_type=life.case.case_type, on=life.case.referred_at.date()):
            expect(page).to_contain_text(rule.word)
    life.picture("documentation")


def _limits(life: Screen) -> None:
    """What the physician allows at work, limit by limit."""
    page = life.open(f"/case/{life.case.pk}/work-status")
    page.get_by_label("What they say").or_(page.locator("[name=kind]")).first.select_option("modified")
    page.locator("[name=physician]").fill("Ines Moreau")
    page.locator("[name=from_on]").fill(clock.now().date().isoformat())
    page.locator(".limit input").first.fill("20")
    life.looked_at("work-status")
    life.press("Keep")
    assert WorkStatus.objects.filter(case=life.case, kind="modified").exists()


def _hmis(life: Screen) -> None:
    page = life.open(f"/funds/hmis/case/{life.case.pk}/")
    life.looked_at("hmis")
    expect(page).to_contain_text("HMIS")


def _household(life: Screen) -> None:
    life.open(f"/plans/case/{life.case.pk}/household")
    life.looked_at("household")


SPECIAL: dict[str, Callable[[Screen], None]] = {
    "workers_compensation": _limits,
    "vocational_rehabilitation": _limits,
    "homeless": _hmis,
    "geriatric_care": _household,
}
