from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from caseday.directory.rules.kinds import holiday_region, hours_in_full
from caseday.directory.rules.open_state import is_open, open_state, windows_on
from caseday.directory.rules.say_hours import say, say_briefly
from caseday.directory.rules.week import from_text

AUSTIN = ZoneInfo("America/Chicago")
NEW_YORK = ZoneInfo("America/New_York")
PHOENIX = ZoneInfo("America/Phoenix")
USUAL = "Mo-Fr 08:00-12:00,13:00-17:00; PH off"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=AUSTIN)


@pytest.mark.parametrize(
    ("moment", "words", "short"),
    [
        (at(23, 7, 35), "opens in 25 minutes", "in 25 min"),
        (at(23, 7, 59), "opens in 1 minute", "in 1 min"),
        (at(23, 5), "opens at 8:00", "8:00"),
        (at(23, 8), "open now until 12:00 (lunch, back 13:00)", "open now"),
        (at(23, 11, 45), "open now, closes in 15 minutes (lunch, back 13:00)", "open now"),
        (at(23, 12, 35), "closed for lunch, back at 13:00 (in 25 minutes)", "in 25 min"),
        (at(23, 16), "open now until 17:00", "open now"),
        (at(23, 17), "opens tomorrow 8:00", "Tue 8:00"),
        (at(26, 9), "closed today: Thanksgiving Day, opens tomorrow 8:00", "Fri 8:00"),
        (at(27, 18), "opens Monday 8:00", "Mon 8:00"),
    ],
)
def test_it_says_when_they_are_there(moment: dt.datetime, words: str, short: str) -> None:
    state = open_state(USUAL, moment, AUSTIN)
    assert say(state) == words
    assert say_briefly(state) == short


@pytest.mark.parametrize(
    ("hours", "words", "short"),
    [
        ("", "hours not noted", "hours?"),
        ("not hours", "hours not noted", "hours?"),
        ("24/7", "open now, around the clock", "open now"),
        ("off", "closed until further notice", "closed"),
        ("Mo-Su 22:00-06:00", "open now until tomorrow 6:00", "open now"),
        ("Mo-Fr 08:00-24:00", "open now, closes in 25 minutes", "open now"),
        ("Mo-Fr 08:00-24:00; Tu off", "open now, closes in 25 minutes", "open now"),
        ("unknown", "not known whether open", "hours?"),
        (
            'Mo-Fr 08:00-17:00 || "by appointment"',
            "not known whether open (by appointment); opens tomorrow 8:00",
            "Tue 8:00",
        ),
        ('2026 Nov 1-2027 Jan 15 off "renovation"', "closed today: renovation", "closed"),
        (
            'Mo-Fr 08:00-17:00; 2026 Nov 1-2027 Jan 15 off "moving"',
            "closed today: moving, opens Jan 18, 8:00",
            "Jan 18 8:00",
        ),
    ],
)
def test_it_says_late_on_a_monday(hours: str, words: str, short: str) -> None:
    state = open_state(hours, at(23, 23, 35), AUSTIN)
    assert say(state) == words
    assert say_briefly(state) == short


def test_open_to_midnight_says_midnight() -> None:
    assert say(open_state("Mo-Fr 08:00-24:00", at(23, 20), AUSTIN)) == "open now until midnight"


def test_the_viewer_is_told_both_clocks_where_they_differ() -> None:
    assert (
        say(open_state(USUAL, at(23, 16), AUSTIN), NEW_YORK)
        == "open now until 17:00 their time (18:00 yours)"
    )
    assert say(open_state(USUAL, at(23, 16), AUSTIN), AUSTIN) == "open now until 17:00"
    assert "back at 13:00 their time (14:00 yours)" in say(open_state(USUAL, at(23, 12, 5), AUSTIN), NEW_YORK)


def test_the_office_is_open_by_its_own_clock() -> None:
    eight_in_new_york = dt.datetime(2026, 11, 23, 13, 0, tzinfo=dt.UTC)
    assert is_open(USUAL, eight_in_new_york, NEW_YORK)
    assert not is_open(USUAL, eight_in_new_york, AUSTIN)
    assert say(open_state(USUAL, eight_in_new_york, AUSTIN)) == "opens in 60 minutes"


def test_arizona_keeps_its_clock_in_summer() -> None:
    moment = dt.datetime(2026, 7, 6, 15, 0, tzinfo=dt.UTC)
    assert is_open("Mo-Fr 08:00-17:00", moment, PHOENIX)
    assert open_state("Mo-Fr 08:00-17:00", moment - dt.timedelta(hours=1), PHOENIX).minutes_until_open == 60


