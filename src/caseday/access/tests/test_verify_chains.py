"""What was done around the application is found and named."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseday.access import append_only
from caseday.access.models import CaseEvent, ChainHead, Team
from caseday.access.queries import Verified, as_it_stood_on, get_events_of_case, verify_chains
from caseday.access.record import Chain, ChainKind, change, fold, hash_of
from caseday.access.viewer import Viewer
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db
CHAIN = Chain(ChainKind.CASE, UUID(int=7))
OTHER = Chain(ChainKind.PERSON, UUID(int=9))


def write_history(actor: Viewer, now: datetime, length: int = 5, chain: Chain = CHAIN) -> Team:
    """A team added, then renamed again and again: `length` events on the chain."""
    team = Team(name=f"Team 0 of {chain.kind}")
    with change("team_added", actor=actor, now=now, chain=chain, subject=team) as record:
        record.add(team)
    for step in range(1, length):
        later = now + timedelta(minutes=step)
        with change("team_renamed", actor=actor, now=later, chain=chain, subject=team, summary="é") as record:
            record.update(team, name=f"Team {step} of {chain.kind}")
    return team


@pytest.fixture
def nora(cast: Cast) -> Viewer:
    """Without the cast's team, which the fixtures write around the actions."""
    Team.objects.all().delete()
    return cast.viewer("nora")


@pytest.fixture
def unguarded(db: None) -> Any:
    """As a trespasser with the database's password would have it: no triggers."""
    append_only.uninstall(connection)
    yield
    append_only.install(connection)


def found(verified: Verified) -> list[str]:
    return [str(problem) for problem in verified.problems]


def test_an_untouched_history_holds(nora: Viewer, now: datetime) -> None:
    write_history(nora, now)
    write_history(nora, now, chain=OTHER)
    verified = verify_chains()
    assert verified.holds
    assert (verified.events, verified.chains, verified.rows) == (10, 2, 2)


def test_an_empty_database_holds(db: None) -> None:
    assert verify_chains().holds


