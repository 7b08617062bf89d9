from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from caseday.kernel import clock

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
VIEWER = SimpleNamespace(time_zone=ZoneInfo("America/Chicago"))


@pytest.fixture(autouse=True)
def _at_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def render(text: str, **context: object) -> str:
    return Template(text).render(Context({"viewer": VIEWER, **context}))


def test_moments_are_shown_in_the_viewers_zone() -> None:
    assert render("{% time_of at %}", at=NOW) == "8:00"
    late = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
    assert render("{% time_of at %} {% day_of at 'near' %}", at=late) == "21:30 today"


def test_the_viewer_of_the_request_counts_where_the_context_names_none() -> None:
    request = SimpleNamespace(viewer=VIEWER)
    assert Template("{% time_of at %}").render(Context({"request": request, "at": NOW})) == "8:00"


def test_without_a_viewer_it_is_utc() -> None:
    assert Template("{% time_of at %}").render(Context({"at": NOW})) == "14:00"


def test_a_places_zone_is_named() -> None:
    assert render("{% time_of at zone %}", at=NOW, zone=ZoneInfo("America/Los_Angeles")) == "6:00 PST"


def test_days_take_a_date_or_a_moment() -> None:
    assert render("{% day_of day %}", day=date(2026, 3, 5)) == "Thu, Mar 5"
    assert render("{% day_of at 'long' %}", at=NOW) == "Monday, March 2"


def test_how_long_ago_can_be_kept_true_by_the_page() -> None:
    html = render("{% ago at %}", at=NOW - timedelta(minutes=40))
    assert html == '<time data-ago datetime="2026-03-02T13:20:00+00:00">40 min ago</time>'


def test_a_running_clock_says_since_when() -> None:
    assert ">12:05<" in render("{% elapsed at %}", at=NOW - timedelta(minutes=12, seconds=5))
    assert ">1:02:03<" in render("{% elapsed at %}", at=NOW - timedelta(hours=1, minutes=2, seconds=3))
    assert ">0:00<" in render("{% elapsed at %}", at=NOW + timedelta(minutes=1))


def test_nothing_gives_nothing() -> None:
    tags = "{% time_of x %}{% day_of x %}{% ago x %}{% elapsed x %}{% miles x %}{% duration x %}{{ x|phone }}{% phone_link x %}"
    assert render(tags, x=None) == ""


def test_distances_and_durations() -> None:
    assert render("{% miles 9.5 %}, {% duration 65 %}") == "9.5 mi, 1 h 05 min"


def test_a_number_becomes_a_link_that_dials() -> None:
    html = render("{% phone_link number %}", number="+15125550123")
    assert html == '<a href="tel:+15125550123" class="nowrap">(512) 555-0123</a>'
    assert render("{% phone_link number 'Call' 'btn' %}", number="+15125550123").endswith(
        'class="btn">Call</a>'
    )


def test_what_cannot_be_dialed_stays_text_and_is_escaped() -> None:
    assert render("{% phone_link number %}", number="<b>front</b>") == "&lt;b&gt;front&lt;/b&gt;"


def test_an_icon_is_hidden_from_assistive_technology() -> None:
    assert 'aria-hidden="true"' in render("{% icon 'phone' %}")
    assert render("{% icon 'phone' 'solid' %}") != render("{% icon 'phone' %}")
