"""Mail and texts of the typical day that really travel, in a browser: a post office and a text gateway on this machine."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from caseday.access.models import Agency
from caseday.correspondence.mail.fetching import fetch_new, server_of
from caseday.correspondence.mail.imap import opened
from caseday.correspondence.models import Account, Message, Reminder, Update
from caseday.correspondence.queries.text_accounts import text_access
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.tests.texting import gateway_of, local_gateway
from caseday.correspondence.texts.local import LocalGateway, Phone
from caseday.demo.post import Bag, Mailbox, deliver_due
from caseday.demo.post_office import HOST, Ports, mails_of, post_office
from caseday.demo.typical_day.messages import OFFICE_MAIL
from caseday.followups.models import FollowUp, Request
from caseday.journal.models import Activity
from caseday.kernel import clock
from caseday.people.models import ContactPoint, Person
from tests.browser.conftest import DESK, PHONE, Pages, assert_accessible
from tests.day import TheDay, at, the_day_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])
PICTURES = os.environ.get("PICTURES_DIR", "")


@dataclass
class Post:
    """The day with what carries its mail and texts. A test says when the hour is; the jobs' work is done at once."""

    day: TheDay
    pages: Pages
    ports: Ports
    gateway: LocalGateway
    bag: Bag

    def open(self, path: str, width: int = DESK) -> Page:
        return self.pages.open(self.day.staff(), width, path)

    def comes_by(self, hour: str) -> None:
        clock.shift_to(at(hour))
        deliver_due(
            self.bag, clock.now(), mailbox=Mailbox(HOST, self.ports.smtp, OFFICE_MAIL), texts=text_access()
        )
        account = Account.objects.get(address=OFFICE_MAIL)
        with opened(server_of(account)) as mailbox:
            fetch_new(account, mailbox, now=clock.now)

    def leaves(self) -> None:
        send_due(clock.now())
        self.gateway.caller.wait()

    def phone_of(self, person: Person) -> Phone:
        point = ContactPoint.objects.filter(person=person, system="phone", is_retired=False).earliest("id")
        return self.gateway.phone(point.value)

    def mails_of(self, address: str) -> list[EmailMessage]:
        return mails_of(self.ports, address)


@pytest.fixture
def gateway(live_server: Any, settings: Any) -> Iterator[LocalGateway]:
    settings.PUBLIC_URL = live_server.url
    with local_gateway(hook_url=f"{live_server.url}/messages/hooks/twilio/incoming/") as gateway:
        settings.TEXT_GATEWAY = gateway_of(gateway.base_url)
        yield gateway


@pytest.fixture
def post_at(live_server: Any, browser: Browser, gateway: LocalGateway, tmp_path: Path) -> Iterator[Any]:
    """`post_at("11:18")`; one hour a test."""
    pages, scenes = Pages(browser, live_server.url), ExitStack()

    def live(hour: str) -> Post:
        day = scenes.enter_context(the_day_at(hour))
        ports = scenes.enter_context(post_office(tmp_path / "post", owner=OFFICE_MAIL))
        Agency.objects.update(lock_after_minutes=2_000)
        Account.objects.filter(address=OFFICE_MAIL).update(imap_port=ports.imap, smtp_port=ports.smtp)
        return Post(day, pages, ports, gateway, Bag.pack(tmp_path / "bag.json", day.to_come))

    yield live
    pages.close()
    scenes.close()
    assert not pages.problems, pages.problems


def picture(page: Page, name: str) -> None:
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)


def _row(page: Page, words: str) -> Locator:
    return page.locator(".rows > li").filter(has_text=words)