@pytest.mark.parametrize(
    ("evening", "minutes"),
    [(dt.datetime(2026, 3, 7, 22, 0), 9 * 60), (dt.datetime(2026, 10, 31, 22, 0), 11 * 60)],
)
def test_the_night_of_a_clock_change_is_an_hour_shorter_or_longer(evening: dt.datetime, minutes: int) -> None:
    state = open_state("Mo-Su 08:00-17:00", evening.replace(tzinfo=AUSTIN), AUSTIN)
    assert state.minutes_until_open == minutes
    assert state.opens_at and (state.opens_at.hour, state.opens_at.minute) == (8, 0)


def test_windows_on_the_day_that_skips_an_hour() -> None:
    windows = windows_on("Mo-Su 01:00-04:00", dt.date(2026, 3, 8), AUSTIN)
    assert [
        (b - a.astimezone(dt.UTC)).total_seconds() / 3600
        for a, b in [(windows[0][0], windows[0][1].astimezone(dt.UTC))]
    ] == [2]
    opens, closes = windows_on("Mo-Su 02:15-02:45,08:00-12:00", dt.date(2026, 3, 8), AUSTIN)[-1]
    assert (opens.hour, closes.hour) == (8, 12)


def test_windows_on_a_usual_day_a_holiday_and_without_hours() -> None:
    windows = windows_on(USUAL, dt.date(2026, 11, 23), AUSTIN)
    assert [(a.hour, b.hour) for a, b in windows] == [(8, 12), (13, 17)]
    assert windows_on(USUAL, dt.date(2026, 11, 26), AUSTIN) == []
    assert windows_on("", dt.date(2026, 11, 23), AUSTIN) == []
    assert windows_on("nonsense", dt.date(2026, 11, 23), AUSTIN) == []


def test_windows_that_touch_are_one() -> None:
    windows = windows_on('Mo-Su 08:00-12:00, Mo-Su 12:00-17:00 "by phone"', dt.date(2026, 11, 23), AUSTIN)
    assert [(a.hour, b.hour) for a, b in windows] == [(8, 17)]
    assert (
        say(open_state('Mo-Su 08:00-12:00, Mo-Su 12:00-17:00 "by phone"', at(23, 9), AUSTIN))
        == "open now until 17:00"
    )


def test_weekdays_beside_holidays_stay() -> None:
    assert not is_open("Mo-Sa 08:00-17:00; Su,PH off", at(26, 9), AUSTIN)
    assert is_open('Mo-Fr 08:00-17:00; PH 10:00-14:00 "short"', at(26, 11), AUSTIN)
    assert not is_open("Mo-Fr 08:00-17:00; PH 10:00-14:00", at(26, 9), AUSTIN)


def test_which_days_are_kept_depends_on_the_office() -> None:
    assert holiday_region("", "pharmacy", "TX") == "common"
    assert holiday_region("", "court", "tx") == "TX"
    assert holiday_region("state", "pharmacy", "") == "US"
    assert holiday_region("federal", "court", "TX") == "US"
    columbus_day, san_jacinto = at(12, 9, month=10), at(21, 9, month=4)
    assert is_open(USUAL, columbus_day, AUSTIN, "common")
    assert not is_open(USUAL, columbus_day, AUSTIN, "US")
    assert not is_open(USUAL, san_jacinto, AUSTIN, "TX")


def test_an_office_that_keeps_holidays_has_them_in_its_hours() -> None:
    assert hours_in_full("Mo-Fr 08:00-17:00;", True) == "Mo-Fr 08:00-17:00; PH off"
    assert hours_in_full("Mo-Fr 08:00-17:00", False) == "Mo-Fr 08:00-17:00"
    assert hours_in_full("Mo-Fr 08:00-17:00; PH 10:00-12:00", True) == "Mo-Fr 08:00-17:00; PH 10:00-12:00"
    assert hours_in_full("24/7", True) == "24/7"
    special = hours_in_full("Mo-Fr 08:00-17:00; 2026 Dec 25 08:00-10:00; 2026 Dec 31 off", True)
    assert special == "Mo-Fr 08:00-17:00; PH off; 2026 Dec 25 08:00-10:00; 2026 Dec 31 off"
    assert is_open(special, at(25, 9, month=12), AUSTIN)
    assert from_text(special)
    assert hours_in_full("", True) == ""


def test_a_change_years_away_is_not_waited_for() -> None:
    assert say(open_state("24/7; 2028 Jul 01 off", at(23, 9), AUSTIN)) == "open now, around the clock"


def test_many_named_days_without_an_opening_come_to_an_end() -> None:
    assert say(open_state("off; PH off", at(23, 9), AUSTIN, "TX")) == "closed until further notice"
    on_call = 'Mo-Su 00:00-24:00; PH 00:00-24:00 "on call"'
    assert say(open_state(on_call, at(23, 9), AUSTIN, "TX")) == "open now, around the clock"
