import contextlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.kernel.errors import Invalid
from caseday.schedule.rules import (
    Repeat,
    RepeatEvery,
    default_horizon,
    ended_before,
    occurrence_starts,
    repeat_words,
    rule_text,
)

CHICAGO = ZoneInfo("America/Chicago")
FIRST = datetime(2026, 10, 27, 9, 0)
FAR = date(2027, 12, 31)


def days_of(text, first=FIRST, horizon_on=FAR, **kwargs):
    starts = occurrence_starts(text, first, CHICAGO, horizon_on=horizon_on, **kwargs)
    return [moment.astimezone(CHICAGO).date() for moment in starts]


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change():
    text = rule_text(Repeat(RepeatEvery.WEEK, count=3), FIRST.date())
    starts = occurrence_starts(text, FIRST, CHICAGO, horizon_on=FAR)
    assert [moment.hour for moment in starts] == [14, 15, 15]
    assert {moment.astimezone(CHICAGO).hour for moment in starts} == {9}


@pytest.mark.parametrize(
    ("every", "days", "words"),
    [
        (RepeatEvery.DAY, [27, 28, 29], "every day, 3 times"),
        (RepeatEvery.WEEK, [27, 3, 10], "every week on Tuesday, 3 times"),
        (RepeatEvery.TWO_WEEKS, [27, 10, 24], "every 2 weeks on Tuesday, 3 times"),
        (RepeatEvery.MONTH_BY_WEEKDAY, [27, 24, 22], "every month on the fourth Tuesday, 3 times"),
        (RepeatEvery.MONTH_BY_DATE, [27, 27, 27], "every month on day 27, 3 times"),
    ],
)
def test_each_way_of_repeating(every, days, words):
    text = rule_text(Repeat(every, count=3), FIRST.date())
    assert [day.day for day in days_of(text)] == days
    assert repeat_words(text) == words


def test_a_fifth_weekday_means_the_last_of_the_month():
    first = datetime(2026, 10, 29, 9, 0)
    text = rule_text(Repeat(RepeatEvery.MONTH_BY_WEEKDAY, count=2), first.date())
    assert days_of(text, first) == [date(2026, 10, 29), date(2026, 11, 26)]


def test_the_31st_falls_back_to_the_last_day_of_shorter_months():
    first = datetime(2026, 10, 31, 9, 0)
    text = rule_text(Repeat(RepeatEvery.MONTH_BY_DATE, count=3), first.date())
    assert days_of(text, first) == [date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31)]
    assert repeat_words(text) == "every month on day 31 or the last of the month, 3 times"


def test_it_ends_on_its_last_day_included():
    text = rule_text(Repeat(RepeatEvery.WEEK, until_on=date(2026, 11, 10)), FIRST.date())
    assert len(days_of(text)) == 3
    assert repeat_words(text) == "every week on Tuesday until Nov 10, 2026"


def test_an_until_in_utc_ends_with_that_day():
    assert len(days_of("RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261105T060000Z")) == 4


def test_exceptions_are_left_out_and_still_counted():
    text = rule_text(Repeat(RepeatEvery.WEEK, count=3), FIRST.date())
    assert days_of(text, except_on={date(2026, 11, 3)}) == [date(2026, 10, 27), date(2026, 11, 10)]


def test_a_rule_without_end_stops_at_the_horizon():
    text = rule_text(Repeat(RepeatEvery.WEEK), FIRST.date())
    assert len(days_of(text, horizon_on=default_horizon(FIRST.date()))) == 53


def test_a_rule_is_cut_before_a_day_for_this_and_following():
    text = rule_text(Repeat(RepeatEvery.WEEK, count=10), FIRST.date())
    assert days_of(ended_before(text, date(2026, 11, 10))) == [date(2026, 10, 27), date(2026, 11, 3)]


@pytest.mark.parametrize(
    "repeat",
    [
        Repeat(RepeatEvery.WEEK, until_on=date(2026, 12, 1), count=3),
        Repeat(RepeatEvery.WEEK, until_on=date(2026, 10, 1)),
        Repeat(RepeatEvery.WEEK, count=0),
        Repeat(RepeatEvery.WEEK, count=5000),
    ],
)
def test_an_end_that_makes_no_sense_is_refused(repeat):
    with pytest.raises(Invalid):
        rule_text(repeat, FIRST.date())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "every tuesday",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;UNTIL=00000000",
    ],
)
def test_a_rule_that_is_not_understood_is_refused(text):
    with pytest.raises(Invalid):
        days_of(text)


def test_a_rule_that_never_matches_gives_nothing_and_ends():
    assert days_of("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") == []


def test_words_bear_with_whatever_a_calendar_brings():
    assert repeat_words("FREQ=MONTHLY;BYDAY=7MO") == "every month on the 7th Monday"
    assert repeat_words("FREQ=WEEKLY;BYDAY=MO,QQ") == "every week on Monday and QQ"
    assert repeat_words("FREQ=YEARLY;INTERVAL=2;UNTIL=soon") == "every 2 years until SOON"


@given(st.text(alphabet="FREQ=DAILYWKMONTH;BYSU0123456789,-:", max_size=60))
def test_no_text_breaks_it(text):
    with contextlib.suppress(Invalid):
        assert len(days_of(text)) <= 260


@given(st.sampled_from(RepeatEvery), st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_the_first_day_is_the_first_occurrence_and_the_local_time_never_moves(every, first_on, count):
    first = datetime.combine(first_on, datetime.min.time()) + timedelta(hours=9)
    text = rule_text(Repeat(every, count=count), first_on)
    starts = occurrence_starts(text, first, CHICAGO, horizon_on=first_on + timedelta(days=3000))
    assert len(starts) == count
    assert starts[0].astimezone(CHICAGO).replace(tzinfo=None) == first
    assert {moment.astimezone(CHICAGO).time() for moment in starts} == {first.time()}
    assert starts == sorted(set(starts))
