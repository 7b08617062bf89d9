"""Every change appends one event to its chain."""

from datetime import timedelta

import pytest

from caseday.access.models import CaseEvent, ChainHead
from caseday.access.queries import events_of_chain
from caseday.access.record import case_chain, change, fold, hash_of
from caseday.access.viewer import Viewer
from caseday.cases.models import Goal
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db


def _goal_then_met(cast: Cast, nora: Viewer) -> Goal:
    case = make_case(cast.nora)
    goal = Goal(case=case, text="Back to modified duty")
    chain = case_chain(case.id)
    with change("goal_agreed", actor=nora, now=MONDAY_8, chain=chain, subject=goal) as record:
        record.add(goal)
    with change(
        "goal_met", actor=nora, now=MONDAY_8 + timedelta(days=1), chain=chain, subject=goal
    ) as record:
        record.update(goal, state="met", text=goal.text)
    return goal


def test_it_appends_an_event_with_old_and_new_values(cast: Cast, nora: Viewer) -> None:
    goal = _goal_then_met(cast, nora)
    added, met = events_of_chain(goal.case_id)
    assert added.changes[0]["fields"]["text"] == [None, "Back to modified duty"]
    assert met.changes[0]["fields"] == {"state": ["open", "met"]}
    assert met.actor_name == "Nora Field"


def test_it_chains_each_event_to_the_one_before(cast: Cast, nora: Viewer) -> None:
    goal = _goal_then_met(cast, nora)
    added, met = events_of_chain(goal.case_id)
    assert (added.sequence, met.sequence) == (1, 2)
    assert met.previous_hash == added.hash == hash_of(added)
    assert ChainHead.objects.get(chain_id=goal.case_id).hash == met.hash


def test_it_writes_no_event_where_nothing_changed(cast: Cast, nora: Viewer) -> None:
    goal = _goal_then_met(cast, nora)
    with change("goal_met", actor=nora, now=MONDAY_8, chain=case_chain(goal.case_id), subject=goal) as record:
        record.update(goal, state="met")
    assert CaseEvent.objects.filter(chain_id=goal.case_id).count() == 2


def test_it_keeps_neither_change_nor_event_when_the_action_fails(cast: Cast, nora: Viewer) -> None:
    goal = _goal_then_met(cast, nora)
    with (
        pytest.raises(RuntimeError),
        change(
            "goal_dropped", actor=nora, now=MONDAY_8, chain=case_chain(goal.case_id), subject=goal
        ) as record,
    ):
        record.update(goal, state="dropped")
        raise RuntimeError("power cut")
    goal.refresh_from_db()
    assert goal.state == "met"
    assert len(events_of_chain(goal.case_id)) == 2


def test_folding_gives_the_state_as_it_stood(cast: Cast, nora: Viewer) -> None:
    goal = _goal_then_met(cast, nora)
    events = events_of_chain(goal.case_id)
    key = ("cases.goal", str(goal.id))
    assert fold(events, until=MONDAY_8)[key]["state"] == "open"
    assert fold(events)[key]["state"] == "met"


def test_a_nul_is_kept_nowhere(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora)
    goal = Goal(case=case, text="Back\0 to work")
    with change(
        "goal_agreed", actor=nora, now=MONDAY_8, chain=case_chain(case.id), subject=goal, summary="a\0b"
    ) as record:
        record.add(goal)
        record.update(goal, result="He\0 walks")
    goal.refresh_from_db()
    (event,) = events_of_chain(case.id)
    assert (goal.text, goal.result, event.summary) == ("Back to work", "He walks", "ab")
    assert "u0000" not in event.changes_json and event.hash == hash_of(event)
