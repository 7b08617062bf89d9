"""A case of any program lived in a real browser; what another test proves already is prepared over its pages' HTTP."""

import os
import re
from dataclasses import dataclass

from django.test import Client
from playwright.sync_api import Locator, Page, expect

from caseday.access.models import Staff
from caseday.assessments.models import Alert, Assessment
from caseday.assessments.rules import Item
from caseday.careplans.models import CarePlan
from caseday.compliance.models import ProgramReport
from caseday.followups.models import Request
from caseday.intake.models import Referral
from caseday.journal.models import Activity
from caseday.programs.rules import Pack, condition_parts
from tests.browser.conftest import assert_accessible
from tests.journeys.programs import FAMILY, GIVEN, Life, mildest, newest

PICTURES = os.environ.get("PICTURES_DIR", "")


@dataclass(frozen=True)
class Story:
    """What is special to a program: where its words are shown, its instrument, request, stages and end."""

    program: str
    case_type: str
    width: int
    typed: dict[str, str]
    """By the label of the field of the referral; shown on the case afterwards."""
    first: str
    """The party role whose first contact is a call at the screen."""
    instrument: str
    answers: dict[str, str]
    """What is not the mildest answer, by question."""
    request: str
    signers: tuple[str, ...]
    plan_before: str
    """The stage before which the plan is signed."""
    way: tuple[str, ...]
    report: str
    reason: str
    outcome: str


