"""What was carried on comes back on its day, and says from when it is."""

from datetime import date, timedelta

import pytest

from caseday.looseends.rules import Closed, carried_words, come_back

FRIDAY, MONDAY, TUESDAY = date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 3)
WEDNESDAY = TUESDAY + timedelta(days=1)


def test_it_comes_back_on_its_day_from_the_day_that_carried_it() -> None:
    closes = [Closed(MONDAY, {"later": WEDNESDAY}), Closed(TUESDAY, {"next": WEDNESDAY})]
    assert come_back(closes, WEDNESDAY) == {"later": MONDAY, "next": TUESDAY}
    assert come_back(closes, TUESDAY) == {}


def test_what_came_back_and_was_left_is_no_longer_carried() -> None:
    closes = [Closed(FRIDAY, {"one": MONDAY, "two": MONDAY}), Closed(MONDAY, {"one": TUESDAY})]
    assert come_back(closes, TUESDAY) == {"one": MONDAY}


def test_after_days_away_it_still_says_so() -> None:
    assert come_back([Closed(FRIDAY, {"one": MONDAY})], WEDNESDAY) == {"one": FRIDAY}


def test_the_close_of_today_carries_nothing_back_today() -> None:
    assert come_back([Closed(MONDAY, {"one": TUESDAY})], MONDAY) == {}


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (MONDAY, "carried from yesterday"),
        (FRIDAY, "carried from Friday"),
        (date(2026, 2, 23), "carried from Mon, Feb 23"),
    ],
)
def test_it_names_the_day(on: date, words: str) -> None:
    assert carried_words(on, TUESDAY) == words
