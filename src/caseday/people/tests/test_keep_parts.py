from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id
from caseday.people import actions, queries
from caseday.people.models import ContactPoint, HouseholdMember, Person
from caseday.people.rules.contact import age_on, birth_date_problem, is_good_time
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(cast: Cast) -> Person:
    return make_case(cast.nora).person


def test_consent_said_today_is_dated_today(nora: Viewer, now: datetime, rosa: Person) -> None:
    point = actions.add_contact_point(
        actor=nora,
        now=now,
        person_id=rosa.id,
        fields={"value": "(512) 555-0150", "text_consent": "granted", "use": "mobile"},
    )
    assert (point.value, point.consent_on) == ("+15125550150", dt.date(2026, 3, 2))
    actions.revise_contact_point(
        actor=nora,
        now=now,
        contact_point_id=point.id,
        fields={"text_consent": "declined", "consent_on": dt.date(2026, 3, 1)},
    )
    point.refresh_from_db()
    assert (point.text_consent, point.consent_on) == ("declined", dt.date(2026, 3, 1))
    same = actions.revise_contact_point(
        actor=nora,
        now=now,
        contact_point_id=point.id,
        fields={"note": "after school", "text_consent": "declined"},
    )
    assert same.consent_on == dt.date(2026, 3, 1)


def test_email_is_kept_in_lower_case(nora: Viewer, now: datetime, rosa: Person) -> None:
    point = actions.add_contact_point(
        actor=nora, now=now, person_id=rosa.id, fields={"system": "email", "value": "Rosa@Example.com"}
    )
    assert point.value == "rosa@example.com"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "call me"}, "value"),
        ({"system": "email", "value": "rosa"}, "value"),
        ({"system": "email", "value": "ro sa@example.com"}, "value"),
        ({"system": "pigeon", "value": "5125550150"}, "system"),
        ({"value": "5125550150", "text_consent": "perhaps"}, "text_consent"),
        ({"value": "5125550150", "person_id": "x"}, "person_id"),
    ],
)
def test_bad_contact_points_are_refused(
    nora: Viewer, now: datetime, rosa: Person, fields: dict, field: str
) -> None:
    with pytest.raises(Invalid) as error:
        actions.add_contact_point(actor=nora, now=now, person_id=rosa.id, fields=fields)
    assert field in error.value.problems
    assert not ContactPoint.objects.exists()


def test_parts_sent_twice_are_stored_once(nora: Viewer, now: datetime, rosa: Person) -> None:
    part_id = new_id()
    common: dict[str, Any] = {"actor": nora, "now": now, "person_id": rosa.id, "id": part_id}
    for _ in range(2):
        actions.add_contact_point(**common, fields={"value": "5125550150"})
        actions.add_address(**common, fields={"city": "Austin"})
        actions.add_household_member(**common, fields={"name": "Luz", "relation": "daughter"})
        actions.add_safety_note(**common, text="Dog")
    for rows in (rosa.contact_points, rosa.addresses, rosa.household, rosa.safety_notes):
        assert rows.count() == 1


def test_an_address_lies_at_its_postal_code(nora: Viewer, now: datetime, rosa: Person) -> None:
    address = actions.add_address(
        actor=nora, now=now, person_id=rosa.id, fields={"line1": "9 Elm St", "postal_code": "78704"}
    )
    assert (address.state, address.place_precision) == ("TX", "postal code")
    assert address.latitude and 30 < address.latitude < 31
    moved = actions.revise_address(actor=nora, now=now, address_id=address.id, fields={"city": "Somewhere"})
    assert (moved.latitude, moved.place_precision) == (None, "")
    actions.end_address(actor=nora, now=now, address_id=address.id, on=dt.date(2026, 3, 2))
    assert queries.get_person(nora, rosa.id).lives_at == []
    actions.end_address(actor=nora, now=now, address_id=address.id, on=None)
    assert queries.get_person(nora, rosa.id).lives_at == [address]
    with pytest.raises(Invalid):
        actions.add_address(actor=nora, now=now, person_id=rosa.id, fields={"use": "home"})
    with pytest.raises(Invalid):
        actions.add_address(
            actor=nora, now=now, person_id=rosa.id,
            fields={"city": "Austin", "from_on": dt.date(2026, 3, 2), "to_on": dt.date(2026, 3, 1)},
        )  # fmt: skip


