"""The labeled set (bench/matching): floors of what is filed by itself, on the split for tuning and the held-out one."""

import pytest

from bench.matching.score import score


@pytest.mark.django_db
@pytest.mark.parametrize("split", ["dev", "held out"])
def test_what_is_filed_by_itself_is_right_and_most_is(split: str) -> None:
    found = score(split)
    assert found.messages >= 400
    assert found.precision >= 0.98
    assert found.recall >= 0.85
    assert found.suggestion_rate >= 0.85
