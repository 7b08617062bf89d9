from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from caseday.schedule.rules import resolve_local, shown_time

CHICAGO, PHOENIX, TOKYO = ZoneInfo("America/Chicago"), ZoneInfo("America/Phoenix"), ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
HALF = timedelta(minutes=30)


def test_one_zone_needs_no_name():
    assert shown_time(AT, AT + HALF, CHICAGO, CHICAGO).words == "10:05–10:35"


def test_another_zone_is_named_and_put_beside_the_viewers():
    assert shown_time(AT, AT + HALF, PHOENIX, CHICAGO).words == "9:05–9:35 MST (10:05 your time)"


def test_another_day_over_there_names_the_viewers_day():
    shown = shown_time(AT, AT + HALF, TOKYO, CHICAGO)
    assert shown.yours == "Mon 10:05"
    assert shown.on.day == 24


def test_zones_with_another_name_but_the_same_clock_are_not_told_apart():
    assert shown_time(AT, AT + HALF, ZoneInfo("America/Winnipeg"), CHICAGO).yours == ""


def test_noon_and_midnight():
    noon = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    assert shown_time(noon, noon + 12 * timedelta(hours=1), CHICAGO, CHICAGO).words == "12:00–0:00"


def test_a_time_that_the_clock_skips_is_kept_an_hour_later():
    skipped = resolve_local(datetime(2026, 3, 8, 2, 30), CHICAGO)
    assert skipped.astimezone(CHICAGO).hour == 3


def test_a_time_shown_twice_is_the_first():
    assert resolve_local(datetime(2026, 11, 1, 1, 30), CHICAGO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
