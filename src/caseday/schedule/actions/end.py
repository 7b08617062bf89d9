"""Ways in which an appointment does not take place, and the new date that follows."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.schedule.actions.changing import changing, require_may_become
from caseday.schedule.actions.plan import plan_appointment
from caseday.schedule.actions.series import extend_series
from caseday.schedule.actions.writing import details_of
from caseday.schedule.models import Appointment, State
from caseday.schedule.queries import get_appointment
from caseday.schedule.rules import (
    CALLED_OFF,
    CancelledBy,
    notice_given,
)


def cancel_appointment(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    party: str,
    said_by: str = "",
    reason: str = "",
    happened_at: datetime | None = None,
    needs_new_date: bool = True,
    version: int | None = None,
) -> Appointment:
    """`party` is whose doing it was, `said_by` who told, `happened_at` when they said so: from it the notice."""
    return _call_off(
        State.CANCELLED,
        "appointment_cancelled",
        actor=actor,
        now=now,
        appointment_id=appointment_id,
        party=party,
        said_by=said_by,
        reason=reason,
        happened_at=happened_at,
        needs_new_date=needs_new_date,
        version=version,
    )


def record_no_show(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    party: str = CancelledBy.CLIENT,
    reason: str = "",
    needs_new_date: bool = True,
    version: int | None = None,
) -> Appointment:
    """Somebody did not come. Raises Invalid before the appointed time: then it is a cancellation."""
    if get_appointment(actor, appointment_id).starts_at > now:
        raise Invalid("It has not begun yet: cancel it instead.")
    return _call_off(
        State.NO_SHOW,
        "no_show_recorded",
        actor=actor,
        now=now,
        appointment_id=appointment_id,
        party=party,
        said_by="",
        reason=reason,
        happened_at=now,
        needs_new_date=needs_new_date,
        version=version,
    )


def await_new_date(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    party: str,
    said_by: str = "",
    reason: str = "",
    version: int | None = None,
) -> Appointment:
    """It will not be then, and somebody (`party`) owes a new date. Also after a cancellation or a no-show."""
    return _call_off(
        State.AWAITING_NEW_DATE,
        "new_date_awaited",
        actor=actor,
        now=now,
        appointment_id=appointment_id,
        party=party,
        said_by=said_by,
        reason=reason,
        happened_at=now,
        needs_new_date=True,
        version=version,
    )


def _call_off(
    state: State,
    verb: str,
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    party: str,
    said_by: str,
    reason: str,
    happened_at: datetime | None,
    needs_new_date: bool,
    version: int | None,
) -> Appointment:
    if party not in list(CancelledBy):
        raise Invalid({"party": "Say whose doing it was."})
    at = happened_at or now
    if at > now:
        raise Invalid({"happened_at": "This time has not come yet."})
    with changing(
        verb, actor=actor, now=now, appointment_id=appointment_id, version=version, happened_at=at
    ) as (appointment, record):
        require_may_become(appointment, state)
        # A cancellation that becomes "awaiting" keeps when it was cancelled, and with how much notice.
        first_said_at = appointment.cancelled_at or at
        record.update(
            appointment,
            state=state,
            cancelled_at=first_said_at,
            cancelled_party=party,
            cancelled_by=said_by.strip()[:120] or appointment.cancelled_by,
            cancel_reason=reason.strip()[:200] or appointment.cancel_reason,
            notice_minutes=notice_given(first_said_at, appointment.starts_at).minutes,
            needs_new_date=needs_new_date,
            waiting_since=None,
        )
        if appointment.series_id:
            extend_series(actor=actor, now=now, series_id=appointment.series_id)
    return appointment


def drop_new_date(*, actor: Viewer, now: datetime, appointment_id: UUID, reason: str = "") -> Appointment:
    """No new date is wanted any more: the loose end goes away."""
    with changing(
        "new_date_dropped", actor=actor, now=now, appointment_id=appointment_id, summary=reason
    ) as (
        appointment,
        record,
    ):
        record.update(appointment, needs_new_date=False)
        if reason:
            record.update(appointment, cancel_reason=reason.strip()[:200])
        if appointment.state == State.AWAITING_NEW_DATE:
            record.update(appointment, state=State.CANCELLED)
    return appointment


def set_new_date(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    starts_at: datetime,
    ends_at: datetime | None = None,
    id: UUID | None = None,
) -> Appointment:
    """Plans it anew with everything it had; the one called off stays as it was and points to the new one."""
    with transaction.atomic():
        old = get_appointment(actor, appointment_id)
        if old.state not in CALLED_OFF:
            raise Invalid("It still stands: move it instead.")
        if old.replaced_by_id and old.replaced_by_id != id:
            raise Invalid("A new date was set already.")
        length = old.ends_at - old.starts_at
        new = plan_appointment(
            actor=actor,
            now=now,
            details=details_of(old, starts_at=starts_at, ends_at=ends_at or starts_at + length),
            case_id=old.case_id,
            staff_id=old.staff_id,
            id=id,
        )
        with changing("new_date_set", actor=actor, now=now, appointment_id=appointment_id) as (old, record):
            record.update(old, replaced_by=new, needs_new_date=False)
    return new
