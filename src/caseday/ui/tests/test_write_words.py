from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.ui import words

AUSTIN = ZoneInfo("America/Chicago")
PORTLAND = ZoneInfo("America/Los_Angeles")
NOON = datetime(2026, 3, 2, 18, 5, tzinfo=UTC)


def test_a_moment_is_written_in_the_readers_zone() -> None:
    assert words.clock_time(NOON, AUSTIN) == "12:05"


def test_another_places_time_is_named_where_it_differs() -> None:
    assert words.clock_time(NOON, AUSTIN, PORTLAND) == "10:05 PST"
    assert words.clock_time(NOON, AUSTIN, ZoneInfo("America/Menominee")) == "12:05"


@pytest.mark.parametrize(
    ("day", "style", "text"),
    [
        (date(2026, 3, 2), "", "Mon, Mar 2"),
        (date(2026, 3, 2), "long", "Monday, March 2"),
        (date(2026, 3, 2), "near", "today"),
        (date(2026, 3, 3), "near", "tomorrow"),
        (date(2026, 3, 1), "near", "yesterday"),
        (date(2026, 3, 4), "near", "Wed, Mar 4"),
        (date(2025, 12, 31), "", "Wed, Dec 31, 2025"),
    ],
)
def test_a_day_says_as_much_as_needed(day: date, style: str, text: str) -> None:
    assert words.day_words(day, date(2026, 3, 2), style) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "just now"),
        (-5, "just now"),
        (40 * 60, "40 min ago"),
        (-25 * 60, "in 25 min"),
        (3 * 3600 + 1, "3 h ago"),
        (86400, "1 day ago"),
        (42 * 86400, "42 days ago"),
        (70 * 86400, "10 weeks ago"),
        (200 * 86400, "6 months ago"),
        (800 * 86400, "2 years ago"),
    ],
)
def test_how_long_ago_uses_the_largest_telling_unit(seconds: int, text: str) -> None:
    assert words.ago_words(NOON - timedelta(seconds=seconds), NOON) == text


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (35, "35 min"), (60, "1 h"), (65, "1 h 05 min"), (120, "2 h")]
)
def test_a_duration_is_written_in_hours_and_minutes(minutes: int, text: str) -> None:
    assert words.duration_words(minutes) == text


@pytest.mark.parametrize(
    ("miles", "text"), [(13.0, "13 mi"), (13.4, "13 mi"), (0.4, "0.4 mi"), (2.0, "2 mi"), (2.25, "2.2 mi")]
)
def test_miles_show_tenths_only_where_they_matter(miles: float, text: str) -> None:
    assert words.miles_words(miles) == text


@pytest.mark.parametrize(
    ("number", "text", "url"),
    [
        ("+15125550123", "(512) 555-0123", "tel:+15125550123"),
        ("512-555-0123", "(512) 555-0123", "tel:+15125550123"),
        ("+15125550123;ext=3", "(512) 555-0123 ext. 3", "tel:+15125550123,3"),
        ("+442079460123", "+44 20 7946 0123", "tel:+442079460123"),
        ("front desk", "front desk", ""),
        ("12", "12", ""),
    ],
)
def test_a_phone_number_is_written_as_people_write_it_and_dialed_as_machines_do(
    number: str, text: str, url: str
) -> None:
    assert words.phone_words(number) == text
    assert words.tel_url(number) == url


@given(st.text(max_size=40))
def test_no_text_breaks_a_phone_number(text: str) -> None:
    assert isinstance(words.phone_words(text), str)
    assert words.tel_url(text).startswith("tel:") or words.tel_url(text) == ""


@given(st.integers(0, 10**7))
def test_every_span_has_words(minutes: int) -> None:
    assert words.span_words(minutes).split()[0].isdigit()


def test_the_way_opens_in_the_map_that_one_has_chosen() -> None:
    place = "12 Oak & Elm St, Austin"
    assert words.navigation_url("apple", place).endswith(
        "?daddr=12%20Oak%20%26%20Elm%20St,%20Austin&dirflg=d"
    )
    assert words.navigation_url("geo", place) == "geo:0,0?q=12%20Oak%20%26%20Elm%20St,%20Austin"
    assert words.navigation_url("geo", "30.26,-97.7") == "geo:30.26,-97.7?q=30.26,-97.7"
    assert words.navigation_url("", place).startswith(
        "https://www.google.com/maps/dir/?api=1&destination=12%20"
    )
