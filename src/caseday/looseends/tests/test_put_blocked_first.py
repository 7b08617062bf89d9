"""What somebody waits for at a counter goes before what waits for an appeal."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from caseday.looseends.rules import request_blocked
from caseday.looseends.rules.asked_for import AskedFor

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)


def blocked(days: float, needed_in_days: float | None = None) -> float:
    asked = AskedFor(
        request_id=uuid4(), title="Medication", case_id=uuid4(), client="Elena", role="pharmacy",
        role_word="Pharmacy", office_id=None, whom="", chase=None, next_try="",
    )  # fmt: skip
    needed_by = None if needed_in_days is None else NOW + timedelta(days=needed_in_days)
    facts = request_blocked.Facts(asked, NOW - timedelta(days=days), "Rejected", needed_by)
    [end] = request_blocked.loose_ends([facts], now=NOW, zone=ZoneInfo("UTC"))
    return end.weight


def test_what_was_stopped_today_goes_before_what_has_been_stopped_for_weeks() -> None:
    assert blocked(0.1) > blocked(40)


def test_what_is_needed_tomorrow_goes_before_what_has_no_day() -> None:
    assert blocked(9, needed_in_days=0.5) > blocked(40) == blocked(40, needed_in_days=20)
