"""What comes in and goes out, in a real browser: the inbox by keys and by thumb, the card of a call, hostile mail."""

import os
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from caseday.cases.models import Case, Identifier
from caseday.correspondence.mail.html import harmless
from caseday.correspondence.models import Attachment, Filing, Message
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.journal.models import Activity
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    make_case,
    make_contact_point,
    make_office,
    make_party,
    make_person,
    make_professional,
)
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INBOX = "/messages/"
PICTURES = os.environ.get("PICTURES_DIR", "")


def picture(page: Page, name: str) -> None:
    """For whoever wants to look at it; nothing otherwise."""
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(
            path=f"{PICTURES}/{name}-{width}.png", full_page=not page.locator("dialog[open]").count()
        )


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    names = [("Rosa", "Alvarez"), ("Marcus", "Bell"), ("Ines", "Vasquez")]
    made = [make_case(cast.nora, person=make_person(given_name=one, family_name=two)) for one, two in names]
    for number, case in enumerate(made):
        claim = f"WC-2026-44{17 + number}"
        Identifier.objects.create(
            case=case, kind="claim_number", value=claim, normalized=claim.replace("-", "")
        )
        make_contact_point(case.person, f"+1512555014{number}", use="mobile")
    return made


@pytest.fixture
def waiting(cast: Cast, cases: list[Case]) -> list[Message]:
    """Three messages that could not be filed surely, the newest first."""
    office = make_office(name="Meridian Claims", phone="+15125550180")
    dana = make_professional(office=office, name="Dana Whitfield")
    rosa, marcus, ines = cases
    now = clock.now()

    def says(*found: tuple[Case, int, str]) -> list[dict[str, Any]]:
        return [{"case": str(case.pk), "confidence": sure, "why": [why]} for case, sure, why in found]

    mail = make_account()
    texts = make_account(kind="text", address="+15125550190", name="Text line")
    first = make_message(
        mail, subject="Re: authorization", preview="Approved through the end of the month, the letter is attached.",
        from_name="Dana Whitfield", professional=dana, office=office, at=now - timedelta(minutes=12),
        suggestions=says((rosa, 86, "claim number in the subject, known sender"), (marcus, 41, "same adjuster")),
        warnings=["WC-2026-4471 is one character off from WC-2026-4417 of Rosa Alvarez."],
        text="Approved through the end of the month, the letter is attached.\n\nDana",
        quoted="On Monday you wrote:\nIs the therapy authorized?",
    )  # fmt: skip
    Attachment.objects.create(message=first, position=0, name="approval letter.pdf", size_bytes=80_000)
    second = make_message(
        texts, channel="text", from_name="", from_address="+15125550155", subject="",
        preview="hi its Marcus wifes phone. he has chest pain since the pills what should we do",
        text="hi its Marcus wifes phone. he has chest pain since the pills what should we do",
        at=now - timedelta(minutes=40), safety_words="chest pain", suggestions=says((marcus, 64, "his name")),
    )  # fmt: skip
    third = make_message(
        mail, subject="Work status", preview="Please see the restrictions below.", from_name="Front desk",
        from_address="desk@example.org", at=now - timedelta(hours=30),
    )  # fmt: skip
    return [first, second, third]


def test_the_inbox_is_worked_with_keys_alone(
    waiting: list[Message], cases: list[Case], open_as: OpenAs
) -> None:
    page = open_as(width=DESK, path=INBOX)
    expect(page.locator("[data-message]")).to_have_count(3)
    picture(page, "inbox-full")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Re: authorization")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Re: authorization")).to_be_focused()
    page.keyboard.press("f")
    expect(page.locator("[data-message]")).to_have_count(2)
    expect(page.locator(".toast")).to_contain_text("Filed on Rosa Alvarez")
    assert Filing.objects.get(undone_at=None).case == cases[0]
    expect(page.get_by_role("link", name="chest pain")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("[data-message]")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("2")
    expect(page.locator(".toast")).to_contain_text("Filed on Marcus Bell")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("[data-message]")).to_have_count(1)
    assert Message.objects.get(state="set_aside")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("File on the first suggestion")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages/0*/")
    expect(page.locator("h1")).to_be_visible()


def test_the_last_one_filed_leaves_an_empty_inbox_that_says_so(cases: list[Case], open_as: OpenAs) -> None:
    make_message(make_account(), suggestions=[{"case": str(cases[0].pk), "confidence": 80, "why": []}])
    page = open_as(path=INBOX)
    page.keyboard.press("f")
    expect(page.locator("#main")).to_contain_text("Nothing waits")


