"""One action, one event; the same values whether just set or read back."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import models, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.actions import add_team
from caseday.access.models import AGENCY_CHAIN_ID, CaseEvent, Coverage, Staff, Team, TeamMembership
from caseday.access.plain import plain, plain_value, values_of
from caseday.access.queries import events_of_chain
from caseday.access.record import (
    ChangeRecord,
    agency_chain,
    canonical,
    case_chain,
    change,
    hash_of,
    office_chain,
    person_chain,
    register_index,
    staff_chain,
)
from caseday.access.viewer import Viewer
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db
CASE = UUID(int=5)


def test_each_kind_of_thing_has_a_chain() -> None:
    kinds = [chain(CASE).kind for chain in (case_chain, person_chain, office_chain, staff_chain)]
    assert kinds == ["case", "person", "office", "staff"]
    assert agency_chain().id == AGENCY_CHAIN_ID


def test_an_event_says_who_did_what_when(nora: Viewer, now: datetime) -> None:
    team, before = Team(name="North"), now - timedelta(days=1)
    with change(
        "team_added",
        actor=nora,
        now=now,
        chain=case_chain(CASE),
        subject=team,
        happened_at=before,
        summary="North",
    ) as record:
        record.add(team)
    (event,) = events_of_chain(CASE)
    assert (event.verb, event.actor_id, event.actor_name) == ("team_added", nora.staff_id, "Nora Field")
    assert (event.happened_at, event.recorded_at) == (before, now)
    assert (event.subject_kind, event.subject_id, event.summary) == ("access.team", team.pk, "North")
    fields = {"name": [None, "North"]}
    assert event.changes == [{"op": "add", "model": "access.team", "id": str(team.pk), "fields": fields}]
    assert event.hash == hash_of(event)
    assert (event.sequence, event.previous_hash) == (1, "")


def test_nothing_changed_is_no_event(nora: Viewer, now: datetime) -> None:
    team = Team.objects.create(name="North")
    with change("team_renamed", actor=nora, now=now, chain=case_chain(CASE), subject=team) as record:
        record.update(team, name="North")
    assert events_of_chain(CASE) == []


def test_a_failure_leaves_neither_change_nor_event(nora: Viewer, now: datetime) -> None:
    team = Team.objects.create(name="North")
    with (
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
        change("team_renamed", actor=nora, now=now, chain=case_chain(CASE), subject=team) as record,
    ):
        record.update(team, name="South")
        raise ZeroDivisionError
    team.refresh_from_db()
    assert team.name == "North"
    assert events_of_chain(CASE) == []


def test_only_what_differs_is_saved_and_recorded(nora: Viewer, cast: Cast, now: datetime) -> None:
    coverage = Coverage.objects.get()
    Coverage.objects.update(reason="changed meanwhile by somebody else")
    with change("x", actor=nora, now=now, chain=case_chain(CASE), subject=coverage) as record:
        record.update(coverage, covering=cast.olive, from_on=coverage.from_on, to_on=date(2030, 1, 1))
    (event,) = events_of_chain(CASE)
    assert event.changes[0]["fields"] == {
        "covering_id": [str(cast.carl.pk), str(cast.olive.pk)],
        "to_on": ["2099-12-31", "2030-01-01"],
    }
    coverage.refresh_from_db()
    assert coverage.reason == "changed meanwhile by somebody else"


def test_removing_notes_also_what_goes_with_it(cast: Cast, now: datetime) -> None:
    team = Team.objects.get(name="Austin")
    with change("x", actor=cast.viewer("adam"), now=now, chain=case_chain(CASE), subject=team) as record:
        record.remove(team)
    (event,) = events_of_chain(CASE)
    removed = sorted(one["model"] for one in event.changes if one["op"] == "remove")
    assert removed == ["access.team", *["access.teammembership"] * 3]
    assert not TeamMembership.objects.exists()


def test_secrets_and_sign_in_times_are_not_recorded(cast: Cast, now: datetime) -> None:
    cast.nora.last_login = now
    assert {"password", "last_login"}.isdisjoint(values_of(cast.nora))
    assert values_of(cast.nora)["email"] == "nora.field@example.com"


def test_an_expression_cannot_be_recorded(nora: Viewer, now: datetime) -> None:
    team = Team.objects.create(name="North")
    with (
        pytest.raises(TypeError, match="expression"),
        change("x", actor=nora, now=now, chain=case_chain(CASE), subject=team) as record,
    ):
        record.update(team, name=F("name"))


def test_an_unknown_column_is_refused(cast: Cast) -> None:
    with pytest.raises(TypeError, match="no column"):
        ChangeRecord().update(cast.nora, memberships=[])


def test_indexes_are_refreshed_in_the_same_transaction(adam: Viewer, now: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr("caseday.access.record._indexers", [])
    touched: list[Any] = []
    register_index(touched.extend)
    team = add_team(actor=adam, now=now, name="North")
    assert touched == [team]


@pytest.mark.parametrize(
    ("column", "given_value", "kept"),
    [
        (models.DecimalField(max_digits=6, decimal_places=1), 3, "3.0"),
        (models.DecimalField(max_digits=6, decimal_places=2), Decimal("3.5"), "3.50"),
        (models.FloatField(), 3, 3.0),
        (models.IntegerField(), "3", 3),
        (models.DateField(), "2026-03-02", "2026-03-02"),
        (models.DateField(), date(2026, 3, 2), "2026-03-02"),
        (models.TimeField(), time(8, 30), "08:30:00"),
        (models.DateTimeField(), datetime(2026, 3, 2, 8, tzinfo=UTC), "2026-03-02T08:00:00.000000+00:00"),
        (models.DurationField(), timedelta(seconds=2), 2_000_000),
        (models.UUIDField(), CASE, str(CASE)),
        (models.JSONField(), {"at": CASE}, {"at": str(CASE)}),
        (models.BooleanField(), 1, True),
        (models.CharField(), None, None),
    ],
)
def test_a_value_is_kept_alike_however_it_was_given(column: Any, given_value: Any, kept: Any) -> None:
    assert plain_value(column, given_value) == kept


def test_bytes_are_kept_as_their_hash() -> None:
    assert plain_value(models.BinaryField(), b"abc").startswith("sha256:ba7816bf")
    assert plain(Decimal("1.5")) == "1.5"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        st.lists,
        max_leaves=8,
    )
)
def test_the_canonical_text_survives_being_read_and_written(value: Any) -> None:
    import json

    text = canonical([{"fields": {"a": [None, value]}}])
    assert canonical(json.loads(text)) == text
    assert text.isascii()


def test_a_persons_event_reads_back_with_the_same_hash(cast: Cast, now: datetime) -> None:
    staff = Staff.objects.get(pk=cast.nora.pk)
    with change(
        "x", actor=cast.viewer("adam"), now=now, chain=staff_chain(staff.pk), subject=staff
    ) as record:
        record.update(staff, name="Nóra Field ✓", home_latitude=30.2672)
    event = CaseEvent.objects.get()
    assert hash_of(event) == event.hash
    assert str(event).startswith("x (staff")
