"""Parties with their periods."""

from datetime import date

import pytest

from caseday.cases import actions, queries
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import make_office, make_person, make_professional

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(case, nora, now):
    def add_one(role="adjuster", name="Lee Park", actor=nora, **fields):
        return actions.add_party(actor=actor, now=now, case_id=case.pk, role=role, name=name, **fields)

    return add_one


def test_a_new_adjuster_ends_the_old_ones_period_on_the_same_day(add, case):
    add(from_on=date(2026, 3, 10))
    new, old = queries.parties_of(case)
    assert (new.name, new.from_on, new.to_on) == ("Lee Park", date(2026, 3, 10), None)
    assert (old.name, old.to_on) == ("Dana Whitfield", date(2026, 3, 10))


def test_a_successor_noted_late_does_not_end_the_old_period_before_it_began(add, case):
    add(from_on=date(2026, 1, 1))
    old = queries.parties_of(case)[1]
    assert old.to_on == old.from_on


def test_several_specialists_stand_beside_each_other(add, case):
    add("specialist", "One")
    add("specialist", "Two")
    assert sum(1 for one in queries.parties_of(case) if one.role == "specialist" and one.to_on is None) == 2


def test_a_party_may_be_an_office_a_professional_or_a_person(add, case):
    office = make_office(name="Ridgeview", phone="+15125550123")
    assert (
        add("physician", "", professional_id=make_professional(office=office).pk).shown_name
        == "Amina Farouk, MD"
    )
    assert add("employer", "", office_id=office.pk).shown_name == "Ridgeview"
    assert add("family", "", person_id=make_person(family_name="Ruiz").pk).shown_name == "Rosa Ruiz"
    assert queries.parties_of(case)[0].role


def test_somebody_must_be_named_and_the_role_must_exist(add):
    with pytest.raises(Invalid, match="Say who"):
        add(name="")
    with pytest.raises(Invalid, match="roles"):
        add("astronaut")


def test_the_same_request_twice_adds_one_party(add, case):
    party_id = new_id()
    assert add(id=party_id) == add(id=party_id)
    assert len(queries.parties_of(case)) == 2


def test_an_id_of_another_case_is_refused(add, open_new, nora, now):
    other = actions.add_party(actor=nora, now=now, case_id=open_new().pk, role="adjuster", name="X")
    with pytest.raises(Invalid, match="another case"):
        add(id=other.pk)


def test_a_correction_changes_only_what_is_given(case, nora, now):
    party = queries.parties_of(case)[0]
    changed = actions.change_party(
        actor=nora, now=now, party_id=party.pk, phone="+15125550131", role="carrier"
    )
    assert (changed.name, changed.phone, changed.role) == ("Dana Whitfield", "+15125550131", "carrier")
    with pytest.raises(Invalid):
        actions.change_party(actor=nora, now=now, party_id=party.pk, role="astronaut")


def test_a_party_leaves_today_or_on_a_day_but_not_before_it_came(case, nora, now):
    party = queries.parties_of(case)[0]
    with pytest.raises(Invalid, match="before the beginning"):
        actions.end_party(actor=nora, now=now, party_id=party.pk, to_on=date(2020, 1, 1))
    assert actions.end_party(actor=nora, now=now, party_id=party.pk).to_on == date(2026, 3, 2)


def test_only_those_who_see_the_case_change_it_and_auditors_never(add, case, olive, audrey, nora, now):
    party = queries.parties_of(case)[0]
    with pytest.raises(NotFound):
        add(actor=olive)
    with pytest.raises(Refused):
        add(actor=audrey)
    with pytest.raises(NotFound):
        actions.end_party(actor=olive, now=now, party_id=party.pk)
    with pytest.raises(NotFound):
        queries.get_part(nora, "nothing", party.pk)


def test_a_typed_name_leads_to_the_directory(cast):
    office = make_office(name="Ridgeview Orthopedics", city="Austin")
    other = make_office(name="Lakeside Clinic")
    make_professional(office=office)
    make_professional(office=other)
    make_professional(name="Una Sola", credentials="", office=None)
    labels = [one.label for one in queries.find_who("farouk")]
    assert labels == ["Amina Farouk, MD · Ridgeview Orthopedics", "Amina Farouk, MD · Lakeside Clinic"]
    assert [one.label for one in queries.find_who("ridgev")] == ["Ridgeview Orthopedics"]
    assert queries.find_who("r") == []
    assert len(queries.resolve_who("Amina Farouk, MD")) == 2
    assert [one.office_id for one in queries.resolve_who(labels[0])] == [office.pk]
    assert [one.office_id for one in queries.resolve_who("lakeside clinic")] == [other.pk]
    assert [one.label for one in queries.resolve_who("Una Sola")] == ["Una Sola"]
    assert queries.resolve_who("Nobody Yet") == []
    assert queries.resolve_who(" ") == []


def test_a_party_is_shown_as_it_would_be_typed(add):
    office = make_office(name="Ridgeview")
    doctor = make_professional(office=office)
    assert (
        queries.shown_who(add("physician", "", professional_id=doctor.pk)) == "Amina Farouk, MD · Ridgeview"
    )
    assert queries.shown_who(add("employer", "", office_id=office.pk)) == "Ridgeview"
    assert queries.shown_who(add("family", "Aunt May")) == "Aunt May"
