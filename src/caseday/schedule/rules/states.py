"""In: where an appointment stands and what was tapped. Out: what it may become, and who acts next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class AppointmentState(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    WAITING = "waiting"
    WITH_PROVIDER = "with_provider"
    DONE = "done"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    AWAITING_NEW_DATE = "awaiting_new_date"


class StepKind(StrEnum):
    """What a worker taps on the way and at the door."""

    SET_OFF = "set_off"
    ARRIVED = "arrived"
    WAITING = "waiting"
    WITH_PROVIDER = "with_provider"
    DONE = "done"


class CancelledBy(StrEnum):
    CLIENT = "client"
    OFFICE = "office"
    WORKER = "worker"
    PAYER = "payer"
    OTHER = "other"


class NextActor(StrEnum):
    WORKER = "worker"
    CLIENT = "client"
    OFFICE = "office"
    NOBODY = "nobody"


@dataclass(frozen=True)
class NextStep:
    actor: NextActor
    what: str


S = AppointmentState

OPEN = frozenset({S.PLANNED, S.CONFIRMED})
UNDERWAY = frozenset({S.ARRIVED, S.WAITING, S.WITH_PROVIDER})
CALLED_OFF = frozenset({S.CANCELLED, S.NO_SHOW, S.AWAITING_NEW_DATE})
ENDED = CALLED_OFF | {S.DONE}

# A visit can be recorded late, so that "done" and "with provider" are reachable from every open state.
_MAY_BECOME: dict[AppointmentState, frozenset[AppointmentState]] = {
    S.PLANNED: frozenset({S.PLANNED, S.CONFIRMED, S.DONE}) | UNDERWAY | CALLED_OFF,
    S.CONFIRMED: frozenset({S.PLANNED, S.CONFIRMED, S.DONE}) | UNDERWAY | CALLED_OFF,
    S.ARRIVED: frozenset({S.WAITING, S.WITH_PROVIDER, S.DONE}) | CALLED_OFF,
    S.WAITING: frozenset({S.WITH_PROVIDER, S.DONE}) | CALLED_OFF,
    S.WITH_PROVIDER: frozenset({S.WAITING, S.DONE}),
    S.DONE: frozenset(),
    S.CANCELLED: frozenset({S.PLANNED, S.AWAITING_NEW_DATE}),
    S.NO_SHOW: frozenset({S.PLANNED, S.AWAITING_NEW_DATE}),
    S.AWAITING_NEW_DATE: frozenset({S.PLANNED, S.CANCELLED}),
}

_STATE_OF_STEP: dict[StepKind, AppointmentState] = {
    StepKind.ARRIVED: S.ARRIVED,
    StepKind.WAITING: S.WAITING,
    StepKind.WITH_PROVIDER: S.WITH_PROVIDER,
    StepKind.DONE: S.DONE,
}

_OFFERED: dict[AppointmentState, tuple[StepKind, ...]] = {
    S.PLANNED: (StepKind.ARRIVED, StepKind.SET_OFF),
    S.CONFIRMED: (StepKind.ARRIVED, StepKind.SET_OFF),
    S.ARRIVED: (StepKind.WAITING, StepKind.WITH_PROVIDER, StepKind.DONE),
    S.WAITING: (StepKind.WITH_PROVIDER, StepKind.DONE),
    S.WITH_PROVIDER: (StepKind.DONE, StepKind.WAITING),
}

_NEXT: dict[AppointmentState, NextStep] = {
    S.PLANNED: NextStep(NextActor.WORKER, "confirm it"),
    S.CONFIRMED: NextStep(NextActor.WORKER, "be there"),
    S.ARRIVED: NextStep(NextActor.OFFICE, "call you in"),
    S.WAITING: NextStep(NextActor.OFFICE, "call you in"),
    S.WITH_PROVIDER: NextStep(NextActor.WORKER, "finish the visit"),
    S.DONE: NextStep(NextActor.WORKER, "write it down"),
    S.NO_SHOW: NextStep(NextActor.WORKER, "reach the client and ask for a new date"),
}

_NEXT_AFTER_CANCELLED: dict[CancelledBy, NextStep] = {
    CancelledBy.CLIENT: NextStep(NextActor.WORKER, "ask the client for a new date"),
    CancelledBy.OFFICE: NextStep(NextActor.OFFICE, "offer a new date"),
    CancelledBy.WORKER: NextStep(NextActor.WORKER, "offer a new date"),
    CancelledBy.PAYER: NextStep(NextActor.WORKER, "settle it with the payer"),
    CancelledBy.OTHER: NextStep(NextActor.WORKER, "find out whether there is a new date"),
}

_NEXT_WHILE_AWAITING: dict[CancelledBy, NextStep] = {
    CancelledBy.CLIENT: NextStep(NextActor.CLIENT, "name a new date; ask daily"),
    CancelledBy.OFFICE: NextStep(NextActor.OFFICE, "name a new date; ask daily"),
    CancelledBy.WORKER: NextStep(NextActor.WORKER, "name a new date"),
    CancelledBy.PAYER: NextStep(NextActor.WORKER, "settle it with the payer, then set a new date"),
    CancelledBy.OTHER: NextStep(NextActor.WORKER, "set a new date; ask daily"),
}


def can_become(state: AppointmentState, new: AppointmentState) -> bool:
    return new in _MAY_BECOME[state]


def steps_offered(state: AppointmentState, *, has_set_off: bool = False) -> tuple[StepKind, ...]:
    """The taps of visit mode; the first one is the one to make big."""
    offered = _OFFERED.get(state, ())
    return tuple(kind for kind in offered if not (has_set_off and kind is StepKind.SET_OFF))


def state_after(steps: Sequence[StepKind], *, is_confirmed: bool) -> AppointmentState:
    """Recomputed from what is recorded, so that undoing a step needs no memory of its own."""
    for kind in reversed(steps):
        if kind in _STATE_OF_STEP:
            return _STATE_OF_STEP[kind]
    return S.CONFIRMED if is_confirmed else S.PLANNED


def next_step(
    state: AppointmentState, *, by: CancelledBy | None = None, new_date_wanted: bool = True
) -> NextStep:
    """`by` is who called it off, or while a new date is awaited, who owes it."""
    party = by or CancelledBy.OTHER
    if state is S.AWAITING_NEW_DATE:
        return _NEXT_WHILE_AWAITING[party]
    if state is S.CANCELLED:
        return _NEXT_AFTER_CANCELLED[party] if new_date_wanted else NextStep(NextActor.NOBODY, "nothing more")
    return _NEXT[state]
