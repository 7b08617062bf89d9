"""A team meeting in a real browser, from its agenda to its minutes, with mail that really travels."""

import os
import re
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Locator, Page, expect

from caseday.advocacy.models import Decision
from caseday.cases.models import Case
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.tests.outgoing_made import ROSA, reachable
from caseday.documents.models import Document
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity
from caseday.kernel import clock
from caseday.meetings.models import TeamMeeting
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_followup, make_party, make_person
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible
from tests.mail.mail_server import Told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
PICTURES = os.environ.get("PICTURES_DIR", "")
DANA = "dana@example.org"


@pytest.fixture
def case(cast: Cast) -> Case:
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Delgado"))
    reachable(case)
    make_party(case, name="Dana Whitfield", email=DANA)
    make_followup(case, text="Ask for the approval of therapy")
    return case


def picture(page: Page, name: str) -> None:
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)


def looked_at(page: Page, name: str) -> None:
    picture(page, name)
    assert_accessible(page)


def calendars(told: Told) -> dict[str, Any]:
    """The last calendar that each address got."""
    found = {}
    for mail in told.mails:
        for part in mail.iter_attachments():
            if part.get_content_type() == "text/calendar":
                event = icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]
                found[str(mail["To"].addresses[0].addr_spec)] = (part.get_param("method"), event)
    return found


@WIDTHS
def test_it_is_lived_from_agenda_to_minutes(open_as: OpenAs, case: Case, told: Told, width: int) -> None:
    page = open_as(width=width)
    _plan(page, case)
    _invite(page, told)
    _move(page, told)
    _live(page)
    _keep_and_send(page, told, case)


def box(page: Page, name: str) -> Locator:
    """A field of text by the beginning of its label."""
    return page.locator("main").get_by_role("textbox", name=re.compile(f"^{name}"))


def choice(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("combobox", name=re.compile(f"^{name}"))


def _plan(page: Page, case: Case) -> None:
    page.goto(f"/case/{case.pk}/")
    page.get_by_text("Sheets and more").click()
    page.get_by_role("link", name="Team meetings").click()
    page.get_by_role("link", name="Plan a meeting").click()
    box(page, "What for").fill("Back to work")
    box(page, "Day").fill((clock.now() + timedelta(days=2)).date().isoformat())
    box(page, "Begins").fill("10:00")
    box(page, "Where").fill("12 Elm Street, Austin")
    page.get_by_role("checkbox", name="Dana Whitfield").check()
    page.get_by_role("checkbox", name="Ask for the approval").check()
    box(page, "Own lines").fill("Light duty")
    looked_at(page, "meeting-plan")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("link", name=re.compile("^Invite"))).to_be_visible()
    looked_at(page, "meeting-planned")


def _invite(page: Page, told: Told) -> None:
    page.get_by_role("link", name=re.compile("^Invite")).click()
    expect(page.get_by_text("Invitation: ")).to_be_visible()
    page.get_by_role("checkbox", name="Write the agenda into the message").check()
    looked_at(page, "meeting-invite")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name=re.compile("^invited"))).to_have_count(2)
    send_due(clock.now())
    got = calendars(told)
    assert set(got) == {ROSA, DANA} and got[ROSA][0] == "REQUEST" and got[ROSA][1]["SEQUENCE"] == 0
    assert "Light duty" in told.mails[0].get_body().get_content()  # type: ignore[union-attr]


def _move(page: Page, told: Told) -> None:
    page.locator("main details.menu > summary").first.click()
    page.get_by_role("link", name="Change time or place").click()
    box(page, "Begins").fill("11:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("knows something else").first).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name=re.compile("^invited"))).to_have_count(2)
    send_due(clock.now() + timedelta(minutes=1))
    method, event = calendars(told)[ROSA]
    assert method == "REQUEST" and event["SEQUENCE"] == 1


def _live(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()
    there = page.get_by_role("button", name=re.compile("^There.*Rosa"))
    there.click()
    expect(there).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=re.compile("^Missing.*Dana")).click()
    box(page, "Why Dana Whitfield is missing").fill("ill")
    page.locator(".why-missing button").click()
    expect(there).to_be_visible()
    notes = box(page, "What was said: Light duty")
    notes.fill("She can sit for an hour.")
    expect(page.locator("#agenda").get_by_text("Saved")).to_be_visible()
    page.get_by_role("checkbox", name="Light duty").check()
    expect(page.locator(".is-done")).to_have_text("Light duty")
    box(page, "What was decided").fill("Desk work from Monday")
    page.locator("#decisions").get_by_role("button", name="Put down").click()
    expect(page.locator("#decisions .main")).to_have_text("Desk work from Monday")
    box(page, "What is to be done").fill("Send the approval")
    choice(page, "Who").select_option(label="Dana Whitfield")
    page.locator("#actions").get_by_role("button", name="Put down").click()
    expect(page.locator("#actions .main")).to_have_text("Send the approval")
    box(page, "On what people differ").fill("How many hours")
    page.locator("#views").get_by_role("button", name="Put down").click()
    expect(page.get_by_role("link", name="How many hours")).to_be_visible()
    looked_at(page, "meeting-live")
    page.get_by_role("link", name="How many hours").click()
    box(page, "Who").fill("Rosa")
    box(page, "Wants").fill("Four hours")
    page.get_by_role("button", name="Put down").first.click()
    expect(page.get_by_text("Rosa: Four hours")).to_be_visible()
    choice(page, "How it stands").select_option("agreed")
    box(page, "In words").fill("Four hours, then six")
    looked_at(page, "meeting-views")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="End, and look at the minutes").click()


