"""Pages of the plan: what is decided by a button, the sheet, the words read aloud, wishes."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from caseday.dayplan.models import PlanChoice, PlanWishes
from caseday.documents.models import Packet, PacketItem
from caseday.documents.tests.made import make_document
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_contact_point,
    make_office,
    make_person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]
DAY = MONDAY_8.date().isoformat()


@pytest.fixture
def nora_client(cast: Cast) -> Client:
    office = make_office(name="Ridgeview Orthopedics", phone="+15125550140")
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Alvarez"))
    make_appointment(
        case, title="Knee check", starts_at=MONDAY_8 + timedelta(hours=2), office=office, carry="MRI on CD"
    )
    client = Client()
    client.force_login(cast.nora)
    return client


def _choose(client: Client, verb: str, htmx: bool = True, **more: str) -> int:
    sent = {"day": DAY, "choice": urlencode({"verb": verb, **more}), "next": "/plan/map"}
    return client.post("/plan/choose", sent, headers={"HX-Request": "true"} if htmx else {}).status_code


def test_a_button_decides_and_the_toast_takes_it_back(nora_client: Client) -> None:
    at = (MONDAY_8 + timedelta(hours=3)).isoformat()
    assert _choose(nora_client, "pin", key="call:x", at=at, title="Call the clinic") == 200
    pinned = PlanChoice.objects.get()
    assert (pinned.kind, pinned.at) == ("pinned", MONDAY_8 + timedelta(hours=3))
    assert _choose(nora_client, "move", key="call:x", at=at) == 200
    assert PlanChoice.objects.get().kind == "moved"
    tomorrow = (MONDAY_8.date() + timedelta(days=1)).isoformat()
    assert _choose(nora_client, "not_today", key="call:x", instead_on=tomorrow) == 200
    assert PlanChoice.objects.get().instead_on.isoformat() == tomorrow
    assert _choose(nora_client, "tick", key="lunch:1") == 200
    assert nora_client.post(f"/plan/take-back?on={DAY}&key=call:x").status_code == 302
    assert [one.key for one in PlanChoice.objects.all()] == ["lunch:1"]
    assert _choose(nora_client, "take_back", key="lunch:1") == 200
    assert not PlanChoice.objects.exists()


def test_without_a_script_one_comes_back_to_where_one_was(nora_client: Client) -> None:
    sent = {"day": DAY, "choice": "verb=replan", "next": "/plan/map"}
    assert nora_client.post("/plan/choose", sent).url == "/plan/map"
    assert _choose(nora_client, "saw", htmx=False) == 302


@pytest.mark.parametrize(
    "choice",
    ["", "verb=burn", "verb=pin&key=a", "verb=pin&key=a&at=noon", "verb=pin&key=a&at=2026-03-02T09:00",
     "verb=pin", "verb=take_back", "verb=tick", "verb=not_today&key=a&instead_on=soon", "verb=not_today&key=a&instead_on=2001-01-01"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(nora_client: Client, choice: str) -> None:
    answer = nora_client.post("/plan/choose", {"day": DAY, "choice": choice})
    assert answer.status_code == 422
    assert not PlanChoice.objects.exists()


def test_a_colleagues_day_is_looked_at_and_not_decided(cast: Cast, nora_client: Client) -> None:
    client = Client()
    client.force_login(cast.susan)
    page = client.get(f"/?day={DAY}&staff={cast.nora.pk}&plan=1").content.decode()
    assert "plan-form" not in page
    client.force_login(cast.audrey)
    assert client.post("/plan/choose", {"choice": "verb=replan"}).status_code == 403
    assert client.post(f"/plan/take-back?on={DAY}&key=x").status_code == 403


def test_the_sheet_has_address_phone_and_what_to_take_along(
    nora_client: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(48):
        page = nora_client.get(f"/plan/sheet?day={DAY}").content.decode()
    assert "Knee check" in page and "(512) 555-0140" in page and page.count("MRI on CD") == 2
    assert "Note: Knee check" in page


def test_an_office_without_a_number_has_its_address_alone(nora_client: Client, cast: Cast) -> None:
    case = make_case(cast.nora, person=make_person(given_name="Lee", family_name="Ng"))
    quiet = make_office(name="Quiet Clinic", line1="1 Still Lane", city="Austin")
    make_appointment(case, title="Ear check", starts_at=MONDAY_8 + timedelta(hours=5), office=quiet)
    page = nora_client.get(f"/plan/sheet?day={DAY}").content.decode()
    assert "1 Still Lane" in page and page.count('class="tel"') == 1


def test_at_each_stop_stand_the_papers_to_hand_over_and_whom_to_phone(
    cast: Cast, nora_client: Client
) -> None:
    rosa = make_person(given_name="Rosa", family_name="Ng")
    make_contact_point(rosa, "+15125550144", call_consent="declined")
    case = make_case(cast.nora, person=rosa)
    visit = make_appointment(
        case, title="Home visit", kind="home_visit", place="2 Elm St", starts_at=MONDAY_8 + timedelta(hours=5)
    )
    make_appointment(
        None, staff=cast.nora, title="Depot", place="3 Oak St", starts_at=MONDAY_8 + timedelta(hours=7)
    )
    page = nora_client.get(f"/plan/sheet?day={DAY}").content.decode()
    assert "hand over" not in page and page.count('class="tel"') == 1
    make_contact_point(rosa, "+15125550145")
    letter, plan = (make_document(case, title) for title in ("Letter of duty", "Care plan"))
    for titles in ([plan], [letter, plan]):
        packet = Packet.objects.create(
            case=case, appointment=visit, staff=cast.nora, title="Packet", dated_on=MONDAY_8
        )
        for n, one in enumerate(titles):
            PacketItem.objects.create(packet=packet, document=one, position=n)
    page = nora_client.get(f"/plan/sheet?day={DAY}").content.decode()
    assert "hand over: Letter of duty; Care plan" in page
    assert "(512) 555-0145" in page and "0144" not in page
    Packet.objects.update(handed_over_at=MONDAY_8)
    assert "hand over" not in nora_client.get(f"/plan/sheet?day={DAY}").content.decode()


def test_a_day_without_stops_has_a_sheet_too(nora_client: Client) -> None:
    assert "Day sheet" in nora_client.get("/plan/sheet?day=2026-03-05").content.decode()


def test_the_words_read_aloud_stand_on_a_page(nora_client: Client) -> None:
    page = nora_client.get(f"/plan/aloud?day={DAY}").content.decode()
    assert "data-sentence" in page and "Knee check" in page and "<html" in page
    part = nora_client.get(f"/plan/aloud?day={DAY}", headers={"HX-Request": "true"}).content.decode()
    assert "data-sentence" in part and "<html" not in part


WISHES = {
    "chosen": ["drive_less"], "day_from": "09:00", "day_to": "16:00", "lunch_minutes": "45", "lunch_from": "12:00",
    "lunch_to": "13:30", "short_breaks": "2", "starts_from": "home", "ends_at": "office", "where": "",
}  # fmt: skip


def test_wishes_are_kept_with_the_office_of_ones_desk(nora_client: Client) -> None:
    office = make_office(name="Caseday House")
    assert nora_client.post("/plan/wishes", {**WISHES, "where": "Caseday House"}).status_code == 302
    kept = PlanWishes.objects.get()
    assert (kept.wishes, kept.lunch_minutes, kept.ends_at, kept.office) == (
        ["drive_less"],
        45,
        "office",
        office,
    )
    page = nora_client.get("/plan/wishes").content.decode()
    assert 'value="Caseday House' in page and 'value="drive_less" id="id_chosen_0" checked' in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Choose the office where your desk is."),
        ({"where": "Nowhere Clinic"}, "Choose an office of the directory"),
        ({"ends_at": "home", "day_to": "08:00"}, "The day ends after it begins."),
        ({"ends_at": "home", "lunch_to": "12:10"}, "room for 45 minutes"),
    ],
)
def test_a_wish_that_cannot_be_says_what_to_change(
    nora_client: Client, more: dict[str, str], said: str
) -> None:
    answer = nora_client.post("/plan/wishes", {**WISHES, **more})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not PlanWishes.objects.exists()


def test_wishes_are_for_who_works_on_cases(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.adam)
    assert client.get("/plan/wishes").status_code == 403
