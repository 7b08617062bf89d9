from datetime import UTC, datetime, timedelta

import pytest

from caseday.schedule.rules import notice_given

START = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "words", "is_short"),
    [
        (timedelta(minutes=-5), "without notice", True),
        (timedelta(0), "without notice", True),
        (timedelta(minutes=45), "45 min notice", True),
        (timedelta(minutes=60), "1 hour notice", True),
        (timedelta(hours=5, minutes=59), "5 hours notice", True),
        (timedelta(hours=24), "24 hours notice", False),
        (timedelta(hours=49), "2 days notice", False),
        (timedelta(days=10), "10 days notice", False),
    ],
)
def test_notice_is_said_in_words(before, words, is_short):
    notice = notice_given(START - before, START)
    assert (notice.words, notice.is_short) == (words, is_short)
