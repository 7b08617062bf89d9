from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import serializers

from caseday.access.queries import events_of_chain, verify_chains
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.followups.models import FollowUp
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id
from caseday.people import actions, queries
from caseday.people.models import Address, ContactPoint, HouseholdMember, Person, PersonMerge, SafetyNote
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_appointment, make_case, make_followup, make_party, make_person

pytestmark = pytest.mark.django_db
BORN = dt.date(1980, 5, 3)


@pytest.fixture
def two(cast: Cast, nora: Viewer, now: datetime) -> tuple[Person, Person]:
    """Rosa, and Rosy with everything that a record can have."""
    rosa = make_person(given_name="Rosa", family_name="Delgado")
    rosy = make_person(
        given_name="Rosy", family_name="Delgado-Ruiz", birth_date=BORN, needs_interpreter=True, language="es"
    )
    case, mine = make_case(cast.nora, person=rosy), make_case(cast.nora, person=rosa)
    common: dict[str, Any] = {"actor": nora, "now": now}
    for person in (rosa, rosy):
        actions.add_contact_point(**common, person_id=person.id, fields={"value": "5125550150"})
    actions.add_contact_point(**common, person_id=rosy.id, fields={"value": "5125550151"})
    actions.add_address(**common, person_id=rosy.id, fields={"city": "Austin"})
    actions.add_household_member(**common, person_id=rosy.id, fields={"name": "Luz", "relation": "daughter"})
    actions.add_household_member(
        **common, person_id=rosy.id, fields={"other_id": rosa.id, "relation": "sister"}
    )
    actions.add_safety_note(**common, person_id=rosy.id, text="Dog")
    make_party(mine, person=rosy)
    make_followup(case, person=rosy)
    make_appointment(case).attendees.create(person=rosy)
    return rosa, rosy


def snapshot() -> dict[str, str]:
    models = (Person, ContactPoint, Address, HouseholdMember, SafetyNote, Case, FollowUp)
    rows = [row for model in models for row in model.objects.order_by("pk")]
    return {f"{row._meta.label}{row.pk}": serializers.serialize("json", [row]) for row in rows}


def test_everything_goes_to_the_record_that_is_kept(
    nora: Viewer, now: datetime, two: tuple[Person, Person]
) -> None:
    rosa, rosy = two
    actions.merge_people(actor=nora, now=now, keep_id=rosa.id, merge_id=rosy.id, reason="same phone")
    kept = queries.get_person(nora, rosa.id)
    assert (kept.birth_date, kept.former_names, kept.language, kept.needs_interpreter) == (
        BORN,
        "Delgado-Ruiz",
        "es",
        True,
    )
    assert sorted(point.value for point in kept.reached_at) == ["+15125550150", "+15125550151"]
    assert [member.name for member in kept.household_there] == ["Luz"]
    assert kept.lives_at and kept.safety
    assert kept.cases.count() == 2 and kept.parties.count() == 1
    assert FollowUp.objects.get().person == rosa
    assert list(queries.people(nora)) == [rosa]
    assert queries.get_person(nora, rosy.id).merged_into == rosa


def test_undoing_it_restores_exactly(nora: Viewer, now: datetime, two: tuple[Person, Person]) -> None:
    rosa, rosy = two
    before = snapshot()
    merge = actions.merge_people(actor=nora, now=now, keep_id=rosa.id, merge_id=rosy.id)
    assert snapshot() != before
    for _ in range(2):
        actions.undo_merge(actor=nora, now=now + timedelta(days=3), merge_id=merge.id)
    assert snapshot() == before
    assert queries.merges_into(nora, rosa) == []


def test_undoing_it_leaves_what_was_changed_since(
    nora: Viewer, now: datetime, two: tuple[Person, Person]
) -> None:
    rosa, rosy = two
    merge = actions.merge_people(actor=nora, now=now, keep_id=rosa.id, merge_id=rosy.id)
    actions.revise_person(actor=nora, now=now, person_id=rosa.id, fields={"birth_date": dt.date(1981, 1, 1)})
    added = actions.add_contact_point(actor=nora, now=now, person_id=rosa.id, fields={"value": "5125550152"})
    luz = HouseholdMember.objects.get(name="Luz")
    actions.remove_household_member(actor=nora, now=now, member_id=luz.id)
    actions.undo_merge(actor=nora, now=now, merge_id=merge.id)
    rosa.refresh_from_db()
    added.refresh_from_db()
    assert rosa.birth_date == dt.date(1981, 1, 1)
    assert added.person == rosa
    assert rosy.contact_points.count() == 2


def test_both_histories_stay(nora: Viewer, now: datetime, two: tuple[Person, Person]) -> None:
    rosa, rosy = two
    case = rosy.cases.get()
    actions.merge_people(actor=nora, now=now, keep_id=rosa.id, merge_id=rosy.id)
    told = [one.event.summary for one in queries.person_history(nora, queries.get_person(nora, rosa.id))]
    assert "Merged into Rosa Delgado" in told and "Rosy Delgado-Ruiz merged into this record" in told
    assert "Address learned" in told
    verbs = [(event.verb, event.subject_kind) for event in events_of_chain(case.id)]
    for kind in ("cases.case", "followups.followup", "schedule.attendee"):
        assert ("person_merged", kind) in verbs


def test_chains_and_rows_verify_after_merge_and_undo(nora: Viewer, now: datetime) -> None:
    from caseday.kernel import clock

    today = clock.now()
    one, other = (
        actions.add_person(
            actor=nora, now=today, fields={"given_name": name, "family_name": "Kim"}, phone="5125550150"
        )
        for name in ("Rosa", "Rosy")
    )
    merge = actions.merge_people(actor=nora, now=today, keep_id=one.id, merge_id=other.id)
    assert [str(p) for p in verify_chains().problems if "people." in str(p)] == []
    actions.undo_merge(actor=nora, now=today, merge_id=merge.id)
    assert [str(p) for p in verify_chains().problems if "people." in str(p)] == []


def test_a_merge_sent_twice_happens_once(nora: Viewer, now: datetime, two: tuple[Person, Person]) -> None:
    rosa, rosy = two
    merge_id = new_id()
    for _ in range(2):
        actions.merge_people(actor=nora, now=now, keep_id=rosa.id, merge_id=rosy.id, id=merge_id)
    assert PersonMerge.objects.count() == 1


def test_what_cannot_be_merged(cast: Cast, nora: Viewer, now: datetime, two: tuple[Person, Person]) -> None:
    rosa, rosy = two
    stranger = make_case(cast.olive).person
    with pytest.raises(NotFound):
        actions.merge_people(actor=nora, now=now, keep_id=rosa.id, merge_id=stranger.id)
    with pytest.raises(Invalid):
        actions.merge_people(actor=nora, now=now, keep_id=rosa.id, merge_id=rosa.id)
    merge = actions.merge_people(actor=nora, now=now, keep_id=rosa.id, merge_id=rosy.id)
    with pytest.raises(Invalid):
        actions.merge_people(actor=nora, now=now, keep_id=rosy.id, merge_id=rosa.id)
    with pytest.raises(NotFound):
        actions.undo_merge(actor=cast.viewer("olive"), now=now, merge_id=merge.id)


def test_two_records_with_the_same_facts_need_no_filling(cast: Cast, nora: Viewer, now: datetime) -> None:
    one, other = (
        make_case(cast.nora, person=make_person(given_name="Ana", family_name="Kim")).person for _ in range(2)
    )
    actions.merge_people(actor=nora, now=now, keep_id=one.id, merge_id=other.id)
    assert queries.get_person(nora, one.id).former_names == ""
