"""The taps of a visit. Each adds one step; state and times follow from the steps, so that undoing is exact."""

from datetime import datetime
from typing import Required, TypedDict, Unpack
from uuid import UUID

from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.schedule.actions.changing import changing, require_may_become
from caseday.schedule.actions.series import extend_series
from caseday.schedule.models import Appointment, State, VisitStep
from caseday.schedule.queries import sides_of, steps_of
from caseday.schedule.rules import (
    OPEN,
    UNDERWAY,
    AppointmentState,
    StepKind,
    standing_of,
    state_after,
    waited_minutes,
)


class Tap(TypedDict, total=False):
    """What every tap takes; `happened_at` where it is recorded late, `id` to store a retried one once."""

    actor: Required[Viewer]
    now: Required[datetime]
    appointment_id: Required[UUID]
    happened_at: datetime | None
    id: UUID | None


def set_off(**tap: Unpack[Tap]) -> Appointment:
    """On the way; the state stays."""
    return _tap(StepKind.SET_OFF, **tap)


def record_arrival(**tap: Unpack[Tap]) -> Appointment:
    return _tap(StepKind.ARRIVED, **tap)


def start_wait(**tap: Unpack[Tap]) -> Appointment:
    """Told 'you are next', or sent back to the waiting room: starts the wait clock."""
    return _tap(StepKind.WAITING, **tap)


def go_in(**tap: Unpack[Tap]) -> Appointment:
    """With the provider: stops the wait clock; the wait is what the office's usual wait learns from."""
    return _tap(StepKind.WITH_PROVIDER, **tap)


def finish_appointment(*, outcome: str = "", **tap: Unpack[Tap]) -> Appointment:
    """Done; also for one that is over and was never tapped through."""
    return _tap(StepKind.DONE, outcome=outcome, **tap)


def _tap(
    kind: StepKind,
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    happened_at: datetime | None = None,
    outcome: str = "",
    id: UUID | None = None,
) -> Appointment:
    """Raises Invalid where the state does not allow it, or for a time before the last step or in the future."""
    at = happened_at or now
    with changing(f"visit_{kind}", actor=actor, now=now, appointment_id=appointment_id, happened_at=at) as (
        appointment,
        record,
    ):
        steps = steps_of(appointment)
        if any(step.id == id for step in steps):
            return appointment
        _require_in_order(appointment, kind, steps, at=at, now=now)
        step = VisitStep(
            id=id or new_id(), appointment=appointment, kind=kind, at=at, staff_id=actor.staff_id
        )
        record.add(step)
        if outcome:
            record.update(appointment, outcome=outcome.strip()[:300])
        _follow_steps(record, appointment, [*steps, step])
        if kind is StepKind.DONE and appointment.series_id:
            extend_series(actor=actor, now=now, series_id=appointment.series_id)
    return appointment


def _require_in_order(
    appointment: Appointment, kind: StepKind, steps: list[VisitStep], *, at: datetime, now: datetime
) -> None:
    if at > now:
        raise Invalid({"happened_at": "This time has not come yet."})
    if steps and at < steps[-1].at:
        raise Invalid(
            {"happened_at": "This was recorded as later than that already. Undo the last step first."}
        )
    if kind is StepKind.SET_OFF:
        if appointment.state not in OPEN or appointment.set_off_at:
            raise Invalid("You have set off already.")
    else:
        require_may_become(appointment, State(kind))


def _follow_steps(record: ChangeRecord, appointment: Appointment, steps: list[VisitStep]) -> None:
    kinds = [StepKind(step.kind) for step in steps]
    sides = sides_of(appointment)
    is_confirmed = bool(sides) and standing_of([side.standing for side in sides]).is_confirmed
    state = state_after(kinds, is_confirmed=is_confirmed)
    first = {step.kind: step.at for step in reversed(steps)}
    record.update(
        appointment,
        state=state,
        set_off_at=first.get("set_off"),
        arrived_at=first.get("arrived"),
        waiting_since=steps[-1].at if state is AppointmentState.WAITING else None,
        with_provider_at=first.get("with_provider"),
        done_at=first.get("done"),
        waited_minutes=waited_minutes([(StepKind(step.kind), step.at) for step in steps]),
    )


def undo_last_step(*, actor: Viewer, now: datetime, appointment_id: UUID) -> Appointment:
    """Takes the last tap away, whoever made it; the state becomes what the remaining steps say."""
    with changing("visit_step_undone", actor=actor, now=now, appointment_id=appointment_id) as (
        appointment,
        record,
    ):
        steps = steps_of(appointment)
        if not steps or appointment.state not in OPEN | UNDERWAY | {State.DONE}:
            raise Invalid("There is no step to undo.")
        *kept, last = steps
        record.remove(last)
        if last.kind == StepKind.DONE and appointment.outcome:
            record.update(appointment, outcome="")
        _follow_steps(record, appointment, kept)
    return appointment