@WIDTHS
def test_the_adjuster_is_told_what_the_taps_say_and_nothing_twice(post_at: Any, width: int) -> None:
    """WC-14: drawn from the taps of the visit, changed, sent by mail; what it covered is not told again."""
    post = post_at("11:36")
    case = post.day.case_of("Bell")
    page = post.open(f"/case/{case.pk}/", width)
    page.get_by_role("link", name=re.compile("^Update")).first.click()
    page.get_by_role("link", name="Email", exact=True).click()
    happened = page.get_by_role("textbox", name="What happened")
    drawn = happened.input_value()
    assert "Orthopedic follow-up" in drawn or "Helen Marchetti" in drawn, drawn
    questions = page.get_by_label("Questions for you")
    questions.fill("Do you agree to a second opinion?")
    expect(page.locator("#update-saved")).to_contain_text("saved")
    picture(page, "update")
    assert_accessible(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".toast, .notices").first).to_contain_text("Update queued")
    post.leaves()
    told = Update.objects.get(case=case, state="told", form="email")
    assert told.message is not None and told.message.state == "sent"
    address = told.message.recipients[0]["address"]
    (mail,) = post.mails_of(address)
    text = mail.get_body().get_content()
    assert mail["From"].addresses[0].addr_spec == OFFICE_MAIL
    assert "Do you agree to a second opinion?" in text and "Modified duty" in text
    line = max(drawn.splitlines(), key=len)
    assert _plain(line) in _plain(text), (line, text)
    page.goto(f"/messages/update/{case.pk}/?form=email")
    assert line not in page.get_by_role("textbox", name="What happened").input_value()
    expect(page.get_by_role("heading", name="Told before")).to_be_visible()
    page.goto(f"/case/{case.pk}/messages")
    expect(_row(page, "Update").locator(".chip").first).to_have_text("sent")


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


@WIDTHS
def test_a_litany_lands_on_the_case_ages_and_is_answered_by_a_reply_and_a_call(
    post_at: Any, width: int
) -> None:
    """WC-15: three texts, a mail and a voicemail within a quarter of an hour."""
    post = post_at("11:18")
    elena = post.day.case_of("Vasquez")
    page = post.open(f"/case/{elena.pk}/messages", width)
    before = page.get_by_text("not answered").count()
    post.comes_by("11:33")
    came = Message.objects.filter(filings__case=elena, is_incoming=True, at__gte=at("11:18"))
    assert sorted(came.values_list("channel", flat=True)) == ["email", "text", "text", "text", "voicemail"]
    page.reload()
    expect(page.get_by_text("not answered")).to_have_count(before + 5)
    for words in ("clear fluids till 4", "blood pressure pill", "Ride tomorrow", "21 seconds"):
        expect(page.locator("main")).to_contain_text(words)
    picture(page, "litany")
    assert_accessible(page)
    clock.shift_to(at("13:40"))
    page.goto("/loose-ends/?rule=message_unanswered")
    late = page.locator("[data-order] > li, details li").filter(has_text="Elena Vasquez").first
    expect(late).to_contain_text(re.compile(r"\d+ (min|h|hours?|working)"))
    picture(page, "unanswered")
    _reply(page, came.filter(channel="text").latest("at"))
    post.leaves()
    assert (
        post.phone_of(elena.person).shown[-1]
        == "Fluids until 4 are right, and take the pill with a sip of water."
    )
    assert not came.filter(channel="text", answered_at=None).exists()
    assert came.filter(channel="voicemail", answered_at=None).exists()
    page.goto(f"/messages/{came.get(channel='voicemail').pk}/")
    page.get_by_role("link", name="Call back").click()
    expect(page.locator("#call")).to_contain_text("They wrote")
    page.locator("#call").get_by_role("button", name="Reached").click()
    expect(page.locator("#call")).to_contain_text("kept")
    assert not came.filter(answered_at=None).exists()
    page.goto("/loose-ends/?rule=message_unanswered")
    expect(page.locator("[data-order] > li").filter(has_text="Elena Vasquez")).to_have_count(0)


def _reply(page: Page, message: Message) -> None:
    page.goto(f"/messages/{message.pk}/")
    page.get_by_role("link", name=re.compile("^(Reply|Answer)")).first.click()
    page.get_by_label("Message", exact=True).fill(
        "Fluids until 4 are right, and take the pill with a sip of water."
    )
    page.get_by_role("button", name=re.compile("^Send")).first.click()
    expect(page.locator(".toast, .notices").first).to_be_visible()


