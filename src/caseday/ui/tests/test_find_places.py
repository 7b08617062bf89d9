from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from caseday.ui import navigation

KNOWN = (
    navigation.Place("Today", "sun", "g t", "today:today", url="/"),
    navigation.Place("Calls", "phone", "g k", "today:calls", url="/calls/"),
    navigation.Place("Cases", "briefcase", "g c", "cases:list", url="/cases/"),
)


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_known_places", lambda *_: KNOWN)


def current(path: str) -> list[str]:
    return [place.label for place in navigation.places_for(path) if place.is_current]


def test_the_place_that_holds_the_page_is_marked() -> None:
    assert current("/cases/0192/") == ["Cases"]
    assert current("/calls/") == ["Calls"]


def test_the_start_page_is_today_alone() -> None:
    assert current("/") == ["Today"]
    assert current("/elsewhere/") == []


def test_the_frame_is_drawn_only_when_asked_for() -> None:
    request = RequestFactory().get("/cases/")
    request.viewer = SimpleNamespace(name="Nora")  # type: ignore[attr-defined]
    context = navigation.navigation(request)
    assert context["viewer"].name == "Nora"
    assert context["places"]() is context["places"]()


def test_no_two_places_share_a_key() -> None:
    keys = [place.key for place in navigation.PLACES]
    assert len(keys) == len(set(keys))


def test_places_that_do_not_exist_are_left_out(settings: object) -> None:
    urls = {place.url_name for place in navigation._resolved()}
    assert urls <= {place.url_name for place in navigation.PLACES}
