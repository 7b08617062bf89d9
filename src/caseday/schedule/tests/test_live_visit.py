from datetime import timedelta
from uuid import uuid4

import pytest

from caseday.access.queries import events_of_chain
from caseday.kernel.errors import Invalid, NotFound
from caseday.schedule.actions import (
    cancel_appointment,
    finish_appointment,
    go_in,
    record_arrival,
    record_confirmation,
    set_off,
    start_wait,
    undo_last_step,
)
from caseday.schedule.models import VisitStep
from caseday.schedule.queries import expected_waits, get_appointment, steps_of, usual_waits
from caseday.schedule.tests.plans import TEN, plan
from caseday.testing.make import make_appointment, make_case, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast, nora):
    return plan(nora, make_case(cast.nora), office_id=make_office().id)


def tap(action, actor, one, minutes, **fields):
    return action(actor=actor, now=TEN + timedelta(minutes=minutes), appointment_id=one.id, **fields)


def test_a_visit_is_lived_in_taps(nora, one):
    tap(set_off, nora, one, -34)
    assert get_appointment(nora, one.id).state == "planned"
    for action, minutes, state in [
        (record_arrival, -10, "arrived"),
        (start_wait, 30, "waiting"),
        (go_in, 35, "with_provider"),
        (start_wait, 40, "waiting"),
        (go_in, 60, "with_provider"),
        (finish_appointment, 90, "done"),
    ]:
        assert tap(action, nora, one, minutes).state == state
    stored = get_appointment(nora, one.id)
    assert stored.waited_minutes == 25
    assert stored.arrived_at == TEN - timedelta(minutes=10)
    assert stored.with_provider_at == TEN + timedelta(minutes=35)
    assert stored.done_at == TEN + timedelta(minutes=90)
    assert stored.waiting_since is None
    assert [event.verb for event in events_of_chain(stored.case_id)][1:3] == [
        "visit_set_off",
        "visit_arrived",
    ]


def test_the_wait_clock_shows_since_when(nora, one):
    tap(record_arrival, nora, one, 0)
    assert tap(start_wait, nora, one, 5).waiting_since == TEN + timedelta(minutes=5)


def test_each_step_can_be_undone_back_to_where_it_began(nora, one, now):
    record_confirmation(actor=nora, now=now, appointment_id=one.id, side="office", result="confirmed")
    record_confirmation(actor=nora, now=now, appointment_id=one.id, side="client", result="confirmed")
    tap(record_arrival, nora, one, 0)
    tap(start_wait, nora, one, 5)
    tap(go_in, nora, one, 10)
    tap(finish_appointment, nora, one, 30, outcome="Stays on modified duty")
    states = []
    for _ in range(4):
        states.append(tap(undo_last_step, nora, one, 31).state)
    assert states == ["with_provider", "waiting", "arrived", "confirmed"]
    stored = get_appointment(nora, one.id)
    assert (stored.arrived_at, stored.waited_minutes, stored.outcome) == (None, None, "")
    with pytest.raises(Invalid):
        tap(undo_last_step, nora, one, 32)


def test_undoing_reopens_the_wait(nora, one):
    tap(record_arrival, nora, one, 0)
    tap(start_wait, nora, one, 5)
    tap(go_in, nora, one, 10)
    assert tap(undo_last_step, nora, one, 11).waiting_since == TEN + timedelta(minutes=5)


def test_a_retried_tap_is_stored_once(nora, one):
    key = uuid4()
    tap(record_arrival, nora, one, 0, id=key)
    tap(record_arrival, nora, one, 0, id=key)
    assert VisitStep.objects.count() == 1


def test_what_is_over_can_be_recorded_afterwards(nora, one):
    done = tap(
        finish_appointment, nora, one, 600, happened_at=TEN + timedelta(minutes=45), outcome=" Went well. "
    )
    assert (done.state, done.outcome) == ("done", "Went well.")


def test_no_step_lies_in_the_future_or_before_the_last(nora, one):
    with pytest.raises(Invalid):
        tap(record_arrival, nora, one, 0, happened_at=TEN + timedelta(minutes=1))
    tap(record_arrival, nora, one, 0)
    with pytest.raises(Invalid):
        tap(go_in, nora, one, 5, happened_at=TEN - timedelta(minutes=1))


def test_a_step_that_does_not_follow_is_refused(nora, one):
    tap(record_arrival, nora, one, 0)
    for action in (record_arrival, set_off):
        with pytest.raises(Invalid):
            tap(action, nora, one, 1)


def test_one_sets_off_once(nora, one):
    tap(set_off, nora, one, 0)
    with pytest.raises(Invalid):
        tap(set_off, nora, one, 1)


def test_a_visit_called_off_at_the_door_keeps_its_steps_and_cannot_be_undone(nora, one):
    tap(set_off, nora, one, -30)
    tap(record_arrival, nora, one, 0)
    cancel_appointment(
        actor=nora,
        now=TEN + timedelta(minutes=5),
        appointment_id=one.id,
        party="client",
        said_by="front desk",
    )
    assert len(steps_of(one)) == 2
    with pytest.raises(Invalid):
        tap(undo_last_step, nora, one, 6)


def test_the_wait_teaches_the_office(nora, cast, one, now):
    tap(record_arrival, nora, one, 0)
    tap(start_wait, nora, one, 0)
    tap(go_in, nora, one, 48)
    waits = usual_waits([one.office_id], now=TEN + timedelta(hours=3))
    assert waits[one.office_id].visits == 1
    assert usual_waits([], now=now) == {}
    assert usual_waits([one.office_id], now=TEN + timedelta(days=1000)) == {}


def test_a_colleague_without_sight_taps_nothing(one, olive):
    with pytest.raises(NotFound):
        tap(record_arrival, olive, one, 0)


def test_a_new_office_is_expected_to_be_like_the_others_of_its_kind(
    nora, cast, now, django_assert_num_queries
):
    nowhere = uuid4()
    case, known, new = (
        make_case(cast.nora),
        make_office(kind="surgery_center"),
        make_office(kind="surgery_center"),
    )
    for n in range(30):
        make_appointment(case, office=known, starts_at=now - timedelta(days=n + 1), waited_minutes=70)
    with django_assert_num_queries(2):
        waits = expected_waits([known.id, new.id, nowhere], now=now)
    assert waits[known.id].visits == 30 and waits[known.id].minutes > 60
    assert waits[new.id].visits == 0 and waits[new.id].minutes > 40
    assert expected_waits([new.id], now=now) == {new.id: waits[new.id]}
    assert waits[nowhere].minutes < 20
    with django_assert_num_queries(1):
        assert set(usual_waits([known.id, new.id], now=now)) == {known.id}
    assert expected_waits([], now=now) == {}
