"""The lock of the screen, by hand and by time; what was typed stays where it is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from caseday.access.models import Agency
from caseday.access.rules import is_idle, may_note_activity
from caseday.access.tests.signing_in import PASSWORD, sign_in, with_password
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db
FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def client(cast: Cast) -> Client:
    return sign_in(with_password(cast.nora))


@pytest.fixture
def at(monkeypatch: Any) -> Any:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(MONDAY_8)
    return set_to


def test_an_unattended_screen_counts_as_idle() -> None:
    seen = MONDAY_8
    assert not is_idle(seen, now=seen + timedelta(minutes=10), lock_after_minutes=10)
    assert is_idle(seen, now=seen + timedelta(minutes=10, seconds=1), lock_after_minutes=10)
    assert not is_idle(seen, now=seen + timedelta(days=1), lock_after_minutes=0)
    assert not is_idle(None, now=seen, lock_after_minutes=10)
    assert may_note_activity(None, now=seen)
    assert not may_note_activity(seen, now=seen + timedelta(seconds=44))
    assert may_note_activity(seen, now=seen + timedelta(seconds=45))


def test_locked_by_hand_a_page_shows_only_the_lock(client: Client) -> None:
    assert client.post("/access/lock/", **FETCH).status_code == 204
    answer = client.get("/access/staff/")
    assert answer.status_code == 423
    assert b"Olive Other" not in answer.content and b"Unlock" in answer.content
    assert b'value="/access/staff/"' in answer.content


@pytest.mark.parametrize("headers", [FETCH, {"HTTP_HX_REQUEST": "true"}, {"HTTP_SEC_FETCH_MODE": "cors"}])
def test_a_script_gets_423_and_a_word(client: Client, headers: dict[str, str]) -> None:
    client.post("/access/lock/", **FETCH)
    answer = client.get("/access/staff/", **headers)
    assert answer.status_code == 423
    assert answer.json() == {"error": "The screen is locked.", "locked": True}


def test_what_is_sent_to_a_locked_screen_is_not_stored_and_says_so(client: Client, cast: Cast) -> None:
    client.post("/access/lock/", **FETCH)
    answer = client.post("/access/me/", {"name": "Changed", "time_zone": "America/Chicago"})
    assert answer.status_code == 423
    assert "was not stored" in answer.content.decode()
    cast.nora.refresh_from_db()
    assert cast.nora.name == "Nora Field"


def test_the_own_password_unlocks(client: Client) -> None:
    client.post("/access/lock/", **FETCH)
    wrong = client.post("/access/unlock/", {"password": "nope"}, **FETCH)
    assert (wrong.status_code, wrong.json()["error"]) == (422, "That is not your password. Try again.")
    assert client.post("/access/unlock/", {"password": PASSWORD}, **FETCH).status_code == 204
    assert client.get("/access/staff/").status_code == 200


def test_another_persons_password_does_not_unlock(client: Client, cast: Cast) -> None:
    with_password(cast.olive, "nine green rivers humming")
    client.post("/access/lock/", **FETCH)
    form = {"login": cast.olive.email, "password": "nine green rivers humming"}
    assert client.post("/access/unlock/", form, **FETCH).status_code == 422


def test_unlocking_by_the_page_goes_on_where_one_was(client: Client) -> None:
    client.post("/access/lock/")
    wrong = client.post("/access/unlock/", {"password": "nope", "next": "/access/staff/"})
    assert wrong.status_code == 422 and b"not your password" in wrong.content
    answer = client.post("/access/unlock/", {"password": PASSWORD, "next": "/access/staff/"})
    assert answer["Location"] == "/access/staff/"


def test_unlocking_does_not_lead_to_another_host(client: Client) -> None:
    client.post("/access/lock/")
    answer = client.post("/access/unlock/", {"password": PASSWORD, "next": "//evil.example.com/"})
    assert answer["Location"] == "/"


def test_guessing_at_the_lock_locks_out(client: Client) -> None:
    client.post("/access/lock/", **FETCH)
    codes = [client.post("/access/unlock/", {"password": "no"}, **FETCH).status_code for _ in range(9)]
    assert codes[:7] == [422] * 7 and codes[-1] == 429
    assert client.post("/access/unlock/", {"password": PASSWORD}, **FETCH).status_code == 429


def test_it_locks_by_itself_after_the_agencys_minutes(client: Client, at: Any) -> None:
    client.get("/access/staff/")
    at(MONDAY_8 + timedelta(minutes=9))
    assert client.get("/access/staff/").status_code == 200
    at(MONDAY_8 + timedelta(minutes=19, seconds=30))
    assert client.get("/access/staff/").status_code == 423
    assert client.get("/access/locked/", **FETCH).json() == {"locked": True}
    client.post("/access/unlock/", {"password": PASSWORD}, **FETCH)
    assert client.get("/access/staff/").status_code == 200


def test_a_page_that_asks_by_itself_does_not_keep_the_screen_open(client: Client, at: Any) -> None:
    client.get("/access/staff/")
    at(MONDAY_8 + timedelta(minutes=9))
    client.get("/access/staff/", HTTP_X_CASEDAY_BACKGROUND="1")
    at(MONDAY_8 + timedelta(minutes=11))
    assert client.get("/access/staff/").status_code == 423


def test_zero_minutes_never_locks_by_time(client: Client, at: Any) -> None:
    Agency.objects.update(lock_after_minutes=0)
    client.get("/access/staff/")
    at(MONDAY_8 + timedelta(hours=9))
    assert client.get("/access/staff/").status_code == 200


def test_activity_is_written_at_most_every_45_seconds(
    client: Client, at: Any, django_assert_num_queries: Any
) -> None:
    client.get("/access/locked/", **FETCH)
    client.get("/access/account/")
    at(MONDAY_8 + timedelta(seconds=30))
    with django_assert_num_queries(
        4
    ):  # session, person with agency, viewer, what waits in the inbox; no write
        client.get("/access/glass/", **FETCH)


def test_signing_out_and_in_opens_the_screen(client: Client, cast: Cast) -> None:
    client.post("/access/lock/", **FETCH)
    client.post("/account/sign-out/")
    sign_in(cast.nora, client=client)
    assert client.get("/access/staff/").status_code == 200


def test_the_lock_page_leads_on_where_nothing_is_locked(client: Client) -> None:
    assert client.get("/access/locked/").status_code == 302
    client.post("/access/lock/", **FETCH)
    assert client.get("/access/locked/").status_code == 423
