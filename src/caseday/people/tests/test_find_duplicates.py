from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.kernel import clock
from caseday.people import actions, queries
from caseday.people.models import Person
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
BORN = dt.date(1980, 5, 3)


def enter(
    nora: Viewer, given: str, family: str, born: dt.date | None = BORN, phone: str = "", **more: Any
) -> Person:
    fields = {"given_name": given, "family_name": family, "birth_date": born, **more}
    return actions.add_person(actor=nora, now=clock.now(), fields=fields, phone=phone)


@pytest.mark.parametrize(
    "typed",
    [
        {"given_name": "Bob", "family_name": "Delgado"},
        {"given_name": "Robert", "family_name": "Ruiz"},
        {"given_name": "Delgado", "family_name": "Roberto"},
        {"given_name": "Robert", "family_name": "Delgdo", "birth_date": dt.date(1980, 3, 5)},
        {"given_name": "Rob", "family_name": "Delgado-Ruis", "birth_date": dt.date(1981, 5, 3)},
        {"given_name": "Bobby", "phone": "(512) 555-0150", "family_name": "Del Gado"},
        {"given_name": "Rbert", "family_name": "Xyz", "birth_date": BORN, "former_names": "Delgado"},
    ],
)
def test_somebody_entered_before_is_found(nora: Viewer, typed: dict) -> None:
    known = enter(nora, "Robert", "Delgado-Ruiz", phone="512 555 0150")
    found = queries.likely_duplicates(nora, **typed)
    assert [one.person for one in found] == [known]
    assert found[0].is_in_sight and found[0].match.reasons


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"given_name": "Robert"},
        {"family_name": "Delgado"},
        {"given_name": "Carlos", "family_name": "Delgado", "phone": "5125550150"},
        {"given_name": "Robert", "family_name": "Delgado", "birth_date": dt.date(1955, 11, 20)},
        {"phone": "555"},
        {"given_name": "\x00", "family_name": "𝔘" * 300},
    ],
)
def test_others_are_not(nora: Viewer, typed: dict) -> None:
    enter(nora, "Robert", "Delgado-Ruiz", phone="512 555 0150")
    assert queries.likely_duplicates(nora, **typed) == []


def test_somebody_outside_one_s_sight_is_named_as_such(nora: Viewer, olive: Viewer) -> None:
    enter(nora, "Robert", "Delgado")
    found = queries.likely_duplicates(olive, given_name="Robert", family_name="Delgado", birth_date=BORN)
    assert [one.is_in_sight for one in found] == [False]


def test_the_record_itself_is_left_out(cast: Cast, nora: Viewer) -> None:
    one, other = enter(nora, "Ana", "Kim", phone="5125550150"), enter(nora, "Anna", "Kim")
    assert [found.person for found in queries.duplicates_of(nora, one)] == [other]
    make_case(cast.nora, person=other)
    assert [found.person for found in queries.duplicates_of(nora, other)] == [one]


def test_the_cost_does_not_grow_with_the_number_of_people(
    nora: Viewer, django_assert_num_queries: Any
) -> None:
    enter(nora, "Robert", "Delgado", phone="5125550150")
    Person.objects.bulk_create(
        Person(
            given_name=f"Name{index}",
            family_name=f"Other{index}",
            given_sound=f"N{index}",
            family_sound=f"O{index}",
        )
        for index in range(500)
    )
    Person.objects.bulk_create(
        Person(given_name="Robert", family_name="Delgado", given_sound="RBRT", family_sound="TLKT")
        for _ in range(200)
    )
    with django_assert_num_queries(6):
        found = queries.likely_duplicates(
            nora, given_name="Robert", family_name="Delgado", birth_date=BORN, phone="5125550150"
        )
    assert found[0].match.is_likely and len(found) == queries.MOST_SHOWN