def _keep_and_send(page: Page, told: Told, case: Case) -> None:
    minutes = page.get_by_role("article", name="Minutes")
    for words in ("Desk work from Monday", "Dana Whitfield (Adjuster, ill)", "Four hours, then six"):
        expect(minutes).to_contain_text(words)
    looked_at(page, "meeting-minutes")
    page.get_by_role("button", name="Keep the minutes").click()
    expect(page.get_by_role("heading", name="Send the minutes")).to_be_visible()
    looked_at(page, "meeting-send")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="has minutes")).to_have_count(2)
    send_due(clock.now() + timedelta(minutes=2))
    last = {str(mail["To"].addresses[0].addr_spec): mail for mail in told.mails[-2:]}
    files = [one.get_filename() for one in last[DANA].iter_attachments()]
    assert len(files) == 1 and files[0].startswith("Minutes") and files[0].endswith(".pdf")
    assert "Send the approval" in last[DANA].get_body().get_content()  # type: ignore[union-attr]
    meeting = TeamMeeting.objects.get()
    assert Document.objects.get(pk=meeting.minutes_id).case == case
    assert Activity.objects.filter(pk=meeting.activity_id, kind="meeting", case=case).exists()
    assert FollowUp.objects.filter(text="Ask Dana Whitfield: Send the approval", state="open").exists()


def test_nothing_typed_in_a_meeting_is_lost_without_a_network(
    open_as: OpenAs, case: Case, told: Told, nora: Any
) -> None:
    from caseday.meetings.actions import begin_meeting, plan_meeting
    from caseday.meetings.tests.made import dana, plan, rosa

    now = clock.now()
    starts_at = now - timedelta(minutes=5)
    meeting = plan_meeting(
        actor=nora, now=now, case_id=case.pk, plan=plan(starts_at), people=(rosa(case), dana())
    )
    begin_meeting(actor=nora, now=now, meeting_id=meeting.pk)
    page = open_as(width=PHONE, path=f"/meetings/{meeting.pk}/live")
    page.context.set_offline(True)
    notes = box(page, "Notes of the whole meeting")
    notes.fill("She can walk.")
    expect(page.get_by_text("Not saved yet. It is kept on this phone")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#notes").get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(box(page, "Notes of the whole meeting")).to_have_value("She can walk.")


@WIDTHS
def test_options_are_laid_side_by_side_and_the_client_chooses(
    open_as: OpenAs, case: Case, width: int
) -> None:
    page = open_as(width=width, path=f"/advocacy/of/{case.pk}")
    looked_at(page, "advocacy-case")
    page.get_by_role("link", name="Lay out options").click()
    box(page, "What has to be decided").fill("Surgery or injections?")
    for at, words in enumerate(("Surgery", "Injections")):
        box(page, "What it is").nth(at).fill(words)
        box(page, "Good about it").nth(at).fill("Less pain")
    box(page, "What$").first.fill("Back in the garden by June")
    box(page, "How much, in their words").first.fill("more than anything")
    page.get_by_role("button", name="One more option").click()
    expect(box(page, "What it is")).to_have_count(3)
    expect(box(page, "What it is").first).to_have_value("Surgery")
    choice(page, "Surgery").first.select_option("partly")
    choice(page, "Injections").first.select_option("serves")
    looked_at(page, "decision-form")
    page.locator(".form-end").get_by_role("button", name="Save").click()
    expect(page.get_by_role("table")).to_contain_text("“more than anything”")
    looked_at(page, "decision")
    choice(page, "The client chose").select_option(label="Injections")
    box(page, "Who was present").fill("Rosa\nher daughter")
    page.get_by_role("button", name="Keep the choice").click()
    expect(page.get_by_role("heading", name="The client chose")).to_be_visible()
    picture(page, "decision-made")
    decision = Decision.objects.get()
    assert decision.chosen and decision.chosen.title == "Injections" and decision.options.count() == 2
    page.goto(f"/advocacy/of/{case.pk}/new")
    box(page, "What you asked for").fill("Six more visits of therapy")
    choice(page, "Of whom").select_option(label="Dana Whitfield, Adjuster")
    looked_at(page, "effort-form")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Six more visits of therapy").click()
    choice(page, "What came of it").select_option("granted")
    looked_at(page, "effort")
    page.get_by_role("button", name="Keep").click()
    page.goto("/advocacy/")
    looked_at(page, "advocacy-counts")
