from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from caseday.directory.models import Office, OfficePhone, Professional
from caseday.directory.rules.doubles import name_key
from caseday.kernel.ids import new_id
from caseday.testing.make import make_office, make_professional

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WEEK = {
    **{f"{day}_state": "open" for day in ("mo", "tu", "we", "th", "fr")},
    **{f"{day}_from": "08:00" for day in ("mo", "tu", "we", "th", "fr")},
    **{f"{day}_to": "17:00" for day in ("mo", "tu", "we", "th", "fr")},
    "sa_state": "closed", "su_state": "unknown", "holidays": "closed",
}  # fmt: skip


def test_the_list_says_who_is_open(nora_client: Client) -> None:
    make_office(name="Corner Pharmacy", opening_hours="24/7", phone="+15125550101")
    page = nora_client.get("/directory/").content.decode()
    assert "Corner Pharmacy" in page and "open now" in page and "tel:+15125550101" in page
    part = nora_client.get("/directory/?q=zzz&open=1", headers=HTMX).content.decode()
    assert "No office found" in part and "<html" not in part


def test_an_office_shows_what_is_known(nora_client: Client, django_assert_max_num_queries: Any) -> None:
    office = make_office(opening_hours="Mo-Fr 08:00-12:00,13:00-17:00", phone="+15125550101")
    make_professional(office=office)
    nora_client.get(f"/directory/{office.id}/")
    with django_assert_max_num_queries(14):
        page = nora_client.get(f"/directory/{office.id}/").content.decode()
    for words in ("8:00–12:00, 13:00–17:00", "Amina Farouk, MD", "tel:+15125550101", "Who learned what"):
        assert words in page


