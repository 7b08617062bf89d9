"""Whatever stands in a pack file, it is a pack, or every mistake is named with its line."""

import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.programs.rules import Pack, PackError, read_pack

LINES = (files("caseday.programs") / "data" / "example_pack.toml").read_text("utf-8").splitlines()
GARBAGE = st.one_of(
    st.sampled_from(
        [
            "",
            "]",
            "[[stages]]",
            "[words]",
            "every = -1",
            "every = nan",
            "amount = inf",
            'slug = "' + "x" * 5000 + '"',
            "unit = []",
            "stages = 3",
            "steps = [{ slug = 1 }]",
            'next = ["closing", 7]',
            "effective_to = 0001-01-01",
            "effective_from = 9999-12-31",
            'starts = "stage:"',
            'requires = [":", "document:", "assessment_done:x:y"]',
            "legal_text = 5",
            'legal_text = { "" = "x" }',
            'word = "\\u0000"',
            'slug = "slug: with; signs, and [0]. dots"',
        ]
    ),
    st.text(max_size=40),
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(LINES) - 1), GARBAGE)
def test_one_bad_line_is_named_or_does_no_harm(place, garbage):
    text = "\n".join([*LINES[:place], garbage, *LINES[place + 1 :]])
    try:
        assert isinstance(read_pack(text, name="mine.toml"), Pack)
    except PackError as error:
        assert error.problems
        assert all(re.match(r"mine\.toml( line \d+, [^:]+)?: .+", one, re.DOTALL) for one in error.problems)


@pytest.mark.parametrize("text", ["", "slug = 1", "[[[", "\x00", "words = 3\n", "a = 1\n" * 5])
def test_what_is_no_pack_is_refused(text):
    with pytest.raises(PackError):
        read_pack(text, name="mine.toml")
