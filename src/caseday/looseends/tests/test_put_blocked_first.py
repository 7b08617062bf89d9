"""What somebody waits for at a counter goes before what waits for an answer, and that before what has weeks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from caseday.looseends.rules import LooseEnd, request_blocked
from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.chase_due import Chased
from caseday.looseends.rules.ranking import BLOCKED, BLOCKED_NOW, DUE_TODAY

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
CHASED = Chased(uuid4(), "chase due today")


def end_of(days: float, next_try: str = "", chase: Chased | None = None, **facts: Any) -> LooseEnd:
    asked = AskedFor(
        request_id=uuid4(), title="Injections", case_id=uuid4(), client="Elena", role="pharmacy",
        role_word="Pharmacy", office_id=None, whom="", chase=chase, next_try=next_try,
    )  # fmt: skip
    one = request_blocked.Facts(asked, NOW - timedelta(days=days), "Rejected", **facts)
    [end] = request_blocked.loose_ends([one], now=NOW, zone=ZoneInfo("UTC"))
    return end


def blocked(days: float, needed_in_days: float | None = None) -> float:
    needed_by = None if needed_in_days is None else NOW + timedelta(days=needed_in_days)
    return end_of(days, needed_by=needed_by).weight


def test_what_was_stopped_today_goes_before_what_has_been_stopped_for_weeks() -> None:
    assert blocked(0.1) > blocked(40)


def test_what_is_needed_tomorrow_goes_before_what_has_no_day() -> None:
    assert blocked(9, needed_in_days=0.5) > blocked(40) == blocked(40, needed_in_days=20)


@pytest.mark.parametrize(
    ("end", "why", "label"),
    [
        (end_of(9, deadline="appeal until Mar 24"), "Rejected, appeal until Mar 24, nobody chases it", "Chase it"),
        (
            end_of(40, "Friday", deadline="appeal until Mar 24"),
            "Rejected, appeal until Mar 24, next try Friday", "Call",
        ),
        (end_of(9, "Friday"), "Rejected, next try Friday", "Call"),
        (end_of(9, "Friday", is_worked_on=True), "Rejected, worked on today, next try Friday", "Call"),
        (end_of(0.2, is_worked_on=True), "Rejected, worked on today", "Call"),
        (
            end_of(9, chase=CHASED, is_worked_on=True, deadline="appeal until Mar 24"),
            "Rejected, appeal until Mar 24, worked on today, chase due today", "Call",
        ),
    ],
)  # fmt: skip
def test_with_weeks_left_it_stands_below_what_is_due_today(end: LooseEnd, why: str, label: str) -> None:
    assert end.weight < DUE_TODAY
    assert (end.why, end.taps[0].label) == (why, label)


@pytest.mark.parametrize(
    ("end", "least"),
    [
        (end_of(0.2, deadline="appeal until Mar 24"), BLOCKED_NOW),
        (end_of(9), BLOCKED),
        (end_of(9, chase=CHASED, deadline="appeal until Mar 24"), BLOCKED),
        (end_of(9, "Friday", is_deadline_near=True), BLOCKED),
        (end_of(9, is_worked_on=True, is_deadline_near=True), BLOCKED),
        (end_of(9, "Friday", is_worked_on=True, stands_first=True), BLOCKED),
    ],
)
def test_what_presses_or_nobody_has_taken_up_stands_first(end: LooseEnd, least: float) -> None:
    assert end.weight >= least
    assert "nobody chases it" not in end.why