def test_it_reports_its_progress(nora: Viewer, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseday.access.queries.verify._REPORT_EVERY", 2)
    write_history(nora, now)
    steps: list[tuple[int, int]] = []
    verify_chains(lambda done, total: steps.append((done, total)))
    assert steps == [(2, 5), (4, 5)]


TRESPASSES: list[tuple[str, Callable[[Any], Any], str]] = [
    (
        "an edited summary",
        lambda e: e.filter(sequence=3).update(summary="nothing happened"),
        "at 3: it was edited",
    ),
    ("an edited actor", lambda e: e.filter(sequence=2).update(actor_name="Olive"), "at 2: it was edited"),
    ("edited changes", lambda e: e.filter(sequence=1).update(changes_json="[]"), "at 1: it was edited"),
    (
        "broken changes",
        lambda e: e.filter(sequence=2).update(changes_json="{"),
        "at 2: its changes cannot be read",
    ),
    (
        "an earlier moment",
        lambda e: e.filter(sequence=4).update(recorded_at=datetime(2020, 1, 1, tzinfo=UTC)),
        "at 4: it was edited",
    ),
    (
        "a missing event",
        lambda e: e.filter(sequence=3).delete(),
        "at 4: the chain has a gap: event 3 is missing",
    ),
    ("missing events", lambda e: e.filter(sequence__in=(2, 3)).delete(), "event 2 to 3 is missing"),
    (
        "a missing first event",
        lambda e: e.filter(sequence=1).delete(),
        "at 2: the chain has a gap: event 1 is missing",
    ),
    (
        "a cut end",
        lambda e: e.filter(sequence__gte=4).delete(),
        "at 3: the end is cut off: the chain went on to event 5",
    ),
    ("no events at all", lambda e: e.all().delete(), "at 0: all 5 events of the chain are gone"),
]


@pytest.mark.parametrize(("what", "trespass", "said"), TRESPASSES, ids=[t[0] for t in TRESPASSES])
def test_it_names_the_place_of(
    what: str, trespass: Callable[[Any], Any], said: str, nora: Viewer, now: datetime, unguarded: None
) -> None:
    write_history(nora, now)
    write_history(nora, now, chain=OTHER)
    trespass(CaseEvent.objects.filter(chain_id=CHAIN.id))
    problems = found(verify_chains())
    assert any(said in problem and f"case {CHAIN.id}" in problem for problem in problems), problems
    assert not any(str(OTHER.id) in problem for problem in problems)


def test_it_notices_exchanged_places(nora: Viewer, now: datetime, unguarded: None) -> None:
    write_history(nora, now)
    events = CaseEvent.objects.filter(chain_id=CHAIN.id)
    for old, new in ((2, 99), (3, 2), (99, 3)):
        events.filter(sequence=old).update(sequence=new)
    assert any("replaced or moved" in problem for problem in found(verify_chains()))


def test_it_notices_a_forged_event_with_a_right_hash_in_the_middle(
    nora: Viewer, now: datetime, unguarded: None
) -> None:
    write_history(nora, now)
    forged = CaseEvent.objects.get(chain_id=CHAIN.id, sequence=3)
    forged.summary = "forged"
    CaseEvent.objects.filter(pk=forged.pk).update(summary="forged", hash=hash_of(forged))
    assert any("at 4: it does not follow" in problem for problem in found(verify_chains()))


def test_it_notices_a_forged_last_event(nora: Viewer, now: datetime, unguarded: None) -> None:
    write_history(nora, now)
    forged = CaseEvent.objects.get(chain_id=CHAIN.id, sequence=5)
    forged.summary = "forged"
    CaseEvent.objects.filter(pk=forged.pk).update(summary="forged", hash=hash_of(forged))
    assert any("not the one that the head remembers" in problem for problem in found(verify_chains()))


def test_it_notices_events_behind_the_end_and_a_missing_head(
    nora: Viewer, now: datetime, unguarded: None
) -> None:
    write_history(nora, now)
    ChainHead.objects.filter(chain_id=CHAIN.id).update(sequence=4)
    assert any("added behind the end, which is 4" in problem for problem in found(verify_chains()))
    ChainHead.objects.filter(chain_id=CHAIN.id).delete()
    assert any("no head" in problem for problem in found(verify_chains()))


def test_it_notices_a_row_that_was_edited_by_hand(nora: Viewer, now: datetime) -> None:
    team = write_history(nora, now)
    Team.objects.filter(pk=team.pk).update(name="By hand")
    assert found(verify_chains()) == [f"access.team {team.pk}: name was edited around the application"]
    assert verify_chains(compare_rows=False).holds


def test_it_notices_a_row_that_was_deleted_by_hand(nora: Viewer, now: datetime) -> None:
    team = write_history(nora, now)
    Team.objects.filter(pk=team.pk).delete()
    assert found(verify_chains()) == [f"access.team {team.pk}: the row was deleted around the application"]


def test_it_notices_a_row_that_was_inserted_by_hand(nora: Viewer, now: datetime) -> None:
    write_history(nora, now)
    stranger = Team.objects.create(name="Stranger")
    assert (
        f"access.team {stranger.pk}: the row was inserted around the application: no event added it"
        in found(verify_chains())
    )


def test_it_notices_a_removed_row_that_was_put_back(nora: Viewer, now: datetime) -> None:
    team = write_history(nora, now, length=2)
    with change("team_removed", actor=nora, now=now, chain=CHAIN, subject=team) as record:
        record.remove(team)
    assert verify_chains().holds
    Team.objects.create(pk=team.pk, name="Back")
    assert any("put back" in problem for problem in found(verify_chains()))


def test_an_object_whose_history_runs_through_two_chains_holds_until_edited(
    nora: Viewer, now: datetime
) -> None:
    team = write_history(nora, now, length=2)
    with change("team_renamed", actor=nora, now=now, chain=OTHER, subject=team) as record:
        record.update(team, name="Renamed on another chain")
    assert verify_chains().holds
    Team.objects.filter(pk=team.pk).update(name="Team 1 of case")
    assert found(verify_chains()) == [f"access.team {team.pk}: name was edited around the application"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "{}",
        "[1]",
        '[{"op": "add"}]',
        '[{"op":"add","model":"a.b","id":[],"fields":{}}]',
        '[{"op":"add","model":"a.b","id":"x","fields":[]}]',
    ],
)
def test_changes_that_are_none_are_named(nonsense: str, nora: Viewer, now: datetime, unguarded: None) -> None:
    write_history(nora, now)
    CaseEvent.objects.filter(chain_id=CHAIN.id, sequence=2).update(changes_json=nonsense)
    assert any("at 2: its changes cannot be read" in problem for problem in found(verify_chains()))