def test_one_thumb_files_and_undoes(waiting: list[Message], cases: list[Case], open_as: OpenAs) -> None:
    page = open_as(width=PHONE, path=INBOX)
    picture(page, "inbox-full")
    page.get_by_role("button", name="File on Rosa Alvarez").tap()
    expect(page.locator("[data-message]")).to_have_count(2)
    page.locator(".toast").get_by_role("button", name="Undo").tap()
    expect(page.locator("[data-message]")).to_have_count(3)
    assert not Filing.objects.filter(undone_at=None).exists()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_its_pages_are_accessible(
    waiting: list[Message], cases: list[Case], open_as: OpenAs, width: int
) -> None:
    first, second, _ = waiting
    file_on(first, cases[0])
    talk = [make_message(second.account, channel="text", thread=second.thread, is_incoming=number % 2 == 0, state="sent",
                         text="Is the ride for tomorrow set?", at=clock.now() - timedelta(hours=9 - number))
            for number in range(4)]  # fmt: skip
    for one in (second, *talk):
        file_on(one, cases[1])
    page = open_as(width=width)
    addresses = {
        "inbox": INBOX,
        "mail": f"/messages/{first.pk}/",
        "texts": f"/messages/{second.pk}/",
        "messages-of-case": f"/case/{cases[1].pk}/messages",
        "case": f"/case/{cases[1].pk}/",
        "call": f"/case/call?message={second.pk}",
        "loose-ends": "/loose-ends/",
        "today": "/",
    }
    for name, path in addresses.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        picture(page, name)
        assert_accessible(page)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_call_from_the_case_page_is_two_taps(
    cases: list[Case], open_as: OpenAs, width: int, waiting: list[Message]
) -> None:
    case = cases[0]
    office = make_office(name="Cedar Park Pharmacy", phone="+15125550170", opening_hours="Mo-Su 00:00-24:00")
    office.phones.update(menu_hint="press 2 for refills")
    make_party(case, role="pharmacy", office=office, name="")
    page = open_as(width=width, path=f"/case/{case.pk}/")
    page.evaluate(
        "document.addEventListener('click', e => e.target.closest('a[href^=\"tel:\"]') && e.preventDefault())"
    )
    page.get_by_role("link", name="Call Cedar Park Pharmacy").click()
    card = page.locator("#call")
    expect(card).to_contain_text("press 2 for refills")
    expect(card).to_contain_text("WC-2026-4417")
    page.wait_for_timeout(300)
    picture(page, "call-card")
    assert_accessible(page)
    card.get_by_role("link", name="(512) 555-0170").click()
    page.wait_for_timeout(1200)
    card.get_by_role("button", name="Left word").click()
    expect(card).to_contain_text("kept")
    picture(page, "called")
    call = Activity.objects.get(kind="call")
    assert (call.result, call.office, call.case, call.minutes) == ("left_word", office, case, 1)
    card.get_by_role("button", name="Done").click()
    expect(card).not_to_be_visible()


def test_reached_from_the_message_answers_it(
    waiting: list[Message], cases: list[Case], open_as: OpenAs
) -> None:
    message = waiting[1]
    Message.objects.filter(pk=message.pk).update(person=cases[1].person, role="client")
    file_on(message, cases[1])
    page = open_as(width=PHONE, path=f"/messages/{message.pk}/")
    page.get_by_role("link", name="Call back").tap()
    expect(page.locator("#call")).to_contain_text("They wrote")
    picture(page, "call-back")
    page.locator("#call").get_by_role("button", name="Reached").tap()
    expect(page.locator("#call")).to_contain_text("kept")
    message.refresh_from_db()
    assert message.answered_how == "call"


_HOSTILE = """<p>Dear Nora</p><script>parent.document.title = 'taken'; top.taken = 1</script>
<img src="https://tracker.example.com/pixel.gif" onerror="top.taken = 1">
<svg onload="top.taken = 1"><image href="https://tracker.example.com/a.svg"/></svg>
<style>@import url('https://tracker.example.com/a.css'); p { background: url(https://tracker.example.com/b.png) }</style>
<iframe src="https://tracker.example.com/frame"></iframe><object data="https://tracker.example.com/o"></object>
<meta http-equiv="refresh" content="0; url=https://tracker.example.com/"><base href="https://tracker.example.com/">
<form action="https://tracker.example.com/steal"><input name="q" autofocus onfocus="top.taken = 1"></form>
<a href="javascript:top.taken = 1" id="link">Open</a>"""


@pytest.mark.parametrize("is_made_harmless", [True, False])
def test_hostile_mail_runs_nothing_and_loads_nothing(
    cast: Cast, cases: list[Case], browser: Browser, live_server: Any, is_made_harmless: bool
) -> None:
    """As it is kept, and, should that ever fail, as it came: the frame alone holds it."""
    html = harmless(_HOSTILE, {}).html if is_made_harmless else _HOSTILE
    message = make_message(make_account(), html=html)
    file_on(message, cases[0])
    context = browser.new_context(base_url=live_server.url)
    sign_in(context, cast.nora, live_server.url)
    asked: list[str] = []
    page = context.new_page()
    # What the policy refuses is asked of nobody; what it lets through would be answered here.
    context.route(
        "https://tracker.example.com/**", lambda route: asked.append(route.request.url) or route.abort()
    )
    page.goto(f"/messages/{message.pk}/")
    page.get_by_text("As it was sent").click()
    frame = page.frame_locator(".as-sent iframe")
    expect(frame.get_by_text("Dear Nora")).to_be_visible()
    if frame.get_by_text("Open").count():
        frame.get_by_text("Open").click()
    page.wait_for_timeout(700)
    assert page.evaluate("window.taken") is None
    assert "taken" not in page.title()
    assert asked == []
    assert page.url.endswith(f"/messages/{message.pk}/")
    context.close()
