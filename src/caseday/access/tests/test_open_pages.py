"""The pages of access: what each role finds there, what comes of a form, and what a page costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from caseday.access.models import AccessEntry, Agency, CaseEvent, Coverage, GlassBreak, Staff, Team
from caseday.access.tests.signing_in import is_signed_in
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def adam(cast: Cast) -> Client:
    return client_of(cast.adam)


# Session, person with agency, viewer; a write of the session's activity costs three (savepoint and update) once in 45 s.
FRAME = 3
COSTS = [
    ("/access/", 1),
    ("/access/staff/", 2),
    ("/access/teams/", 2),
    ("/access/coverage/", 2),
    ("/access/log/", 4),
    ("/access/glass/review/", 1),
    ("/access/me/", 0),
    ("/access/account/", 2),
    ("/account/second-step/", 3),
]


@pytest.mark.parametrize(("address", "own"), COSTS, ids=[address for address, _ in COSTS])
def test_a_page_costs_no_more_than(
    adam: Client, address: str, own: int, django_assert_max_num_queries: Any
) -> None:
    adam.get("/access/account/")
    with django_assert_max_num_queries(FRAME + own):
        assert adam.get(address).status_code == 200


@pytest.mark.parametrize("who", ["nora", "susan", "adam", "audrey"])
def test_everybody_sees_agency_staff_teams_and_stand_ins(cast: Cast, who: str) -> None:
    client = client_of(getattr(cast, who))
    for address in ("/access/", "/access/staff/", "/access/teams/", "/access/coverage/"):
        page = client.get(address).content.decode()
        assert ("Save" in page or "Add a person" in page or "Add a team" in page) == (
            who == "adam" and address != "/access/coverage/"
        )


def test_the_agencys_settings_are_saved(adam: Client) -> None:
    form = {
        "name": "Hill Country",
        "state": "tx",
        "time_zone": "America/Denver",
        "lock_after_minutes": "5",
        "paper_size": "a4",
    }
    assert adam.post("/access/", {**form, "phone": "(512) 555-0140"}).status_code == 302
    agency = Agency.objects.get()
    assert (agency.state, agency.time_zone, agency.phone, agency.lock_after_minutes) == (
        "TX",
        "America/Denver",
        "+15125550140",
        5,
    )
    assert agency.paper_size == "a4"


def test_a_wrong_setting_keeps_what_was_typed(adam: Client) -> None:
    answer = adam.post(
        "/access/", {"name": "Hill", "time_zone": "America/Denver", "lock_after_minutes": "999"}
    )
    assert answer.status_code == 422
    assert b'value="999"' in answer.content and b"less than or equal to 240" in answer.content


def test_a_person_is_added_with_a_link_shown_once(adam: Client) -> None:
    form = {
        "name": "Pat Ng",
        "email": "pat@example.com",
        "role": "case_manager",
        "time_zone": "America/Denver",
    }
    page = adam.post("/access/staff/add/", form)
    link = page.content.decode().split('readonly value="')[1].split('"')[0]
    assert link.startswith("http://testserver/account/link/")
    newcomer = Client()
    newcomer.post(
        newcomer.get(link)["Location"], dict.fromkeys(("password1", "password2"), "plum ladder forty swims")
    )
    assert is_signed_in(newcomer)


def test_what_cannot_be_added_keeps_what_was_typed(adam: Client, cast: Cast) -> None:
    form = {"name": "Pat Ng", "email": cast.nora.email, "role": "case_manager", "time_zone": "America/Denver"}
    answer = adam.post("/access/staff/add/", form)
    assert answer.status_code == 422
    assert b"Pat Ng" in answer.content and b"signs in with this email already" in answer.content


def test_a_person_is_changed_released_closed_and_opened(adam: Client, cast: Cast) -> None:
    address = f"/access/staff/{cast.olive.pk}/"
    form = {"name": "Olive O", "email": cast.olive.email, "role": "case_manager", "time_zone": "Pacific/Guam"}
    assert adam.post(address, form).status_code == 302
    assert b"Pacific/Guam" in adam.get(address).content
    assert b"/account/link/" in adam.post(address + "link/").content
    assert adam.post(address + "release/").status_code == 302
    adam.post(address + "disable/")
    cast.olive.refresh_from_db()
    assert (cast.olive.name, cast.olive.is_active) == ("Olive O", False)
    assert b"Open this sign-in again" in adam.get(address).content
    adam.post(address + "enable/")
    cast.olive.refresh_from_db()
    assert cast.olive.is_active


def test_the_only_administrator_is_told_why_not(adam: Client, cast: Cast) -> None:
    page = adam.post(f"/access/staff/{cast.adam.pk}/disable/", follow=True).content.decode()
    assert "You cannot disable yourself" in page
    form = {"name": "Adam", "email": cast.adam.email, "role": "auditor", "time_zone": "America/Chicago"}
    answer = adam.post(f"/access/staff/{cast.adam.pk}/", form)
    assert answer.status_code == 422 and b"only administrator" in answer.content


def test_teams_are_made_changed_and_removed(adam: Client, cast: Cast) -> None:
    adam.post("/access/teams/add/", {"name": "North", "members": [cast.olive.pk], "leads": [cast.susan.pk]})
    team = Team.objects.get(name="North")
    address = f"/access/teams/{team.pk}/"
    assert b"checked" in adam.get(address).content
    assert adam.post(address, {"name": "austin"}).status_code == 422
    adam.post(address, {"name": "South"})
    assert Team.objects.get(pk=team.pk).name == "South"
    adam.post(address + "remove/")
    assert not Team.objects.filter(pk=team.pk).exists()
    assert adam.post("/access/teams/add/", {"name": " "}).status_code == 422
    assert adam.post("/access/teams/add/", {"name": "Austin"}).status_code == 422


def test_a_stand_in_is_arranged_and_ended(cast: Cast) -> None:
    nora, today = client_of(cast.nora), clock.now().date()
    form = {
        "absent": cast.nora.pk,
        "covering": cast.olive.pk,
        "from_on": today,
        "to_on": today + timedelta(days=2),
    }
    assert nora.post("/access/coverage/", form).status_code == 302
    assert nora.post("/access/coverage/", form).status_code == 422, "they cover these days already"
    assert nora.post("/access/coverage/", {**form, "absent": cast.carl.pk}).status_code == 422, (
        "not one's own absence"
    )
    made = Coverage.objects.get(covering=cast.olive)
    assert b"Olive Other for Nora Field" in nora.get("/access/coverage/").content
    nora.post(f"/access/coverage/{made.pk}/end/")
    assert b"Olive Other for Nora Field" not in nora.get("/access/coverage/").content


def test_the_glass_is_broken_seen_reviewed_and_closed(cast: Cast, adam: Client) -> None:
    case = make_case(cast.nora, number="CD-70001")
    olive = client_of(cast.olive)
    assert olive.post("/access/glass/", {"number": "CD-7", "reason": "She called in pain"}).status_code == 422
    assert (
        olive.post("/access/glass/", {"number": "CD-70001", "reason": "She called in pain"}).status_code
        == 302
    )
    glass = GlassBreak.objects.get()
    assert b"CD-70001" in olive.get("/access/glass/").content
    assert AccessEntry.objects.filter(case_id=case.pk, staff_id=cast.olive.pk, page="access:glass").exists()
    assert b"not reviewed" in adam.get("/access/glass/review/").content
    assert adam.post(f"/access/glass/{glass.pk}/review/", {"note": "x" * 401}).status_code == 422
    adam.post(f"/access/glass/{glass.pk}/review/", {"note": "Right."})
    assert b"Right." in adam.get("/access/glass/review/").content
    olive.post(f"/access/glass/{glass.pk}/close/")
    assert b"CD-70001" not in olive.get("/access/glass/").content
    verbs = set(CaseEvent.objects.filter(chain_id=case.pk).values_list("verb", flat=True))
    assert verbs == {"glass_broken", "glass_reviewed", "glass_closed"}


def test_the_log_is_filtered_and_read_on(adam: Client, cast: Cast) -> None:
    case, now = make_case(cast.nora, number="CD-70002"), clock.now()
    rows = [AccessEntry(staff_id=cast.nora.pk, case_id=case.pk, page="casefile:case", seen_at=now)] * 1
    rows += [
        AccessEntry(staff_id=cast.carl.pk, page="cases:list", seen_at=now - timedelta(seconds=i))
        for i in range(150)
    ]
    AccessEntry.objects.bulk_create(rows)
    page = adam.get("/access/log/", {"case": "CD-70002"}).content.decode()
    assert "Nora Field" in page and "Carl Cover</td>" not in page and "notes" in page
    assert adam.get("/access/log/", {"case": "CD-9"}).status_code == 422
    first = adam.get("/access/log/")
    older = first.context["older"]
    fragment = adam.get(
        f"/access/log/{older}", HTTP_HX_TARGET="log-more", HTTP_HX_REQUEST="true"
    ).content.decode()
    assert fragment.count("<tr>") == 51 and "<html" not in fragment
    for nonsense in ("~", "x~y", "2026-01-01T00:00:00~" + str(case.pk)):
        assert adam.get("/access/log/", {"before": nonsense}).status_code == 200
    assert adam.get("/access/log/", {"on": "x", "staff": "y"}).status_code == 422


def test_everybody_has_settings_of_their_own(cast: Cast) -> None:
    audrey = client_of(cast.audrey)
    form = {"name": "Audrey A", "time_zone": "America/Denver", "playlist_url": "example.com/mix"}
    assert audrey.post("/access/me/", form).status_code == 302
    cast.audrey.refresh_from_db()
    assert (cast.audrey.name, cast.audrey.playlist_url) == ("Audrey A", "https://example.com/mix")
    assert cast.audrey.navigates_with == "google"
    assert audrey.post("/access/me/", {**form, "navigates_with": "geo"}).status_code == 302
    assert audrey.post("/access/me/", form).status_code == 302
    cast.audrey.refresh_from_db()
    assert cast.audrey.navigates_with == "geo", "a form without the choice leaves it as it was"
    assert audrey.post("/access/me/", {**form, "navigates_with": "tea leaves"}).status_code == 422
    assert audrey.post("/access/me/", {**form, "time_zone": "Mars"}).status_code == 422
    assert audrey.post("/access/me/", {**form, "name": " "}).status_code == 422
