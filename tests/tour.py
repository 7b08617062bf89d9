"""Takes the pictures of docs/tour.md: the demonstration is started at the hours of the day, and its pages are shot.

python -m tests.tour [name ...]     (make tour)
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PICTURES = Path(__file__).parent.parent / "docs" / "tour"
MONDAY = "2026-03-02"
MOST_BYTES = 120_000
DESK, PHONE = (1280, 860), (390, 800)
_WAIT_SECONDS = 120

Prepare = Callable[[Page], None]


@dataclass(frozen=True)
class Picture:
    hour: str
    name: str
    path: str
    size: tuple[int, int] = DESK
    prepare: Prepare = lambda page: None


def _scroll_to(selector: str) -> Prepare:
    return lambda page: page.locator(selector).evaluate("card => card.scrollIntoView({block: 'start'})")


def _capture(page: Page) -> None:
    page.keyboard.press("c")
    page.locator("#capture-line").press_sequentially(
        "Elena called 4 min, says thanks, feels ready; call her back by 9am tomorrow"
    )
    page.wait_for_timeout(900)


def _write(row: int) -> Prepare:
    def prepare(page: Page) -> None:
        page.locator("#unwritten-card .do a").nth(row).click()
        page.locator("[data-section]").first.press("Control+End")
        page.keyboard.type(" Stiffness noted in the morning. Stairs were noted as hard. A click was noted.")
        page.locator("[data-marks] li").first.wait_for(state="attached")
        page.wait_for_timeout(1200)

    return prepare


def _log_call(page: Page) -> None:
    page.locator("#calls-card li").first.get_by_role("link", name="Call").click()
    page.locator("#call-body [name=summary]").fill("Mona Ellis states the report will be faxed by Friday")


def _visit(page: Page) -> None:
    page.locator("#line-card, #brief-card").get_by_role("link", name="Orthopedic follow-up").filter(
        visible=True
    ).first.click()
    page.wait_for_load_state("networkidle")


def _referral(page: Page) -> None:
    page.get_by_label("Given name").press_sequentially("Marcus")
    page.get_by_label("Family name").press_sequentially("Bel")
    page.get_by_label("Claim number").fill("WC-778120-26")
    page.get_by_label("Adjuster").fill("Rosalyn Peck")
    page.locator("#duplicates").get_by_text("Same person").first.wait_for()


def _first_case(page: Page) -> None:
    page.locator("#ends").get_by_role("link", name="Elena Vasquez").first.click()
    page.wait_for_load_state("networkidle")


def _sheet(page: Page) -> None:
    _first_case(page)
    page.get_by_role("link", name="Call sheet").first.click()


def _search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("vasqez")
    page.locator("#found [role=option]").first.wait_for()


def _papers(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^MRI report, left knee|^take along to Orthopedic")).filter(
        visible=True
    ).first.click()
    page.wait_for_load_state("networkidle")


def _hand_over(page: Page) -> None:
    _visit(page)
    page.locator("#hand-over").evaluate("card => card.scrollIntoView({block: 'end'})")


def _read_back(page: Page) -> None:
    _first_case(page)
    number = page.get_by_title("Read it back")
    heard = number.inner_text()
    number.click()
    page.get_by_role("textbox", name="What they have").fill(_one_digit_off(heard))
    page.locator("#compared .letters").wait_for()


def _work_status(page: Page) -> None:
    page.locator("#ends").get_by_role("link", name="Marcus Bell").first.click()
    page.get_by_role("link", name=re.compile("^Modified duty")).first.click()
    page.wait_for_load_state("networkidle")


def _one_digit_off(number: str) -> str:
    third = [place for place, one in enumerate(number) if one.isdigit()][2]
    return f"{number[:third]}{(int(number[third]) + 1) % 10}{number[third + 1 :]}"


def _reach(*links: str) -> Prepare:
    """By these links of the page, one after the other."""

    def prepare(page: Page) -> None:
        for link in links:
            page.locator("main").get_by_role("link", name=link).first.click()
            page.wait_for_load_state("networkidle")

    return prepare


def _messages_of(person: str, *, then: str = "") -> Prepare:
    """The conversation of the last text of theirs that nobody answered."""

    def prepare(page: Page) -> None:
        case = page.locator("main a[href^='/case/']").filter(has_text=person).first.get_attribute("href")
        page.goto(f"{case}messages")
        texts = page.locator(".rows > li").filter(has_text="Text").filter(has_text="not answered")
        texts.first.get_by_role("link").first.click()
        page.wait_for_load_state("networkidle")
        if then:
            page.locator("main").get_by_role("link", name=then).first.click()
            page.wait_for_timeout(1500)

    return prepare


def _update(page: Page) -> None:
    page.locator("main").get_by_role("link", name="Marcus Bell").first.click()
    page.get_by_role("link", name="Update").first.click()
    page.get_by_role("link", name="Email", exact=True).click()
    page.wait_for_load_state("networkidle")


def _answer(page: Page) -> None:
    _messages_of("Elena Vasquez", then="Reply")(page)
    page.get_by_label("Message", exact=True).press_sequentially(
        "Hi Elena, fluids until 4 am are right. Take the pill with a sip of water."
    )
    page.wait_for_timeout(1500)


def _phone_of_elena(page: Page) -> None:
    """She says yes to the question of the morning, and is thanked."""
    page.locator("main").get_by_role("link", name="Elena Vasquez").first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="C", exact=True).click()
    page.wait_for_timeout(9_000)


def _planned(page: Page) -> None:
    """Once nothing better is looked for."""
    page.locator("#line-card [data-plan]").first.wait_for()
    page.locator("#line-card .looking").wait_for(state="detached", timeout=45_000)
    _scroll_to("#line-card")(page)


TOUR = (
    Picture("07:20", "brief-390", "/", PHONE),
    Picture("08:00", "today-1280", "/"),
    Picture("08:00", "plan-1280", "/", DESK, _planned),
    Picture("08:00", "map-1280", "/plan/map"),
    Picture("08:00", "day-sheet-1280", "/plan/sheet"),
    Picture("08:00", "to-do-390", "/", PHONE, _scroll_to("#ends-card")),
    Picture("08:00", "loose-ends-1280", "/loose-ends/"),
    Picture("08:00", "write-1280", "/", DESK, _write(2)),
    Picture("08:00", "write-390", "/", PHONE, _write(1)),
    Picture("08:00", "case-1280", "/", DESK, _first_case),
    Picture("08:00", "case-390", "/", PHONE, _first_case),
    Picture("08:00", "sheet-1280", "/", DESK, _sheet),
    Picture("08:00", "search-1280", "/", DESK, _search),
    Picture("08:00", "papers-1280", "/", DESK, _papers),
    Picture("08:40", "confirm-390", "/calendar/confirmations/", PHONE),
    Picture("08:40", "calls-1280", "/calls/"),
    Picture("08:40", "calls-390", "/calls/", PHONE),
    Picture("08:40", "log-call-390", "/", PHONE, _log_call),
    Picture("08:40", "hours-1280", "/directory/?q=Ridgeview", DESK, _reach("Ridgeview Orthopedics")),
    Picture("10:35", "visit-390", "/", PHONE, _visit),
    Picture("10:35", "today-waiting-1280", "/"),
    Picture("11:02", "hand-over-390", "/", PHONE, _hand_over),
    Picture("11:40", "said-1280", "/to-dos/requests/", DESK, _reach("Transfer of care")),
    Picture("11:40", "work-status-1280", "/loose-ends/", DESK, _work_status),
    Picture(
        "11:40", "ready-1280", "/to-dos/requests/", DESK, _reach("Rotator cuff repair", "Is everything set?")
    ),
    Picture("11:40", "inbox-390", "/messages/", PHONE),
    Picture("11:40", "conversation-1280", "/loose-ends/", DESK, _messages_of("Elena Vasquez")),
    Picture("11:40", "call-card-390", "/loose-ends/", PHONE, _messages_of("Elena Vasquez", then="Call back")),
    Picture("11:40", "answer-1280", "/loose-ends/", DESK, _answer),
    Picture("11:40", "update-1280", "/loose-ends/", (1280, 660), _update),
    Picture("11:40", "phone-1280", "/messages/phone/", DESK, _phone_of_elena),
    Picture("14:02", "blocked-1280", "/"),
    Picture("14:02", "prescription-390", "/to-dos/requests/", PHONE, _reach("Medication after surgery")),
    Picture("14:37", "read-back-1280", "/", DESK, _read_back),
    Picture("15:15", "plan-390", "/", PHONE, _planned),
    Picture("15:45", "referral-1280", "/referrals/new", DESK, _referral),
    Picture("15:45", "referral-390", "/referrals/new", PHONE, _referral),
    Picture("15:45", "calendar-1280", "/calendar/"),
    Picture("17:10", "miles-1280", "/reports/miles/"),
    Picture("17:10", "capture-1280", "/", DESK, _capture),
    Picture("17:10", "close-1280", "/close/"),
    Picture("17:10", "close-390", "/close/", PHONE),
)


def main(names: list[str]) -> None:
    PICTURES.mkdir(exist_ok=True)
    wanted = [one for one in TOUR if not names or one.name in names]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for hour, pictures in groupby(wanted, key=lambda one: one.hour):
            with demonstration(hour, Path(folder)) as address:
                for one in pictures:
                    _shoot(browser, address, one)
        browser.close()


@contextmanager
def demonstration(hour: str, folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEDAY_")}
    command = [
        sys.executable,
        "-m",
        "caseday.cli",
        "demo",
        "--date",
        MONDAY,
        "--at",
        hour,
        "--port",
        str(port),
    ]
    server = subprocess.Popen(
        command,
        env={**environment, "CASEDAY_DATA_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(60)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(f"{address} did not answer within {_WAIT_SECONDS} seconds")


def _shoot(browser: Browser, address: str, one: Picture) -> None:
    width, height = one.size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        has_touch=one.size == PHONE,
        timezone_id="America/Chicago",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Maya Torres").click()
    page.goto(one.path)
    page.wait_for_load_state("networkidle")
    one.prepare(page)
    page.wait_for_timeout(500)
    target = PICTURES / f"{one.name}.webp"
    target.write_bytes(_smaller(page.screenshot(), context))
    context.close()
    size = target.stat().st_size
    print(f"{one.hour}  {target.name}  {size // 1000} kB{'  TOO LARGE' if size > MOST_BYTES else ''}")


_TO_WEBP = """async picture => {
  const bitmap = await createImageBitmap(await (await fetch(picture)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({type: "image/webp", quality: 0.85});
  return [...new Uint8Array(await blob.arrayBuffer())]; }"""


def _smaller(picture: bytes, context: BrowserContext) -> bytes:
    """PNG to WebP by the browser itself, on a page without a content security policy."""
    page = context.new_page()
    return bytes(page.evaluate(_TO_WEBP, f"data:image/png;base64,{b64encode(picture).decode()}"))


if __name__ == "__main__":
    main(sys.argv[1:])
