"""A chase for a number ends when those whom it names read it back right, and not when somebody else does."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier, ReadBack
from caseday.directory.models import Professional
from caseday.followups import actions, queries
from caseday.followups.actions import Chase
from caseday.followups.models import FollowUp
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office

LATER, LATEST = MONDAY_8 + timedelta(hours=3), MONDAY_8 + timedelta(hours=5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def number(case: Case) -> Identifier:
    return Identifier.objects.create(case=case, kind="claim_number", value="WC-1", normalized="WC1")


def chase(actor: Viewer, number: Identifier, **whom: Any) -> FollowUp:
    asked = Chase(cadence="daily", until="read_back", until_identifier_id=number.pk)
    return actions.promise_followup(
        actor=actor, now=MONDAY_8, text="Have it corrected", case_id=number.case_id, chase=asked, **whom
    )


def read(number: Identifier, at: datetime = LATER, is_same: bool = True, **who: Any) -> None:
    ReadBack.objects.create(
        case=number.case, identifier=number, heard="WC-1", is_same=is_same, read_at=at,
        staff=number.case.assigned_to, **who,
    )  # fmt: skip


def is_open(viewer: Viewer, one: FollowUp) -> bool:
    return one in queries.open_todos(viewer)


def ended_at(one: FollowUp) -> datetime | None:
    actions.settle_chases(now=LATEST, case_id=one.case_id)
    return FollowUp.objects.get(pk=one.pk).ended_at


def test_a_professional_without_an_office_must_read_it_themselves(nora: Viewer, number: Identifier) -> None:
    kim, lee = (Professional.objects.create(name=name, role="adjuster") for name in ("Kim Ode", "Lee Park"))
    one = chase(nora, number, professional_id=kim.pk, reach_role="adjuster")
    read(number, professional=lee)
    read(number, office=make_office())
    read(number, professional=kim, is_same=False)
    assert is_open(nora, one)
    read(number, professional=kim, at=LATEST)
    assert not is_open(nora, one)
    assert ended_at(one) == LATEST


def test_of_an_office_and_its_professional_whoever_answers_there_ends_it(
    nora: Viewer, number: Identifier
) -> None:
    office = make_office()
    kim = Professional.objects.create(name="Kim Ode", role="adjuster")
    one = chase(nora, number, office_id=office.pk, professional_id=kim.pk)
    read(number, professional=kim)
    assert is_open(nora, one)
    read(number, office=office, with_name="The desk")
    assert not is_open(nora, one)


def test_somebody_with_only_a_name_must_read_it_themselves(nora: Viewer, number: Identifier) -> None:
    one = chase(nora, number, promised_to="Raul Diaz")
    read(number, with_name="Raul")
    read(number, with_name="Sam Diaz")
    assert is_open(nora, one)
    read(number, with_name="raul diaz", at=LATEST)
    assert not is_open(nora, one)
    assert ended_at(one) == LATEST


@pytest.mark.parametrize(
    ("preferred", "reader"), [("", "Alma B. Reyes"), ("Allie", "Allie Reyes"), ("Allie", "Alma Reyes")]
)
def test_the_client_must_read_it_themselves(
    case: Case, nora: Viewer, number: Identifier, preferred: str, reader: str
) -> None:
    person = case.person
    person.given_name, person.preferred_name, person.family_name = "Alma", preferred, "Reyes"
    person.save()
    one = chase(nora, number, person_id=person.pk, reach_role="client")
    read(number, with_name="Jorge Reyes")
    assert is_open(nora, one)
    read(number, with_name=reader, at=LATEST)
    assert not is_open(nora, one)
    assert ended_at(one) == LATEST


@pytest.mark.parametrize(
    "whom", [{}, {"reach_role": "adjuster"}, {"reach_role": "payer", "promised_to": "Al"}]
)
def test_where_nobody_is_named_whoever_reads_it_right_ends_it(
    nora: Viewer, number: Identifier, whom: dict[str, str]
) -> None:
    one = chase(nora, number, **whom)
    read(number, with_name="Raul Diaz")
    assert not is_open(nora, one)
    assert ended_at(one) == LATER