class Screen(Life):
    """A life at the screen of a case manager."""

    def __init__(self, pack: Pack, staff: Staff, page: Page) -> None:
        client = Client()
        client.force_login(staff)
        super().__init__(pack, client)
        self.screen = page
        self.main = page.locator("main")

    def open(self, address: str) -> Locator:
        self.screen.goto(address)
        return self.main

    def picture(self, name: str) -> None:
        if PICTURES:
            width = self.screen.viewport_size["width"]  # type: ignore[index]
            self.screen.screenshot(path=f"{PICTURES}/{self.pack.slug}-{name}-{width}.png", full_page=True)

    def looked_at(self, name: str) -> None:
        self.picture(name)
        assert_accessible(self.screen)

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """A button that posts; returns when what it leads to is there."""
        with self.screen.expect_response(lambda answer: answer.request.method == "POST"):
            (within or self.main).get_by_role("button", name=name).first.click()
        self.screen.wait_for_load_state()

    def take_referral(self, story: Story) -> None:
        page = self.screen
        page.goto("/referrals/new")
        page.get_by_label("Program").select_option(story.program)
        first = next(iter(story.typed))
        expect(page.get_by_role("textbox", name=first, exact=True)).to_be_visible()
        page.get_by_label("Given name").fill(GIVEN)
        page.get_by_label("Family name").fill(FAMILY)
        page.get_by_role("combobox", name="Type", exact=True).select_option(story.case_type)
        for label, value in story.typed.items():
            page.get_by_role("textbox", name=label, exact=True).or_(
                page.get_by_role("combobox", name=label, exact=True)
            ).fill(value)
        self.picture("referral")
        self.press(re.compile("^Accept"))
        expect(page.locator("h1")).to_contain_text(FAMILY)
        case = Referral.objects.get(family_name=FAMILY).case
        assert case
        self.case = case
        self.fresh()

    def call_first(self, role: str) -> None:
        page = self.open(f"/case/call?case={self.case.pk}&role={role}")
        page.get_by_label("What was said").or_(page.locator("[name=summary]")).first.fill(
            "Spoke of what comes first."
        )
        self.press(re.compile("^Reached"))
        assert Activity.objects.filter(case=self.case, with_role=role, result="reached").exists()

    def write_visit(self, entry: Activity) -> None:
        """In the sections that the program has for a visit."""
        page = self.open(f"/journal/write?activity={entry.pk}")
        for one in self.pack.note_format_for("visit").sections:
            page.get_by_label(one.word, exact=True).fill(f"{one.word}: as seen and said.")
        self.picture("note")
        self.press(re.compile("^Sign"))
        assert "as seen and said" in entry.notes.get().text

    def ask_for(self, kind: str) -> None:
        """A request of the program, from what they say first to what was seen."""
        asked = next(one for one in self.pack.request_kinds if one.slug == kind)
        page = self.open(f"/to-dos/requests/new?case={self.case.pk}&kind={kind}")
        expect(self.screen.locator("h1")).to_have_text(asked.word)
        if asked.steps[0].outcomes:
            page.get_by_label(asked.steps[0].outcomes[0].word, exact=True).check()
        self.press(re.compile(f"^They say: {asked.steps[0].word}", re.IGNORECASE))
        for step in asked.ladder():
            expect(page.get_by_role("heading", name=step.word, exact=True)).to_be_visible()
        self.press(re.compile("^Seen . verified"))
        expect(page.locator("ol.ladder .chip.ver").first).to_be_visible()
        self.picture("request")
        row = Request.objects.get(case=self.case)
        assert row.claims.exclude(verified_at=None).exists()
        self.client.post(f"/to-dos/requests/{row.pk}/done", {"reason": "Settled"})

    def assess_here(self, instrument: str, answers: dict[str, str]) -> Assessment:
        """One question a screen, from the third before the last: the rest is answered by then, the mildest way."""
        told = newest(instrument)
        asked = [one for one in told.items if one.is_question and one.required]
        self.open(f"/assessments/of/{self.case.pk}/new?instrument={instrument}")
        self.press("Begin")
        expect(self.screen.locator("h1")).to_contain_text(told.title.en)
        row = Assessment.objects.get(case=self.case, instrument=instrument)
        for item in asked[:-3]:
            self.post("assessments:answer", row.pk, item=item.link_id, value=_answer(item, answers))
        self.open(f"/assessments/{row.pk}/ask")
        self.looked_at("question")
        by_id = {one.link_id: one for one in told.items}
        while self.main.locator("#ask").count():
            self._answer_one(
                by_id[self.main.locator("input[name=item]").get_attribute("value") or ""], answers
            )
        self.press("Finish")
        row.refresh_from_db()
        return row

    def _answer_one(self, item: Item, answers: dict[str, str]) -> None:
        value = _answer(item, answers)
        if self.main.locator(".taps").count():
            way = self.main.locator(f".taps button[value='{value}']")
        else:
            self.main.locator("#value").fill(value)
            way = self.main.get_by_role("button", name="Next")
        with self.screen.expect_navigation():
            way.click()

    def acknowledge(self, row: Assessment, plan: str) -> None:
        """The alert asks for what was done; only then is the assessment filed."""
        self.open(f"/assessments/{row.pk}/")
        expect(self.main.locator(".alert.is-open .note.stop")).to_contain_text("988")
        self.looked_at("alert")
        self.main.get_by_label("What was done, and what comes next").fill(plan)
        self.press("Write it down")
        self.press("I have read it: file it")
        assert Alert.objects.get(assessment=row).plan == plan
        row.refresh_from_db()

    def sign_here(self, plan: CarePlan, roles: tuple[str, ...]) -> None:
        """Everybody whom the program names, under its words; nobody else is missing then."""
        plan.refresh_from_db()
        assert set(plan.missing_signatures.split(",")) == set(roles)
        page = self.open(f"/plans/case/{self.case.pk}/")
        rule = next(one for one in self.pack.plan_rules if set(one.signatures) == set(roles))
        for role in roles:
            page = self.open(f"/plans/{plan.pk}/sign")
            expect(page.locator(".legal")).to_have_text(" ".join(rule.legal_text["en"].split()))
            page.get_by_label("Who signs").select_option(role)
            page.get_by_label("Name", exact=True).fill(self._name_of(role))
            page.get_by_label("Type the name").check()
            self.press(re.compile("^Sign$"))
        self.picture("plan")
        plan.refresh_from_db()
        assert plan.missing_signatures == ""

    def _name_of(self, role: str) -> str:
        return f"{GIVEN} {FAMILY}" if role == "client" else f"Somebody, {role}"

    def go_on_here(self, slug: str) -> None:
        """What the stage requires is there: nothing is missing, and no reason is asked for."""
        stage = next(one for one in self.pack.stages if one.slug == slug)
        for requires in stage.requires:
            self._make_true(*condition_parts(requires))
        self.open(f"/cases/{self.case.pk}/stage")
        way = self.main.locator(".ways > li", has=self.screen.locator(f"input[value={slug}]"))
        expect(way).to_contain_text(stage.word)
        expect(way.locator("label .chip.ver")).to_have_text("nothing missing")
        way.get_by_role("radio").check()
        self.press("Go on")
        assert self.fresh().stage == slug

    def is_missing_for(self, slug: str) -> None:
        self.open(f"/cases/{self.case.pk}/stage")
        way = self.main.locator(".ways > li", has=self.screen.locator(f"input[value={slug}]"))
        expect(way.locator(".missing")).not_to_be_empty()
        self.picture("stage")

    def report_here(self, slug: str) -> None:
        """Drawn from the file under the program's headings, written on, signed, and put down as handed over."""
        kind = next(one for one in self.pack.report_types if one.slug == slug)
        self.open(f"/documentation/reports/case/{self.case.pk}/")
        self.press(re.compile(f"^Draft ?{kind.word}"))
        for one in kind.sections:
            field = self.main.get_by_label(one.word, exact=True)
            field.fill(f"{field.input_value()}\n{one.word}: read and written on.".strip())
        self.picture("report")
        self.press("Sign")
        for one in kind.sections:
            expect(self.main.get_by_role("article")).to_contain_text(f"{one.word}: read and written on.")
        if kind.to_roles:
            self._hand_over("Dana Whitfield")
        self.picture("reported")
        assert ProgramReport.objects.get(case=self.case, report_type=slug).signature

    def _hand_over(self, name: str) -> None:
        card = self.main.get_by_role("region", name="Handed over")
        if not card.get_by_label("Who got it").is_visible():
            card.locator("summary").click()
        card.get_by_label("Who got it").fill(name)
        self.press("Write it down", card)
        expect(self.main.get_by_role("region", name="Who has it")).to_contain_text(name)

    def close_here(self, reason: str, outcome: str) -> None:
        page = self.open(f"/case/{self.case.pk}/close")
        page.get_by_label("Why it closes").select_option(label=reason)
        page.get_by_label("How it ended").select_option(label=outcome)
        for choice in page.locator("select[name^=item-]").all():
            choice.select_option(index=1)
        for said in page.locator("input[name^=said-]").all():
            said.fill("Settled at the end")
        self.picture("close")
        self.press("Close the case")
        expect(self.screen.locator("body")).to_contain_text(outcome)
        assert self.fresh().status == "closed"


def _answer(item: Item, answers: dict[str, str]) -> str:
    return answers.get(item.link_id) or ("yes" if item.link_id == "private" else mildest(item))
