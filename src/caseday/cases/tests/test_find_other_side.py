"""The other side of the body in a text: found where it is said, silent where it is denied, compared, past, or of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.cases.rules.sides import Side, one_sided, side_contradictions
from caseday.cases.tests.sided_lines import LINES

CASE = (Side("knee", "right", "Torn meniscus"), Side("", "left", "Rotator cuff tear"))


@pytest.mark.parametrize(("line", "flagged"), LINES)
def test_each_line_is_flagged_as_labeled(line: str, flagged: str) -> None:
    assert [one.text for one in side_contradictions(line, CASE)] == ([flagged] if flagged else [])


def test_there_are_lines_enough() -> None:
    assert len(LINES) >= 60


def test_it_says_which_side_is_the_case_s() -> None:
    (found,) = side_contradictions("First. Then the left knee.", CASE)
    assert found.words == "is not the side of this case: the knee is the right one"
    assert (found.start, found.end, found.said, found.own) == (16, 25, "left", "right")


@pytest.mark.parametrize(
    ("conditions", "known"),
    [
        ([Side("Knee", "right")], {"knee": "right"}),
        (
            [Side("", "", "Other tear of medial meniscus, current injury, left knee, initial encounter")],
            {"knee": "left"},
        ),
        ([Side("", "", "Unspecified rotator cuff tear or rupture of right shoulder")], {"shoulder": "right"}),
        ([Side("low back", "left")], {"low back": "left"}),
        ([Side("knee", "right"), Side("knee", "left")], {}),
        ([Side("knee", "right"), Side("knee", "")], {}),
        ([Side("knee", "both")], {}),
        ([Side("knee", "", "Bilateral osteoarthritis")], {}),
        ([Side("knee", "", "left greater than right")], {}),
        ([Side("", "right", "Headache")], {}),
        ([], {}),
    ],
)
def test_the_side_of_a_part_is_known_only_where_all_conditions_agree(
    conditions: list[Side], known: dict[str, str]
) -> None:
    assert one_sided(conditions) == known


def test_a_case_whose_sides_are_not_known_is_not_contradicted() -> None:
    assert side_contradictions("left knee", [Side("knee", "")]) == []


@given(st.text(alphabet="left right knee shoulder.,;()-LRlt\n", max_size=60))
def test_what_is_flagged_stands_there(text: str) -> None:
    for one in side_contradictions(text, CASE):
        assert text[one.start : one.end] == one.text
