"""A number with a slip in it leads to the one case that it can mean, though nothing else does; nobody files by it."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from caseday.cases.models import Case
from caseday.cases.rules import Known, near_misses, one_edit_from, spellings_to_compare
from caseday.correspondence import actions
from caseday.correspondence.queries.matching import match
from caseday.correspondence.tests.test_match_messages import SYSTEM, mail, numbered
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_contact_point

SLIPS = [
    "WC-2025-118403",
    "WC-2025-181402",
    "WC-2025-11840",
    "WC-2025-1184022",
    "WC-2025-1l8402",
    "C-2025-118402",
]


@pytest.fixture
def case(cast: Cast) -> Case:
    return numbered(make_case(cast.nora))


@pytest.mark.django_db
@pytest.mark.parametrize("slip", SLIPS)
def test_a_stranger_with_a_slip_in_the_number_waits_with_the_case_suggested(
    case: Case, now: datetime, slip: str
) -> None:
    message = actions.take_in(actor=SYSTEM, now=now, incoming=mail(now, f"Status of {slip}, please?"))
    assert message.state == "waiting"
    assert [one["case"] for one in message.suggestions] == [str(case.pk)]
    assert "nearly its claim number stands in it" in message.suggestions[0]["why"]
    assert any(f"{slip} is nearly, not exactly, a claim number of ours" in one for one in message.warnings)


@pytest.mark.django_db
def test_one_that_may_be_two_cases_leads_to_neither(cast: Cast, case: Case, now: datetime) -> None:
    numbered(make_case(cast.nora), "WC-2025-118405")
    assert match(mail(now, "Status of WC-2025-118403?")).matches == ()
    assert match(mail(now, "Status of WC-2025-118502?")).matches[0].case_id == case.pk


@pytest.mark.django_db
def test_an_exact_number_and_one_that_is_certain_ask_nothing_more(
    cast: Cast, case: Case, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    other = numbered(make_case(cast.nora), "WC-2025-118405")
    make_contact_point(other.person, "rosa@example.org")
    certain = match(mail(now, "WC-2025-118405, and not WC-2025-118412", "rosa@example.org"))
    assert [one.case_id for one in certain.matches] == [other.pk] and certain.certain
    with django_assert_max_num_queries(12):
        match(mail(now, "Room 12, call 512-555-0123 on 3/2/2026, invoice 991827364"))


@given(st.text("0123456789", min_size=7, max_size=12), st.data())
def test_every_slip_of_digits_is_among_those_looked_up(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    slips = {
        number[:place] + number[place + 1 :], number[:place] + digit + number[place:],
        number[:place] + digit + number[place + 1 :],
        number[:place] + number[place : place + 2][::-1] + number[place + 2 :],
    } - {number}  # fmt: skip
    assert slips <= one_edit_from(number)


@given(st.from_regex(r"WC2[0-9]{6}", fullmatch=True), st.data())
def test_what_is_looked_up_is_what_counts_as_near(number: str, data: st.DataObject) -> None:
    slip = data.draw(st.sampled_from(sorted(one_edit_from(number))))
    if slip in spellings_to_compare(slip, 5) and len(slip) >= 7:
        assert near_misses(slip, [Known("claim number", number)])


def test_only_so_many_and_only_what_is_long_enough_is_compared() -> None:
    many = "\n".join(f"{number}" for number in range(10_000_000, 10_000_050))
    assert len(spellings_to_compare(many, 12)) == 12
    assert spellings_to_compare("A1\n12345\nWC-12\nroom22", 12) == []