def test_the_list_costs_as_much_for_many_as_for_few(
    nora_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(39):
        make_office(phone="+15125550101")
    nora_client.get("/directory/")
    with django_assert_max_num_queries(8):
        nora_client.get("/directory/")


def test_hours_that_the_form_cannot_show_are_shown_as_text(nora_client: Client) -> None:
    office = make_office(opening_hours="Mo[1] 08:00-12:00")
    assert "Mo[1] 08:00-12:00" in nora_client.get(f"/directory/{office.id}/").content.decode()
    assert "more than the weekly form" in nora_client.get(f"/directory/{office.id}/hours/").content.decode()


def test_a_line_is_shown_before_it_is_kept(nora_client: Client) -> None:
    office = make_office(opening_hours="Mo-Fr 08:00-17:00")
    url = f"/directory/{office.id}/hours/"
    shown = nora_client.post(f"{url}heard/", {"line": "Fri till 3"}, headers=HTMX).content.decode()
    assert "Fri 8:00–15:00 (was 8:00–17:00)" in shown
    office.refresh_from_db()
    assert office.opening_hours == "Mo-Fr 08:00-17:00"
    text = "Mo-Th 08:00-17:00; Fr 08:00-15:00; Sa-Su off; PH off"
    assert text in shown
    kept = nora_client.post(f"{url}text/", {"opening_hours": text, "heard_as": "Fri till 3"}, headers=HTMX)
    assert kept.status_code == 200 and 'id="office-hours"' in kept.content.decode()
    office.refresh_from_db()
    assert (office.opening_hours, office.closes_on_holidays) == (text, False)


def test_a_line_that_means_nothing_asks(nora_client: Client) -> None:
    office = make_office(opening_hours="")
    answer = nora_client.post(
        f"/directory/{office.id}/hours/heard/", {"line": "they open at 9"}, headers=HTMX
    )
    assert answer.status_code == 422
    assert "When do they close" in answer.content.decode()
    assert nora_client.post(f"/directory/{office.id}/hours/heard/", {}).status_code == 422


def test_the_weekly_form_keeps_hours_holidays_and_special_days(nora_client: Client) -> None:
    office = make_office(opening_hours="")
    special = {
        "s0_first": "2026-12-24",
        "s0_last": "",
        "s0_state": "open",
        "s0_from": "08:00",
        "s0_to": "12:00",
    }
    lunch = {"mo_lunch_from": "12:00", "mo_lunch_to": "13:00"}
    answer = nora_client.post(
        f"/directory/{office.id}/hours/", {**WEEK, **lunch, **special, "s0_note": "early"}
    )
    assert answer.status_code == 302
    office.refresh_from_db()
    assert office.opening_hours == (
        'Mo 08:00-12:00,13:00-17:00; Tu-Fr 08:00-17:00; Sa off; Su unknown; 2026 Dec 24 08:00-12:00 "early"'
    )
    assert office.closes_on_holidays
    shown = nora_client.get(f"/directory/{office.id}/hours/").content.decode()
    assert 'value="12:00"' in shown and 'value="2026-12-24"' in shown


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"mo_from": ""}, "from when to when"),
        ({"mo_lunch_from": "12:00"}, "Monday: lunch needs both times"),
        ({"mo_lunch_from": "07:00", "mo_lunch_to": "07:30"}, "Monday: lunch lies between"),
        ({"mo_from": "99:99"}, "valid time"),
        ({"s0_first": "2026-12-24", "s0_last": "2026-12-20", "s0_state": "closed"}, "not before the first"),
        ({"holidays": "open"}, "from when to when"),
        ({"holidays": "never"}, "valid choice"),
    ],
)
def test_bad_hours_keep_what_was_typed(nora_client: Client, changed: dict, words: str) -> None:
    office = make_office(opening_hours="")
    answer = nora_client.post(f"/directory/{office.id}/hours/", {**WEEK, **changed}, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="17:00"' in answer.content.decode()


def test_a_pharmacy_at_night_and_around_the_clock(nora_client: Client) -> None:
    office = make_office(opening_hours="")
    always = {key: "00:00" if key.endswith(("_from", "_to")) else value for key, value in WEEK.items()}
    always |= {
        f"{day}_{name}": value
        for day in ("sa", "su")
        for name, value in (("state", "open"), ("from", "00:00"), ("to", "00:00"))
    }
    nora_client.post(f"/directory/{office.id}/hours/", {**always, "holidays": "usual"})
    office.refresh_from_db()
    assert office.opening_hours == "24/7"
    nora_client.post(
        f"/directory/{office.id}/hours/",
        {
            **WEEK,
            "mo_from": "22:00",
            "mo_to": "06:00",
            "holidays": "open",
            "ph_from": "10:00",
            "ph_to": "14:00",
        },
    )
    office.refresh_from_db()
    assert office.opening_hours.startswith("Mo 22:00-06:00; ") and office.opening_hours.endswith(
        "PH 10:00-14:00"
    )
    assert 'value="10:00"' in nora_client.get(f"/directory/{office.id}/hours/").content.decode()


def test_text_that_is_no_hours_is_refused(nora_client: Client) -> None:
    office = make_office()
    answer = nora_client.post(
        f"/directory/{office.id}/hours/text/", {"opening_hours": "whenever"}, headers=HTMX
    )
    assert answer.status_code == 422 and "whenever" in answer.content.decode()


def test_an_office_is_added_once_and_its_double_noticed(nora_client: Client) -> None:
    sent = {
        "id": str(new_id()),
        "name": "Ridgeview Orthopedics",
        "kind": "physician_practice",
        "phone": "512 555 0101",
    }
    assert nora_client.get("/directory/new/?name=Ridge").status_code == 200
    for _ in range(2):
        assert nora_client.post("/directory/new/", sent).status_code == 302
    assert Office.objects.count() == 1
    again = nora_client.post("/directory/new/", {**sent, "id": str(new_id())})
    assert again.status_code == 422 and "Already in the directory?" in again.content.decode()
    assert (
        nora_client.post("/directory/new/", {**sent, "id": str(new_id()), "is_another": "1"}).status_code
        == 302
    )
    part = nora_client.get("/directory/likely-doubles/?name=ridgeview+orthopedics").content.decode()
    assert "same name" in part


def test_bad_office_input_keeps_what_was_typed(nora_client: Client) -> None:
    sent = {"name": "Lakeside", "kind": "imaging", "phone": "12", "npi": "1234567890"}
    answer = nora_client.post("/directory/new/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Lakeside" in page and "does not fit the others" in page and "area code" in page


def test_address_phones_and_people_are_edited_in_place(nora_client: Client) -> None:
    office = make_office(name="Lakeside", name_key=name_key("Lakeside"))
    base = f"/directory/{office.id}/"
    assert "Lakeside" in nora_client.get(f"{base}edit/").content.decode()
    edited = nora_client.post(
        f"{base}edit/", {"name": "Lakeside Imaging", "kind": "imaging", "postal_code": "78701"}, headers=HTMX
    )
    assert 'id="office-facts"' in edited.content.decode()
    assert nora_client.post(f"{base}edit/", {"name": "", "kind": "imaging"}, headers=HTMX).status_code == 422
    assert (
        nora_client.post(
            f"{base}edit/", {"name": "A", "kind": "imaging", "npi": "1"}, headers=HTMX
        ).status_code
        == 422
    )
    assert nora_client.get(f"{base}phones/new/", headers=HTMX).status_code == 200
    added = nora_client.post(
        f"{base}phones/new/", {"number": "512 555 0102", "menu_hint": "press 3"}, headers=HTMX
    )
    assert "press 3" in added.content.decode()
    assert nora_client.post(f"{base}phones/new/", {"number": "9"}, headers=HTMX).status_code == 422
    phone = OfficePhone.objects.get()
    assert nora_client.get(f"/directory/phones/{phone.id}/").status_code == 200
    assert nora_client.post(f"/directory/phones/{phone.id}/", {"number": "9"}).status_code == 422
    assert nora_client.post(f"/directory/phones/{phone.id}/", {"number": "512 555 0103"}).status_code == 302
    nora_client.post(f"/directory/phones/{phone.id}/retire/", headers=HTMX)
    assert OfficePhone.objects.get().is_retired
    nora_client.post(f"/directory/phones/{phone.id}/retire/?undo=1")
    assert not OfficePhone.objects.get().is_retired


def test_people_there_are_edited_in_place(nora_client: Client) -> None:
    office = make_office()
    url = f"/directory/{office.id}/professionals/new/"
    assert nora_client.get(url, headers=HTMX).status_code == 200
    assert nora_client.post(url, {"name": "Dana", "phone": "1"}, headers=HTMX).status_code == 422
    assert "Dana Reed" in nora_client.post(url, {"name": "Dana Reed"}, headers=HTMX).content.decode()
    someone = Professional.objects.get()
    there = f"/directory/professionals/{someone.id}/"
    assert nora_client.get(there).status_code == 200
    assert nora_client.post(there, {"name": "Dana Reed", "npi": "12"}, headers=HTMX).status_code == 422
    assert (
        "MD"
        in nora_client.post(there, {"name": "Dana Reed", "credentials": "MD"}, headers=HTMX).content.decode()
    )
    assert "No longer there" in nora_client.post(f"{there}retire/", headers=HTMX).content.decode()
    nora_client.post(f"{there}retire/?undo=1")
    assert Professional.objects.get().retired_at is None


def test_somebody_without_an_office_leads_back_to_the_list(nora_client: Client) -> None:
    someone = make_professional()
    assert nora_client.get(f"/directory/professionals/{someone.id}/").status_code == 200
    assert (
        nora_client.post(f"/directory/professionals/{someone.id}/retire/").headers["Location"]
        == "/directory/"
    )


def test_an_office_is_retired_and_used_again(nora_client: Client) -> None:
    office = make_office(name="Old Clinic")
    nora_client.post(f"/directory/{office.id}/retire/")
    assert "No longer used since" in nora_client.get(f"/directory/{office.id}/").content.decode()
    assert "Old Clinic" in nora_client.get("/directory/?retired=1").content.decode()
    nora_client.post(f"/directory/{office.id}/restore/")
    assert Office.objects.get().retired_at is None


@pytest.mark.parametrize("path", ["", "edit/", "hours/", "phones/new/", "professionals/new/"])
def test_what_is_not_there_is_404(nora_client: Client, path: str) -> None:
    assert nora_client.get(f"/directory/{UUID(int=5)}/{path}").status_code == 404


@pytest.mark.parametrize(
    "value", ["\x00", "' OR 1=1 --", "<script>", "٣", "𝔘" * 500, "-1", "%", "99999999999999999999"]
)
def test_hostile_values_never_break_a_page(nora_client: Client, value: str) -> None:
    office = make_office()
    for name in ("q", "kind", "open", "after"):
        assert nora_client.get("/directory/", {name: value}).status_code == 200
    for name in ("name", "phone", "line1", "postal_code", "except"):
        assert nora_client.get("/directory/likely-doubles/", {name: value}).status_code == 200
    fields = [
        "name",
        "kind",
        "phone",
        "line1",
        "state",
        "postal_code",
        "time_zone",
        "fax",
        "email",
        "website",
        "npi",
        "id",
        "note",
    ]
    assert nora_client.post("/directory/new/", dict.fromkeys(fields, value)).status_code in (302, 422)
    for url, names in (
        (f"/directory/{office.id}/phones/new/", ["number", "extension", "purpose", "menu_hint", "id"]),
        (f"/directory/{office.id}/professionals/new/", ["name", "phone", "npi", "email", "id", "role"]),
        (f"/directory/{office.id}/hours/heard/", ["line"]),
        (f"/directory/{office.id}/hours/text/", ["opening_hours", "heard_as"]),
        (
            f"/directory/{office.id}/hours/",
            [*WEEK, "s0_first", "s0_last", "s0_note", "hours_note", "holiday_calendar"],
        ),
    ):
        assert nora_client.post(url, dict.fromkeys(names, value)).status_code in (200, 302, 422), url


def test_more_special_days_than_can_be_kept_are_refused(nora_client: Client) -> None:
    office = make_office(opening_hours="")
    special = {
        f"s{n}_{name}": value
        for n in range(12)
        for name, value in (("first", f"2026-12-{n + 10}"), ("state", "closed"), ("note", "x" * 60))
    }
    answer = nora_client.post(f"/directory/{office.id}/hours/", {**WEEK, **special}, headers=HTMX)
    assert answer.status_code == 422 and "Not saved yet" in answer.content.decode()
