from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.directory import queries
from caseday.directory.models import Office
from caseday.directory.rules.doubles import name_key
from caseday.kernel.ids import new_id
from caseday.testing.make import make_office, make_professional

pytestmark = pytest.mark.django_db


def named(found: Any) -> list[str]:
    return [office.name for office in found]


def test_it_finds_by_name_town_person_and_number(nora: Viewer) -> None:
    ridgeview = make_office(
        name="Ridgeview Orthopedics", city="Austin", phone="+15125550101", postal_code="78701"
    )
    make_office(name="Lakeside Imaging", city="Waco")
    make_professional(office=ridgeview, name="Amina Farouk")
    for search in ("ridge", "AUSTIN ortho", "farouk", "555-0101", "78701", "amina austin"):
        assert named(queries.offices(nora, search=search)) == ["Ridgeview Orthopedics"], search
    assert named(queries.offices(nora, search="ridge waco")) == []
    assert named(queries.offices(nora, kind="pharmacy")) == []


def test_pages_follow_one_another_without_gaps(nora: Viewer, now: datetime) -> None:
    for index in range(90):
        make_office(name=f"Office {index // 2:02d}")
    seen: list[Any] = []
    after = None
    while True:
        page = queries.office_page(nora, at=now, after=after)
        seen += [office.id for office, _ in page.rows]
        after = page.next_after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 90
    assert queries.office_page(nora, at=now, after=new_id()).rows


def test_open_now_is_decided_at_each_door(nora: Viewer, now: datetime) -> None:
    make_office(name="Austin", opening_hours="Mo-Fr 08:00-17:00")
    make_office(name="Seattle", opening_hours="Mo-Fr 08:00-17:00", time_zone="America/Los_Angeles")
    make_office(name="Unknown", opening_hours="")
    make_office(name="No zone", opening_hours="24/7", time_zone="")
    make_office(name="Bad zone", opening_hours="24/7", time_zone="Nowhere/Land")
    page = queries.office_page(nora, at=now, open_now=True)
    assert [office.name for office, _ in page.rows] == ["Austin", "Bad zone", "No zone"]


def test_states_of_many_offices_cost_no_query(
    nora: Viewer, now: datetime, django_assert_num_queries: Any
) -> None:
    offices = [make_office(opening_hours=f"Mo-Fr 08:{index:02d}-17:00") for index in range(30)]
    with django_assert_num_queries(0):
        states = queries.open_states(nora, offices, now + timedelta(minutes=10))
    assert [states[office.id].is_open for office in offices].count(True) == 11
    assert queries.say_state(nora, states[offices[0].id]) == "open now until 17:00"


def test_a_list_costs_two_queries_and_an_office_three(nora: Viewer, django_assert_num_queries: Any) -> None:
    for _ in range(20):
        office = make_office(phone="+15125550101")
    with django_assert_num_queries(2):
        assert all(one.shown_phones for one in queries.offices(nora))
    with django_assert_num_queries(3):
        queries.get_office(nora, office.id)
    assert queries.offices_by_id(nora, [office.id]) == {office.id: office}


def test_a_double_is_noticed_by_name_phone_or_address(nora: Viewer) -> None:
    known = make_office(
        name="Ridgeview Orthopedics", name_key=name_key("Ridgeview Orthopedics"), phone="+15125550101",
        line1="100 Main St", postal_code="78701",
    )  # fmt: skip
    for entered in (
        {"name": "Ridgeview Orthopaedics PLLC"},
        {"name": "Ridgview Ortho", "phone": "(512) 555-0101"},
        {"name": "Orthopedics at Ridgeview", "line1": "100 Main Street", "postal_code": "78701-4444"},
    ):
        found = queries.likely_doubles(nora, **entered)
        assert [office for office, _ in found] == [known], entered
    assert queries.likely_doubles(nora, name="Ridgeview Orthopedics", except_id=known.id) == []
    assert queries.likely_doubles(nora, name="Lakeside") == []
    assert queries.likely_doubles(nora, name="", phone="bad") == []


def test_retired_doubles_are_not_offered(nora: Viewer, now: datetime) -> None:
    make_office(name="Old Clinic", name_key=name_key("Old Clinic"), retired_at=now)
    assert queries.likely_doubles(nora, name="Old Clinic") == []
    assert Office.objects.get().full_hours
