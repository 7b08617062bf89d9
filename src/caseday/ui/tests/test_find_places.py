from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from caseday.ui import navigation

KNOWN = (
    navigation.Place("Today", "sun", "g t", "today:today", url="/"),
    navigation.Place("Calls", "phone", "g k", "today:calls", url="/calls/"),
    navigation.Place("Cases", "briefcase", "g c", "cases:list", also="case/", url="/cases/"),
)


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_known_places", lambda *_: KNOWN)


def current(path: str) -> list[str]:
    return [place.label for place in navigation.places_for(path) if place.is_current]


def test_the_place_that_holds_the_page_is_marked() -> None:
    assert current("/cases/0192/") == ["Cases"]
    assert current("/calls/") == ["Calls"]
    assert current("/case/0192/") == ["Cases"]


def test_the_start_page_is_today_alone() -> None:
    assert current("/") == ["Today"]
    assert current("/elsewhere/") == []


def test_the_frame_is_drawn_only_when_asked_for() -> None:
    request = RequestFactory().get("/cases/")
    context = navigation.navigation(request)
    assert context["viewer"] is None
    assert not context["captures"]()
    assert context["places"]() is context["places"]()


def test_only_who_works_on_cases_captures() -> None:
    for case_manager, supervisor in ((True, False), (False, True), (False, False)):
        request = RequestFactory().get("/")
        request.viewer = SimpleNamespace(is_case_manager=case_manager, is_supervisor=supervisor)  # type: ignore[attr-defined]
        assert navigation.navigation(request)["captures"]() is (case_manager or supervisor)


def test_no_two_places_share_a_key() -> None:
    keys = [place.key for place in navigation.PLACES]
    assert len(keys) == len(set(keys))


def test_places_that_do_not_exist_are_left_out(settings: Any) -> None:
    settings.ROOT_URLCONF = (path("cases/", include(([path("", page, name="list")], "cases"))),)
    assert [place.url for place in navigation._resolved()] == ["/cases/"]


def page(request: HttpRequest) -> HttpResponse:
    raise AssertionError("nobody opens it")
