from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta

import pytest

from caseday.access.viewer import Viewer
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.people import actions, queries
from caseday.people.models import Person
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_person

pytestmark = pytest.mark.django_db


def test_a_client_is_seen_through_the_case(
    cast: Cast, nora: Viewer, carl: Viewer, susan: Viewer, audrey: Viewer
) -> None:
    person = make_case(cast.nora).person
    for viewer in (nora, carl, susan, audrey):
        assert queries.get_person(viewer, person.id) == person
        assert list(queries.people(viewer)) == [person]


def test_an_outsider_finds_nobody(cast: Cast, olive: Viewer, adam: Viewer) -> None:
    person = make_case(cast.nora).person
    for viewer in (olive, adam):
        with pytest.raises(NotFound):
            queries.get_person(viewer, person.id)
        assert list(queries.people(viewer)) == []
        assert queries.persons_by_id(viewer, [person.id]) == {}


def test_who_entered_somebody_sees_them_for_a_day(nora: Viewer, olive: Viewer) -> None:
    now = clock.now()
    fresh = actions.add_person(actor=nora, now=now, fields={"given_name": "Rosa"})
    old = actions.add_person(actor=nora, now=now - timedelta(hours=25), fields={"given_name": "Ana"})
    assert queries.get_person(nora, fresh.id)
    with pytest.raises(NotFound):
        queries.get_person(nora, old.id)
    with pytest.raises(NotFound):
        queries.get_person(olive, fresh.id)


def test_restricted_safety_notes_are_for_the_case_manager_and_supervisors(
    cast: Cast, nora: Viewer, susan: Viewer, audrey: Viewer, olive: Viewer, now: datetime
) -> None:
    case = make_case(cast.nora)
    case.assignments.create(staff=cast.olive, kind="support", from_at=now)
    actions.add_safety_note(actor=nora, now=now, person_id=case.person_id, text="Dog at the gate")
    hidden = actions.add_safety_note(
        actor=susan, now=now, person_id=case.person_id, text="Partner has threatened", audience="restricted"
    )
    for viewer, seen in ((nora, 2), (susan, 2), (audrey, 2), (olive, 1)):
        assert len(queries.safety_notes(viewer, case.person_id)) == seen, viewer.name
    with pytest.raises(NotFound):
        queries.get_safety_note(olive, hidden.id)
    assert "threatened" not in str(queries.person_history(olive, queries.get_person(olive, case.person_id)))
    actions.end_safety_note(actor=nora, now=now, note_id=hidden.id)
    assert len(queries.safety_notes(nora, case.person_id)) == 1
    actions.end_safety_note(actor=nora, now=now, note_id=hidden.id, is_over=False)
    assert len(queries.safety_notes(nora, case.person_id)) == 2


def test_administrators_and_auditors_do_not_write(audrey: Viewer, adam: Viewer, now: datetime) -> None:
    for viewer in (audrey, adam):
        with pytest.raises(Refused):
            actions.add_person(actor=viewer, now=now, fields={"given_name": "Rosa"})


def test_a_person_is_entered_once(nora: Viewer) -> None:
    person_id, now = new_id(), clock.now()
    for _ in range(2):
        person = actions.add_person(
            actor=nora, now=now, id=person_id, phone="512 555 0150",
            fields={"given_name": "María", "family_name": "Garcia-Lopez", "birth_date": dt.date(1980, 5, 3)},
        )  # fmt: skip
    assert person.id == person_id and Person.objects.count() == 1
    assert person.contact_points.get().value == "+15125550150"
    assert (person.name_key, person.family_sound, person.other_sound) == ("maria garcia lopez", "KRX", "LPS")


@pytest.mark.parametrize(
    ("fields", "phone", "field"),
    [
        ({}, "", "family_name"),
        ({"given_name": "  "}, "", "family_name"),
        ({"given_name": "Rosa", "birth_date": dt.date(2030, 1, 1)}, "", "birth_date"),
        ({"given_name": "Rosa", "birth_date": dt.date(1850, 1, 1)}, "", "birth_date"),
        ({"given_name": "Rosa", "time_zone": "Mars"}, "", "time_zone"),
        ({"given_name": "R" * 81}, "", "given_name"),
        ({"given_name": "Rosa"}, "12", "phone"),
        ({"given_name": "Rosa", "merged_into": "x"}, "", "merged_into"),
    ],
)
def test_bad_input_is_refused_by_its_field(
    nora: Viewer, now: datetime, fields: dict, phone: str, field: str
) -> None:
    with pytest.raises(Invalid) as error:
        actions.add_person(actor=nora, now=now, fields=fields, phone=phone)
    assert field in error.value.problems
    assert not Person.objects.exists()


def test_a_new_name_is_found_and_the_old_one_too(nora: Viewer) -> None:
    now = clock.now()
    person = actions.add_person(actor=nora, now=now, fields={"given_name": "Anna", "family_name": "Kowalski"})
    actions.revise_person(
        actor=nora, now=now, person_id=person.id, fields={"family_name": "Miller", "former_names": "Kowalski"}
    )
    for search in ("mill", "kowalski", "anna mil"):
        assert list(queries.people(nora, search=search)) == [person]
    assert list(queries.people(nora, search="zz")) == []
    found = queries.likely_duplicates(nora, given_name="Ana", family_name="Kowalsky")
    assert [one.person for one in found] == [person]
    with pytest.raises(Invalid):
        actions.revise_person(
            actor=nora, now=now, person_id=person.id, fields={"given_name": "", "family_name": ""}
        )


def test_pages_of_people_follow_one_another(cast: Cast, nora: Viewer) -> None:
    for index in range(45):
        make_case(cast.nora, person=make_person(family_name=f"Ruiz{index // 4}", given_name=f"A{index % 2}"))
    first = queries.people_page(nora)
    rest = queries.people_page(nora, after=first.next_after)
    assert len({person.id for person in (*first.rows, *rest.rows)}) == 45
    assert rest.next_after is None
    assert queries.people_page(nora, after=new_id()).rows