def test_what_was_removed_is_not_there_afterwards(nora: Viewer, now: datetime) -> None:
    team = write_history(nora, now, length=1)
    later = now + timedelta(hours=1)
    with change("team_removed", actor=nora, now=later, chain=CHAIN, subject=team) as record:
        record.remove(team)
    assert len(as_it_stood_on(CHAIN.id, at=now)) == 1
    assert as_it_stood_on(CHAIN.id, at=later) == {}


def test_rows_are_compared_in_batches(nora: Viewer, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseday.access.queries.live._BATCH", 1)
    team = write_history(nora, now)
    write_history(nora, now, chain=OTHER)
    assert verify_chains().holds
    Team.objects.filter(pk=team.pk).update(name="By hand")
    assert len(verify_chains().problems) == 1


def test_events_of_a_model_that_is_gone_do_not_disturb(nora: Viewer, now: datetime) -> None:
    team = write_history(nora, now, length=1)
    with change("old", actor=nora, now=now, chain=OTHER, subject=team) as record:
        record.changes.append(
            {"op": "add", "model": "former.thing", "id": str(new_id()), "fields": {"a": [None, 1]}}
        )
    assert verify_chains().holds


def test_a_case_can_be_read_as_it_stood(nora: Viewer, now: datetime) -> None:
    team = write_history(nora, now)
    key = ("access.team", str(team.pk))
    then = as_it_stood_on(CHAIN.id, at=now + timedelta(minutes=2, seconds=30))
    assert then[key] == {"name": "Team 2 of case"}
    assert as_it_stood_on(CHAIN.id, at=now - timedelta(days=1)) == {}
    events = get_events_of_case(CHAIN.id, limit=2)
    assert [event.sequence for event in events] == [5, 4]
    assert [event.sequence for event in get_events_of_case(CHAIN.id, before=4)] == [3, 2, 1]
    assert fold(reversed(events), until=now + timedelta(minutes=3, seconds=1))[key] == {
        "name": "Team 3 of case"
    }


_TEXTS = (
    "verb",
    "actor_name",
    "summary",
    "subject_kind",
    "changes_json",
    "previous_hash",
    "hash",
    "chain_kind",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sequence=st.integers(1, 6),
    column=st.sampled_from(_TEXTS),
    value=st.text(st.characters(codec="ascii", categories=("L", "N", "P")), max_size=10),
)
def test_any_edit_of_any_column_is_found(
    sequence: int, column: str, value: str, nora: Viewer, now: datetime, unguarded: None
) -> None:
    with transaction.atomic():
        write_history(nora, now, length=6)
        event = CaseEvent.objects.get(chain_id=CHAIN.id, sequence=sequence)
        edited = value != getattr(event, column)
        CaseEvent.objects.filter(pk=event.pk).update(**{column: value})
        problems = [p for p in verify_chains().problems if p.chain_id == CHAIN.id]
        assert bool(problems) == edited
        if edited:
            assert {p.sequence for p in problems} & {sequence, sequence + 1}
        transaction.set_rollback(True)
