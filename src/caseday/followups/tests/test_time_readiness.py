"""Which lines of a checklist stand out, counted in days of the place."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.followups.rules import LineFact, LineState, days_left, left_words, readiness, state_of

AUSTIN = ZoneInfo("America/Chicago")
AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SAID, VERIFIED = LineFact(confirmed_at=AT), LineFact(confirmed_at=AT, verified_at=AT)


@pytest.mark.parametrize(
    ("line", "left", "state"),
    [
        (LineFact(), 4, LineState.OPEN),
        (LineFact(), 3, LineState.STANDS_OUT),
        (LineFact(), 0, LineState.STANDS_OUT),
        (LineFact(), -1, LineState.OPEN),
        (LineFact(), None, LineState.OPEN),
        (LineFact(stands_out_days_before=7), 7, LineState.STANDS_OUT),
        (SAID, 0, LineState.SAID),
        (VERIFIED, 0, LineState.VERIFIED),
        (LineFact(is_needed=False), 0, LineState.NOT_NEEDED),
    ],
)
def test_a_line_stands_out_when_nobody_confirmed_it_and_the_day_is_near(
    line: LineFact, left: int | None, state: LineState
) -> None:
    assert state_of(line, left) is state


def test_days_are_those_of_the_place() -> None:
    starts_at = datetime(2026, 3, 3, 12, 30, tzinfo=UTC)
    assert days_left(starts_at, datetime(2026, 3, 3, 5, 59, tzinfo=UTC), AUSTIN) == 1
    assert days_left(starts_at, datetime(2026, 3, 3, 6, 0, tzinfo=UTC), AUSTIN) == 0
    assert days_left(None, AT, AUSTIN) is None


@given(st.integers(0, 400))
def test_a_change_of_clocks_makes_no_day_shorter(ahead: int) -> None:
    noon = datetime(2026, 3, 7, 12, 0, tzinfo=AUSTIN)
    assert days_left(noon + timedelta(days=ahead), noon, AUSTIN) == ahead


def test_what_is_confirmed_is_counted() -> None:
    lines = [LineFact(), SAID, VERIFIED, LineFact(is_needed=False)]
    counted = readiness(lines, 2)
    assert (counted.needed, counted.said, counted.verified, counted.standing_out) == (3, 2, 1, 1)
    assert counted.words == "1 of 3 not confirmed"
    assert readiness([SAID, VERIFIED], 2).words == "everything confirmed, 1 of 2 verified"
    assert readiness([VERIFIED], 2).words == "everything verified"
    assert readiness([], 2).words == "nothing to confirm"


def test_how_long_it_is_until_then_in_words() -> None:
    said = [left_words(left) for left in (None, -3, -1, 0, 1, 4)]
    assert said == ["no date yet", "3 days ago", "yesterday", "today", "tomorrow", "in 4 days"]
