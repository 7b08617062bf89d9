"""Pairs of people as they get entered twice, or as two who only look alike."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.people.rules.duplicates import PersonFacts, match_people, similar_birth_dates

MAY_3 = dt.date(1980, 5, 3)
PHONE = "+15125550123"


def p(
    name: str,
    born: dt.date | None = None,
    phone: str = "",
    *,
    former: str = "",
    preferred: str = "",
    middle: str = "",
) -> PersonFacts:
    given, _, family = name.partition(" / ")
    return PersonFacts(given, family, middle, preferred, former, born, frozenset({phone} if phone else ()))


LIKELY = [
    (p("Maria / Delgado", MAY_3), p("Maria / Delgado", MAY_3)),
    (p("María / Delgado", MAY_3), p("Maria / Delgado", MAY_3)),
    (p("Robert / Osei", MAY_3), p("Bob / Osei", MAY_3)),
    (p("William / Hart", MAY_3), p("Bill / Hart", MAY_3)),
    (p("Elizabeth / Nguyen", MAY_3), p("Beth / Nguyen", MAY_3)),
    (p("Katherine / O'Brien", MAY_3), p("Kate / OBrien", MAY_3)),
    (p("Jose / Garcia-Lopez", MAY_3), p("Jose / Garcia", MAY_3)),
    (p("Jose / Garcia Lopez", MAY_3), p("Jose / Lopez", MAY_3)),
    (p("Jose / de la Cruz", MAY_3), p("Jose / Cruz", MAY_3)),
    (p("Anna / Smith-Jones", MAY_3), p("Anna / Smith Jones", MAY_3)),
    (p("Minh / Tran", MAY_3), p("Tran / Minh", MAY_3)),
    (p("Wei / Zhang", MAY_3), p("Zhang / Wei", MAY_3)),
    (p("Maria / Delgado", MAY_3), p("Maria / Delgado", dt.date(1980, 3, 5))),
    (p("Maria / Delgado", MAY_3), p("Maria / Delgado", dt.date(1908, 5, 3))),
    (p("Maria / Delgado", dt.date(1980, 5, 13)), p("Maria / Delgado", dt.date(1980, 5, 31))),
    (p("Maria / Delgado", MAY_3), p("Maria / Delgado", dt.date(1981, 5, 3))),
    (p("Maria / Delgado", MAY_3), p("Maria / Delgado", dt.date(1980, 6, 3))),
    (p("Maria / Delgado", MAY_3), p("Maria / Delgdao", MAY_3)),
    (p("Maria / Delgado", MAY_3), p("Mria / Delgado", MAY_3)),
    (p("Steven / Pryce", MAY_3), p("Stephen / Price", MAY_3)),
    (p("Catherine / Meyer", MAY_3), p("Kathryn / Maier", MAY_3)),
    (p("Mohammed / Ali", MAY_3), p("Muhammad / Ali", MAY_3)),
    (p("Jon / Smith", MAY_3), p("John / Smyth", MAY_3)),
    (p("Shawn / Reed", MAY_3), p("Sean / Reed", MAY_3)),
    (p("Anna / Miller", MAY_3, former="Kowalski"), p("Anna / Kowalski", MAY_3)),
    (p("James / Wright", MAY_3, middle="Robert"), p("Robert / Wright", MAY_3)),
    (p("Guadalupe / Reyes", MAY_3, preferred="Lupe"), p("Lupe / Reyes", MAY_3)),
    (p("Francisco / Mora", None, PHONE), p("Paco / Mora", None, PHONE)),
    (p("Maria / Delgado", None, PHONE), p("Maria / Delgado", MAY_3, PHONE)),
    (p("Margaret / Wu", MAY_3), p("Peggy / Wu", MAY_3)),
    (p("Theodore / Banks", MAY_3), p("Ted / Banks Jr", MAY_3)),
    (p("J / Delgado", MAY_3, PHONE), p("Juan / Delgado", MAY_3, PHONE)),
    (p("Stephanie / Braun", MAY_3), p("Stefanie / Brown", MAY_3)),
    (p("Alejandro / Ruiz", MAY_3), p("Alex / Ruiz", MAY_3)),
]
POSSIBLE = [
    (p("Maria / Delgado"), p("Maria / Delgado")),
    (p("Robert / Osei"), p("Bobby / Osei")),
    (p("Maria / Delgado"), p("Maria / Delgdo")),
    (p("Minh / Tran"), p("Tran / Minh")),
    (p("Anna / Miller", MAY_3), p("Anna / Kowalski", MAY_3)),
    (p("John / Hart", MAY_3, PHONE), p("John / Hart", dt.date(1955, 1, 9), PHONE)),
    (p("Stephanie / Braun"), p("Stefanie / Braun")),
    (p("Anna / Miller", former="Kowalski"), p("Anna / Kowalski")),
]
DIFFERENT = [
    (p("Maria / Delgado", MAY_3), p("Maria / Delgado", dt.date(1955, 11, 20))),
    (p("Maria / Delgado", MAY_3), p("Carlos / Delgado", MAY_3)),
    (p("Maria / Delgado", None, PHONE), p("Carlos / Delgado", None, PHONE)),
    (p("Maria / Delgado", MAY_3, PHONE), p("Luis / Delgado", MAY_3, PHONE)),
    (p("Maria / Delgado"), p("Maria / Hernandez")),
    (p("John / Smith"), p("Jane / Smith")),
    (p("John / Smith"), p("John / Brown")),
    (p("Robert / Osei"), p("Richard / Osei")),
    (p("William / Hart", MAY_3), p("Walter / Hart", dt.date(1990, 2, 2))),
    (p("Anh / Nguyen", MAY_3), p("Binh / Nguyen", MAY_3)),
    (p("Kim / Lee", MAY_3), p("Lee / Park", MAY_3)),
    (p("", MAY_3), p("", MAY_3)),
    (p("Maria / "), p("Maria / ")),
    (p("Maria / Delgado"), p(" / Delgado")),
    (p("John / Hart", MAY_3), p("John / Hart", dt.date(1955, 1, 9))),
    (p("Ana / Ruiz", MAY_3), p("Eva / Ruiz", MAY_3)),
    (p("Daniel / Kim", None, PHONE), p("Rosa / Kim", None, PHONE)),
    (p("Rosa / Kim", None, PHONE), p("Daniel / Ortiz", None, PHONE)),
    (p("Rosa / Kim", MAY_3), p("Daniel / Ortiz", MAY_3)),
    (p("Rosa / Kim", MAY_3, PHONE), p("Daniel / Ortiz", MAY_3, PHONE)),
    (p("Patrick / Doyle"), p("Patricia / Boyle")),
    (p("Samuel / Green", MAY_3), p("Samantha / Green", dt.date(1985, 8, 14))),
    (p("Thomas / Reed", MAY_3), p("Theodore / Reed", dt.date(1999, 8, 14))),
    (p("Li / Wu"), p("Lu / Wei")),
    (p("Martin / Chavez", dt.date(1970, 1, 1)), p("Marta / Chavez", dt.date(1972, 6, 9))),
]


@pytest.mark.parametrize(("a", "b"), LIKELY)
def test_the_same_person_entered_twice_is_likely(a: PersonFacts, b: PersonFacts) -> None:
    match = match_people(a, b)
    assert match.is_likely, match
    assert match.reasons


@pytest.mark.parametrize(("a", "b"), POSSIBLE)
def test_what_only_a_person_can_decide_is_possible(a: PersonFacts, b: PersonFacts) -> None:
    match = match_people(a, b)
    assert match.is_possible and not match.is_likely, match


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_people_who_only_look_alike_are_left_alone(a: PersonFacts, b: PersonFacts) -> None:
    match = match_people(a, b)
    assert not match.is_possible, match


def test_there_are_enough_pairs() -> None:
    assert len(LIKELY) + len(POSSIBLE) + len(DIFFERENT) >= 60


def test_reasons_are_in_words() -> None:
    match = match_people(p("Robert / Osei", MAY_3, PHONE), p("Bob / Osei", MAY_3, PHONE))
    assert match.reasons == ("given name short form", "same family name", "same phone", "same birth date")


NAMES = st.sampled_from(
    [
        "Maria",
        "Carlos",
        "Bob",
        "Robert",
        "J",
        "Delgado",
        "Garcia-Lopez",
        "Minh",
        "Tran",
        "Ødegård",
        "李",
        "O'Brien",
        "de",
    ]
)
FACTS = st.builds(
    PersonFacts,
    NAMES,
    NAMES,
    NAMES,
    NAMES,
    NAMES,
    st.none() | st.dates(),
    st.frozensets(st.sampled_from([PHONE, "x"])),
)


@given(FACTS, FACTS)
@settings(max_examples=200, deadline=None)
def test_the_order_of_the_two_does_not_matter(a: PersonFacts, b: PersonFacts) -> None:
    one, other = match_people(a, b), match_people(b, a)
    assert one.score == other.score
    assert 0 <= one.score <= 100


@given(st.dates(dt.date(1, 2, 1), dt.date(9989, 11, 30)))
@settings(max_examples=200, deadline=None)
def test_similar_dates_are_few_and_never_the_date_itself(day: dt.date) -> None:
    similar = similar_birth_dates(day)
    assert day not in similar
    assert len(similar) <= 15
