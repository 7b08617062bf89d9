"""A real browser against a running server: signed-in pages at desk and phone width, and what they must satisfy.

`desk`, `phone`: a page of Nora's. `each_width`: the test runs once per width. `open_as(staff, width)`: anybody's.
`maya_at(hour, width)`: the case manager of the demonstration agency, at an hour of her day.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Browser, BrowserContext, Page, expect

from caseday.access.models import Staff
from caseday.testing.fixtures import Cast
from tests.day import the_day_at

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's event loop runs in this thread
_PATIENCE = 60_000  # milliseconds; only what fails waits as long
expect.set_options(timeout=_PATIENCE / 2)

DESK, PHONE = 1280, 390
_HEIGHTS = {DESK: 900, PHONE: 844}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SMALL_TARGETS = """least => [...document.querySelectorAll('a[href], button, select, input:not([type=hidden]), summary')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.sr, .skip, [inert]') && !e.matches('.skip, [tabindex="-1"]'))
  .filter(e => !document.querySelector('dialog[open]') || e.closest('dialog[open]'))
  .map(e => [e, e.matches('[type=checkbox], [type=radio]') ? (e.closest('label, .field.check') || e) : e])
  .map(([e, target]) => [e, target.getBoundingClientRect()])
  .filter(([e, box]) => box.width && box.height < least - 0.5 && getComputedStyle(e).display !== 'inline')
  .map(([e, box]) => `${e.outerHTML.slice(0, 90)} is ${Math.round(box.height)} px high`)"""

OpenAs = Callable[..., Page]
MayaAt = Callable[..., Page]


def assert_accessible(page: Page, *, targets: int | None = None) -> None:
    """No violation of WCAG 2.2 AA known to axe, nothing scrolls sideways, and what one taps is high enough.

    `targets`: least height in px; without it 44 on a phone, 24 elsewhere. Links inside a sentence are exempt.
    """
    results = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": _RULES}}
    )
    assert not results.response["violations"], _readable(results.response["violations"])
    width = page.viewport_size["width"] if page.viewport_size else DESK
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    least = targets or (44 if width <= 820 else 24)
    assert page.evaluate(_SMALL_TARGETS, least) == []


def _readable(violations: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{v['id']}: {v['help']}\n"
        + "\n".join(f"    {n['html'][:160]}\n      {_reason(n)}" for n in v["nodes"])
        for v in violations
    )


def _reason(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])


def sign_in(context: BrowserContext, staff: Staff, server_url: str) -> None:
    """Gives the browser a session, as if `staff` had just signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session.create()
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": server_url}]
    )


class Pages:
    """Opens pages at a server; script errors and refused inline code are collected, contexts closed at the end."""

    def __init__(self, browser: Browser, server_url: str) -> None:
        self.browser, self.server_url = browser, server_url
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def open(self, staff: Staff, width: int = DESK, path: str = "", **options: Any) -> Page:
        size = {"width": width, "height": _HEIGHTS.get(width, 900)}
        zone = {"timezone_id": "America/Chicago", "locale": "en-US", "reduced_motion": "reduce", **options}
        context = self.browser.new_context(
            base_url=self.server_url, viewport=size, has_touch=width == PHONE, **zone
        )
        context.set_default_timeout(_PATIENCE)
        self.contexts.append(context)
        sign_in(context, staff, self.server_url)
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda line: self.problems.append(line.text) if _is_refusal(line) else None)
        if path:
            page.goto(path)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def open_as(live_server: Any, cast: Cast, browser: Browser) -> Iterator[OpenAs]:
    """`open_as(staff, width=390, path="/", color_scheme="dark")`; without `staff` it is Nora."""
    pages = Pages(browser, live_server.url)
    yield lambda staff=None, *args, **options: pages.open(staff or cast.nora, *args, **options)
    pages.close()
    assert not pages.problems, pages.problems


@pytest.fixture
def maya_at(live_server: Any, browser: Browser) -> Iterator[MayaAt]:
    """`maya_at("08:00", width=390, path="/")`: a page of hers in the demonstration agency at that hour.

    The same hour again opens a further browser of hers.
    """
    pages, scenes = Pages(browser, live_server.url), ExitStack()
    hours: list[str] = []

    def open_page(hour: str, width: int = DESK, path: str = "", **options: Any) -> Page:
        if hour not in hours:
            assert not hours, "one hour a test: the day goes on from there"
            hours.append(hour)
            scenes.enter_context(the_day_at(hour))
        return pages.open(Staff.objects.get(email="maya@caseday.example"), width, path, **options)

    yield open_page
    pages.close()
    scenes.close()
    assert not pages.problems, pages.problems


def _is_refusal(line: Any) -> bool:
    return line.type == "error" and "Content Security Policy" in line.text


@pytest.fixture
def desk(open_as: OpenAs) -> Page:
    return open_as(width=DESK)


@pytest.fixture
def phone(open_as: OpenAs) -> Page:
    return open_as(width=PHONE)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def each_width(open_as: OpenAs, request: pytest.FixtureRequest) -> Page:
    return open_as(width=request.param)
