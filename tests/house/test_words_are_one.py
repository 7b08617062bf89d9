"""A clock time is written in one way, by one function."""

import re
from datetime import UTC, datetime, time

import pytest

from caseday.kernel.words import clock_words
from tests.house.ceilings import ROOT, is_test, sources

# Hours of twelve, and an hour put before its minutes by hand; `%H:%M` alone is for machines (form fields, files).
_BY_HAND = re.compile(r"%-?I|\bhour ?% ?12 or 12|\.hour\}:|[^\"'(:{]%H:%M}")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 2, 17, tzinfo=UTC), "17:00"),
        (datetime(2026, 3, 2, 9, 5, tzinfo=UTC), "9:05"),
        (time(0, 30), "0:30"),
    ],
)
def test_a_clock_time_has_24_hours_without_a_leading_zero(moment: datetime | time, words: str) -> None:
    assert clock_words(moment) == words


def test_nothing_but_that_function_writes_one() -> None:
    home = ROOT / "src/caseday/kernel/words.py"
    by_hand = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources()
        if path.is_relative_to(ROOT / "src") and path != home and not is_test(path)
        for line in path.read_text("utf-8").splitlines()
        if _BY_HAND.search(line)
    ]
    assert by_hand == []
