"""Plain rules of cases."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.cases.rules import CaseFilter, next_number, normalize_identifier, period_problem, stage_problem


@pytest.mark.parametrize("value", ["wc 44-17a", "WC4417A", "WC.44/17-A ", " wc_4417a"])
def test_spelling_does_not_make_another_number(value):
    assert normalize_identifier(value) == "WC4417A"


@given(st.text(max_size=60))
def test_normalizing_twice_changes_nothing_more(value):
    once = normalize_identifier(value)
    assert normalize_identifier(once).isalnum() or once == ""


@pytest.mark.parametrize(
    ("year", "last", "number"),
    [
        (2026, "", "26-00001"),
        (2026, "26-00041", "26-00042"),
        (2027, "26-00041", "27-00001"),
        (2026, "imported", "26-00001"),
    ],
)
def test_numbers_count_on_within_a_year(year, last, number):
    assert next_number(year, last) == number


STAGES = {"referral": ["active"], "active": ["closing", "referral"], "closing": ["active"]}


@pytest.mark.parametrize(
    ("old", "new", "is_allowed"),
    [
        ("referral", "active", True),
        ("referral", "closing", False),
        ("referral", "referral", True),
        ("active", "gone", False),
        ("dropped from the pack", "closing", True),
    ],
)
def test_a_stage_follows_where_the_program_says_so(old, new, is_allowed):
    assert (stage_problem(STAGES, old, new) == "") is is_allowed


def test_a_period_does_not_end_before_it_begins():
    assert period_problem(date(2026, 3, 2), date(2026, 3, 1))
    assert not period_problem(date(2026, 3, 2), date(2026, 3, 2))
    assert not period_problem(None, date(2026, 3, 2))
    assert not period_problem(date(2026, 3, 2), None)


def test_a_filter_reads_what_it_understands_and_forgives_the_rest():
    wanted = CaseFilter.read(
        {"text": " del\0 ", "acuity": "x", "silent_days": "14", "status": "nope", "sort": "1=1"}
    )
    assert wanted == CaseFilter(text="del", silent_days=14)
    assert not wanted.is_fresh


def test_a_fresh_list_has_no_query():
    assert CaseFilter().query() == ""
    assert CaseFilter(sort="contact").is_fresh


@given(
    st.builds(
        CaseFilter,
        text=st.text(st.characters(categories=["L", "N"]), max_size=20),
        acuity=st.integers(0, 9),
        status=st.sampled_from(["open", "on_hold", "closed", "active", "all"]),
        silent_days=st.integers(0, 3650),
        sort=st.sampled_from(["name", "contact", "newest"]),
    )
)
def test_a_filter_survives_its_query_string(wanted):
    assert CaseFilter.read(dict(parse_qsl(wanted.query()))) == wanted
