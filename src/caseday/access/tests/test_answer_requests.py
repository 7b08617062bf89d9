"""What every request gets: a sign-in where one is missing, errors without what was typed, headers, read-only auditors."""

import logging
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from caseday.access.web.errors import server_error
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.testing.fixtures import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def fails(kind: type[Exception], *args: Any) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise kind(*args)

    return view


def zone(request: HttpRequest) -> HttpResponse:
    from django.utils import timezone

    return HttpResponse(timezone.get_current_timezone_name())


urlpatterns = [
    path("not-found/", fails(NotFound)),
    path("refused/", fails(Refused, "Only the case manager can. Ask her.")),
    path("invalid/", fails(Invalid, {"phone": "Write the number with its area code."})),
    path("broken/", fails(RuntimeError, "Rosa Alvarez 123-45-6789")),
    path("zone/", zone),
    path("account/", include("caseday.access.web.account_urls")),
    path("access/", include("caseday.access.web.urls")),
]
handler500 = server_error


@pytest.fixture
def client(cast: Cast) -> Client:
    made = Client(raise_request_exception=False)
    made.force_login(cast.nora)
    return made


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/not-found/", 404, "Nothing here for you"),
        ("/refused/", 403, "Only the case manager can. Ask her."),
        ("/invalid/", 422, "Write the number with its area code."),
    ],
)
def test_errors_of_the_apps_are_pages_that_say_what_to_do(
    client: Client, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_a_mistake_of_ours_has_a_number_and_shows_nothing_typed(client: Client, caplog: Any) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.post("/broken/?name=Rosa", {"ssn": "123-45-6789"})
    assert answer.status_code == 500
    assert "Rosa" not in answer.content.decode() and "6789" not in answer.content.decode()
    line = next(r.getMessage() for r in caplog.records if r.name == "caseday.errors")
    assert line.startswith("error ") and "Rosa" not in line
    assert not any("Rosa" in r.getMessage() or "6789" in r.getMessage() for r in caplog.records)


def test_a_stranger_is_asked_to_sign_in_and_comes_back(cast: Cast) -> None:
    answer = Client().get("/zone/?day=1")
    assert answer["Location"] == "/account/sign-in/?next=%2Fzone%2F%3Fday%3D1"
    assert Client().post("/zone/")["Location"] == "/account/sign-in/"


def test_a_script_of_a_stranger_gets_401(cast: Cast) -> None:
    answer = Client().get("/zone/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 401 and answer["HX-Redirect"] == "/account/sign-in/"
    posted = Client().post("/zone/", HTTP_HX_REQUEST="true")
    assert posted.status_code == 401 and "HX-Redirect" not in posted
    assert Client().get("/zone/", HTTP_HX_REQUEST="true", HTTP_HX_BOOSTED="true").status_code == 302


def test_times_are_those_of_the_reader(client: Client) -> None:
    assert client.get("/zone/").content == b"America/Chicago"


def test_every_answer_carries_the_headers(client: Client) -> None:
    answer = client.get("/access/staff/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Frame-Options"] == "DENY" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_pages_hold_no_inline_script_or_style(client: Client) -> None:
    import re

    for address in (
        "/account/sign-in/",
        "/access/staff/",
        "/access/coverage/",
        "/access/account/",
        "/account/devices/",
    ):
        page = (Client() if "sign-in" in address else client).get(address).content.decode()
        scripts = re.findall(r"<script(?![^>]*(?:\ssrc=|application/json))[^>]*>", page)
        assert not scripts and " style=" not in page and not re.search(r"\son[a-z]+=", page)


@override_settings(CSRF_COOKIE_SECURE=False)
def test_forms_need_their_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.nora)
    assert client.post("/access/me/", {"name": "X"}).status_code == 403


@pytest.mark.parametrize("address", ["/zone/", "/access/coverage/", "/access/", "/access/glass/"])
def test_auditors_change_nothing(cast: Cast, address: str) -> None:
    client = Client()
    client.force_login(cast.audrey)
    answer = client.post(address, {"name": "X"})
    assert answer.status_code == 403
    assert "Auditors read" in answer.content.decode()


def test_auditors_do_what_concerns_themselves(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.audrey)
    assert client.post("/access/me/", {"name": "Audrey A", "time_zone": "UTC"}).status_code == 302
    assert client.post("/account/sign-out/").status_code == 302