@WIDTHS
def test_the_pharmacy_first_then_she_is_called_back_in_two_taps(post_at: Any, width: int) -> None:
    """WC-17: the call to the patient waits for the pharmacy's word; then the card, the number, what came of it."""
    post = post_at("11:36")
    elena = post.day.case_of("Vasquez")
    page = post.open("/to-dos/", width)
    call_back = _row(page, "Call Elena Vasquez back")
    expect(call_back).to_contain_text("waits for: Ask the pharmacy whether")
    medication = Request.objects.get(title="Medication after surgery, five days")
    page.goto(f"/to-dos/requests/{medication.pk}")
    page.get_by_label("Who exactly").fill("Quentin Moss")
    received = page.locator(".ladder > li").filter(
        has=page.get_by_role("heading", name="Received by the pharmacy")
    )
    received.get_by_role("button", name=re.compile("^Seen . verified")).click()
    expect(received.locator(".rung .chip.ver")).to_be_visible()
    page.goto("/to-dos/")
    expect(call_back).not_to_contain_text("waits for")
    theirs = Message.objects.filter(filings__case=elena, is_incoming=True, person=elena.person)
    page.goto(f"/messages/{theirs.filter(channel='text').latest('at').pk}/")
    _dials_nothing(page)
    page.get_by_role("link", name="Call back").click()
    card = page.locator("#call")
    card.locator(".dial a[href^='tel:']").first.click()
    card.get_by_role("button", name="Reached").click()
    expect(card).to_contain_text("kept")
    picture(page, "called-back")
    call = Activity.objects.filter(kind="call", case=elena, with_role="client").latest("recorded_at")
    assert call.result == "reached" and call.started_at >= at("11:36")
    assert not theirs.filter(answered_at=None).exists()


def _dials_nothing(page: Page) -> None:
    page.evaluate(
        "document.addEventListener('click', e => e.target.closest('a[href^=\"tel:\"]') && e.preventDefault())"
    )


@WIDTHS
def test_a_reminder_is_one_tap_and_its_delivery_and_answer_are_proof(post_at: Any, width: int) -> None:
    """WC-22: texted in one tap, delivered, and C confirms; R opens the search for a new time; STOP ends it."""
    post = post_at("14:52")
    surgery = post.day.appointment("Rotator cuff repair", "Vasquez")
    elena = post.phone_of(surgery.case.person)
    page = post.open(f"/calendar/{surgery.pk}/", width)
    page.get_by_role("button", name="Remind by text").click()
    reminders = page.locator(".reminders")
    expect(reminders).to_contain_text("waiting to be sent")
    post.leaves()
    page.reload()
    reminders.scroll_into_view_if_needed()
    expect(reminders.locator("li").first).to_contain_text("delivered")
    assert "6:15" in elena.shown[-1] and "Elena" in elena.shown[-1]
    picture(page, "reminded")
    assert_accessible(page)
    elena.text("C")
    page.reload()
    expect(page.locator("main")).to_contain_text("Client: confirmed")
    expect(page.get_by_role("button", name=re.compile("^(Remind|Ask to confirm) by"))).to_have_count(0)
    wound = post.day.appointment("Wound check", "Reyes")
    sofia = post.phone_of(wound.case.person)
    # Asked about two appointments together, an R alone would not say which of them.
    Reminder.objects.filter(appointment__title="Home visit", address=sofia.number).delete()
    sofia.text("R")
    asked = FollowUp.objects.filter(case=wound.case, text__startswith="Find a new time")
    assert asked.count() == 1
    page.goto("/calendar/confirmations/")
    expect(page.locator(".confirm-card").filter(has_text="client asks for a new time")).to_have_count(1)
    picture(page, "confirmations")
    assert_accessible(page)
    sofia.text("STOP")
    page.goto(
        f"/messages/remind/{asked.get().case.appointments.filter(starts_at__gt=at('14:52')).first().pk}"
    )
    expect(page.get_by_role("button", name=re.compile("by text"))).to_have_count(0)


def test_a_reminder_keeps_quiet_hours_language_and_consent(post_at: Any) -> None:
    """WC-22: at half past nine in the evening it waits until eight; in Spanish; without consent there is no button."""
    post = post_at("14:52")
    visit = post.day.appointment("Home visit", "Reyes")
    assert visit.case is not None
    Person.objects.filter(pk=visit.case.person_id).update(language="es")
    sofia = post.phone_of(visit.case.person)
    clock.shift_to(at("21:30"))
    page = post.open(f"/messages/remind/{visit.pk}")
    page.get_by_role("button", name="Remind by text").click()
    reminders = page.locator(".reminders")
    expect(reminders).to_contain_text("leaves tomorrow, 8:00 (quiet hours)")
    post.leaves()
    assert not any(text.startswith("Hola") for text in sofia.shown)
    clock.shift_to(at("08:01") + timedelta(days=1))
    post.leaves()
    assert sofia.shown[-1].startswith("Hola Sofia")
    page.goto(f"/messages/remind/{visit.pk}")
    expect(reminders).to_contain_text("delivered")
    Reminder.objects.all().delete()
    ContactPoint.objects.filter(person=visit.case.person_id).update(
        text_consent="declined", email_consent="declined"
    )
    page.reload()
    expect(page.get_by_role("button", name="Remind by")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("No consent to texts or email")