def test_household_members_may_be_known_people(cast: Cast, nora: Viewer, now: datetime, rosa: Person) -> None:
    other = make_case(cast.nora).person
    member = actions.add_household_member(
        actor=nora,
        now=now,
        person_id=rosa.id,
        fields={"other_id": other.id, "relation": "mother", "phone": "5125550151"},
    )
    assert member.phone == "+15125550151"
    stranger = make_case(cast.olive).person
    with pytest.raises(NotFound):
        actions.revise_household_member(
            actor=nora, now=now, member_id=member.id, fields={"other_id": stranger.id, "relation": "mother"}
        )
    actions.revise_household_member(
        actor=nora, now=now, member_id=member.id, fields={"name": "Luz", "relation": "aunt"}
    )
    for wrong in ({"name": "Luz"}, {"relation": "aunt"}, {"name": "L", "relation": "aunt", "phone": "1"}):
        with pytest.raises(Invalid):
            actions.add_household_member(actor=nora, now=now, person_id=rosa.id, fields=wrong)
    actions.remove_household_member(actor=nora, now=now, member_id=member.id)
    assert not HouseholdMember.objects.exists()
    assert "Relation: no longer aunt" in str(queries.person_history(nora, rosa))


def test_a_number_no_longer_used_leaves_the_page(nora: Viewer, now: datetime, rosa: Person) -> None:
    point = actions.add_contact_point(actor=nora, now=now, person_id=rosa.id, fields={"value": "5125550150"})
    actions.retire_contact_point(actor=nora, now=now, contact_point_id=point.id)
    assert queries.get_person(nora, rosa.id).reached_at == []
    actions.retire_contact_point(actor=nora, now=now, contact_point_id=point.id, is_retired=False)
    assert queries.get_person(nora, rosa.id).reached_at == [point]


def test_a_safety_note_says_something(nora: Viewer, now: datetime, rosa: Person) -> None:
    for text, audience in ((" ", "caseload"), ("Dog", "everyone"), ("x" * 501, "caseload")):
        with pytest.raises(Invalid):
            actions.add_safety_note(actor=nora, now=now, person_id=rosa.id, text=text, audience=audience)


def test_parts_of_others_are_not_found(nora: Viewer, olive: Viewer, now: datetime, rosa: Person) -> None:
    point = actions.add_contact_point(actor=nora, now=now, person_id=rosa.id, fields={"value": "5125550150"})
    address = actions.add_address(actor=nora, now=now, person_id=rosa.id, fields={"city": "Austin"})
    for get, part_id in (
        (queries.get_contact_point, point.id),
        (queries.get_address, address.id),
        (queries.get_household_member, new_id()),
        (queries.get_merge, new_id()),
    ):
        with pytest.raises(NotFound):
            get(olive, part_id)


@pytest.mark.parametrize(
    ("start", "end", "at", "is_good"),
    [
        (None, None, "03:00", True),
        ("09:00", "12:00", "10:00", True),
        ("09:00", "12:00", "13:00", False),
        ("18:00", None, "17:00", False),
        (None, "12:00", "11:00", True),
        ("22:00", "02:00", "23:00", True),
        ("22:00", "02:00", "12:00", False),
    ],
)
def test_the_best_time_to_call(start: str | None, end: str | None, at: str, is_good: bool) -> None:
    first, last = (dt.time.fromisoformat(text) if text else None for text in (start, end))
    assert is_good_time(first, last, dt.time.fromisoformat(at)) is is_good


def test_ages_and_birth_dates() -> None:
    assert age_on(dt.date(2000, 2, 29), dt.date(2026, 2, 28)) == 25
    assert age_on(dt.date(2000, 2, 29), dt.date(2026, 3, 1)) == 26
    assert birth_date_problem(None, dt.date(2026, 1, 1)) == ""
    assert birth_date_problem(dt.date(1990, 1, 1), dt.date(2026, 1, 1)) == ""
