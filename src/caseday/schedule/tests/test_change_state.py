import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.schedule.rules import (
    ENDED,
    OPEN,
    UNDERWAY,
    AppointmentState,
    CancelledBy,
    NextActor,
    StepKind,
    can_become,
    next_step,
    state_after,
    steps_offered,
)

S = AppointmentState


def test_every_state_is_open_underway_or_ended():
    assert set(S) == OPEN | UNDERWAY | ENDED
    assert not OPEN & UNDERWAY
    assert not UNDERWAY & ENDED


def test_a_visit_runs_from_the_door_to_done():
    walk = [S.CONFIRMED, S.ARRIVED, S.WAITING, S.WITH_PROVIDER, S.DONE]
    assert all(can_become(a, b) for a, b in zip(walk, walk[1:], strict=False))


def test_a_second_wait_is_possible():
    assert can_become(S.WITH_PROVIDER, S.WAITING)


def test_what_is_done_stays_done():
    assert not any(can_become(S.DONE, state) for state in S)


def test_a_visit_under_way_with_the_provider_is_no_longer_cancelled():
    assert not can_become(S.WITH_PROVIDER, S.CANCELLED)
    assert can_become(S.WAITING, S.CANCELLED)


def test_a_cancelled_one_may_await_a_new_date_and_be_planned_again():
    assert can_become(S.CANCELLED, S.AWAITING_NEW_DATE)
    assert can_become(S.AWAITING_NEW_DATE, S.PLANNED)


@given(st.sampled_from(S), st.sampled_from([None, *CancelledBy]))
def test_every_state_says_who_acts_next(state, by):
    step = next_step(state, by=by)
    assert step.actor in NextActor
    assert step.what


def test_a_date_that_the_office_cancelled_is_owed_by_the_office():
    assert next_step(S.CANCELLED, by=CancelledBy.OFFICE).actor is NextActor.OFFICE
    assert next_step(S.AWAITING_NEW_DATE, by=CancelledBy.CLIENT).actor is NextActor.CLIENT


def test_a_cancellation_that_needs_no_new_date_asks_nothing_of_anybody():
    assert next_step(S.CANCELLED, by=CancelledBy.CLIENT, new_date_wanted=False).actor is NextActor.NOBODY


@given(st.sampled_from(S), st.booleans())
def test_every_tap_that_is_offered_leads_to_a_state_that_may_follow(state, has_set_off):
    for kind in steps_offered(state, has_set_off=has_set_off):
        if kind is not StepKind.SET_OFF:
            assert can_become(state, state_after([kind], is_confirmed=False))


def test_setting_off_is_offered_once():
    assert StepKind.SET_OFF in steps_offered(S.PLANNED)
    assert StepKind.SET_OFF not in steps_offered(S.PLANNED, has_set_off=True)


def test_nothing_is_offered_once_it_ended():
    assert all(steps_offered(state) == () for state in ENDED)


@pytest.mark.parametrize(
    ("steps", "is_confirmed", "state"),
    [
        ([], False, S.PLANNED),
        ([], True, S.CONFIRMED),
        ([StepKind.SET_OFF], True, S.CONFIRMED),
        ([StepKind.SET_OFF, StepKind.ARRIVED], True, S.ARRIVED),
        ([StepKind.ARRIVED, StepKind.WAITING, StepKind.WITH_PROVIDER], False, S.WITH_PROVIDER),
    ],
)
def test_the_state_follows_from_the_taps(steps, is_confirmed, state):
    assert state_after(steps, is_confirmed=is_confirmed) is state
