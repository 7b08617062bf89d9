"""Somebody's list of cases, with somebody's headings and habits."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.exchange.rules import cells
from caseday.exchange.rules.case_rows import is_blank, read_row
from caseday.exchange.rules.columns import FACTS, match_columns

TODAY = date(2026, 3, 2)


def facts(headings: list[str], mapping: dict[str, str] | None = None) -> list[str]:
    return [column.fact for column in match_columns(headings, mapping)]


def test_it_knows_the_headings_of_the_field() -> None:
    headings = [
        "Claimant Last Name",
        "Claimant First Name",
        "DOB",
        "Claim #",
        "DOI",
        "Adjuster",
        "TPA",
        "Employer",
        "ICD-10",
        "NCM",
    ]
    assert facts(headings) == [
        "family_name",
        "given_name",
        "birth_date",
        "claim_number",
        "onset_on",
        "adjuster",
        "carrier",
        "employer",
        "icd10",
        "worker",
    ]


def test_it_takes_a_heading_with_a_typing_error_and_says_so() -> None:
    (column,) = match_columns(["Date of Injruy"])
    assert (column.fact, column.how) == ("onset_on", "alike")


def test_a_mapping_wins_over_the_name_and_may_leave_a_column_out() -> None:
    assert facts(["Name", "Phone"], {"Name": "employer", "phone": ""}) == ["employer", ""]


def test_a_mapping_with_an_unknown_fact_says_which_are_known() -> None:
    with pytest.raises(ValueError, match="shoe_size, which is no fact. Known: case_number"):
        match_columns(["Shoe"], {"Shoe": "shoe_size"})


def test_a_second_column_for_the_same_fact_is_shown_as_repeated() -> None:
    assert [c.how for c in match_columns(["Phone", "Cell"])] == ["name", "repeated"]


def test_an_unknown_column_is_left_out() -> None:
    assert facts(["Favorite color", ""]) == ["", ""]


@pytest.mark.parametrize("name", [name for names in FACTS.values() for name in names])
def test_every_known_heading_is_matched_in_any_case(name: str) -> None:
    assert facts([name.upper()])[0]


def row_of(**values: object) -> object:
    columns = match_columns(list(values))
    return read_row(2, list(values.values()), columns, today=TODAY)


def test_a_good_row_is_understood() -> None:
    row = row_of(
        name="Bell, Marcus",
        dob="7/4/71",
        phone="(512) 555-0123",
        claim="WC-1",
        acuity="High",
        language="Spanish",
        side="R",
    )
    assert row.problems == ()  # type: ignore[attr-defined]
    assert row.facts == {  # type: ignore[attr-defined]
        "given_name": "Marcus",
        "family_name": "Bell",
        "birth_date": date(1971, 7, 4),
        "phone": "+15125550123",
        "claim_number": "WC-1",
        "acuity": 3,
        "language": "es",
        "side": "right",
    }


@pytest.mark.parametrize(
    ("heading", "value", "says"),
    [
        ("dob", "31/31/1980", "is no date"),
        ("dob", "2030-01-01", "in the future"),
        ("dob", "0001-01-01", "out of range"),
        ("phone", "12", "too few"),
        ("phone", "call me", "no phone"),
        ("email", "nobody", "no email"),
        ("language", "Klingon!", "no language"),
        ("acuity", "9", "no acuity"),
        ("interpreter", "perhaps", "neither yes nor no"),
        ("state", "ZZ", "no state"),
        ("side", "up", "no side"),
        ("claim", "x" * 61, "at most 60"),
    ],
)
def test_a_bad_cell_is_named_with_what_to_write(heading: str, value: str, says: str) -> None:
    row = row_of(name="Bell", **{heading: value})
    assert [(p.column, says in p.reason) for p in row.problems] == [(heading, True)]  # type: ignore[attr-defined]


def test_a_row_without_name_and_claim_is_refused() -> None:
    assert "neither a name nor a claim number" in row_of(phone="512-555-0123").problems[0].reason  # type: ignore[attr-defined]


def test_a_short_row_is_read_as_far_as_it_goes() -> None:
    assert read_row(5, ["Bell"], match_columns(["name", "phone"]), today=TODAY).facts == {
        "phone": "",
        "given_name": "",
        "family_name": "Bell",
    }


def test_blank_rows_are_noticed() -> None:
    assert is_blank([None, " ", ""]) and not is_blank([0])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (4417.0, "4417"),
        (4417.5, "4417.5"),
        (datetime(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 8, 30), "2026-03-02 08:30:00"),
        (date(2026, 3, 2), "2026-03-02"),
        (" a\x00b ", "ab"),
    ],
)
def test_cells_become_text_as_a_spreadsheet_shows_them(cell: object, text: str) -> None:
    assert cells.text_of(cell) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "3/1/2026",
        "03/01/26",
        "Mar 1, 2026",
        "March 1, 2026",
        "1-Mar-2026",
        "20260301",
        "2026-03-01 00:00:00",
        "3.1.2026",
    ],
)
def test_dates_are_read_in_the_forms_that_people_use(text: str) -> None:
    assert cells.date_of(text, latest=TODAY) == date(2026, 3, 1)


def test_a_name_without_comma_ends_in_the_family_name() -> None:
    assert cells.name_of("Ana Maria Lopez") == ("Ana Maria", "Lopez")
    assert cells.name_of("Lopez") == ("", "Lopez")


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=40), st.integers(), st.floats(), st.dates(), st.datetimes()),
        min_size=len(FACTS),
        max_size=len(FACTS),
    )
)
def test_no_row_breaks_the_reader(row: list[object]) -> None:
    read = read_row(2, row, match_columns(list(FACTS)), today=TODAY)
    assert all(problem.reason for problem in read.problems)


def test_a_year_out_of_range_is_no_date() -> None:
    with pytest.raises(ValueError, match="year out of range"):
        cells.date_of("0999-01-01", latest=TODAY)


def test_yes_and_no_are_read_and_nothing_between() -> None:
    assert (cells.yes_of("Yes"), cells.yes_of("no")) == (True, False)
    with pytest.raises(ValueError, match="neither yes nor no"):
        cells.yes_of("perhaps")


def test_a_year_of_two_digits_lies_in_the_past() -> None:
    assert cells.date_of("7/4/71", latest=TODAY) == date(1971, 7, 4)
    assert cells.date_of("7/4/60", latest=TODAY) == date(1960, 7, 4)


def test_a_language_is_read_by_name_or_code() -> None:
    assert (cells.language_of(""), cells.language_of("Spanish"), cells.language_of("pt-br")) == (
        "",
        "es",
        "pt-br",
    )
    with pytest.raises(ValueError, match="no language"):
        cells.language_of("the usual one")
