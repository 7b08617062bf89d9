"""What each side said when asked whether it stands."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.schedule.actions.changing import changing
from caseday.schedule.models import Appointment, Confirmation, State
from caseday.schedule.queries import sides_of
from caseday.schedule.rules import OPEN, Channel, standing_of


def record_confirmation(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    side: str,
    result: str,
    said_by: str = "",
    channel: str = Channel.PHONE,
    attendee_id: UUID | None = None,
    happened_at: datetime | None = None,
    activity_id: UUID | None = None,
    id: UUID | None = None,
) -> Confirmation:
    """One try. Confirmed by every side makes the appointment confirmed; anything else keeps or makes it planned.

    Raises Invalid where it is no longer open, or for an unknown side, result or channel.
    """
    if id and (existing := Confirmation.objects.filter(pk=id, appointment_id=appointment_id).first()):
        return existing
    _require_known(side, result, channel)
    words = f"{Confirmation.Side(side).label}: {Confirmation.Result(result).label.lower()}"
    tried = Confirmation(
        id=id or new_id(), appointment_id=appointment_id, side=side, result=result, channel=channel,
        said_by=said_by.strip()[:120], attendee_id=attendee_id, at=happened_at or now,
        staff_id=actor.staff_id, activity_id=activity_id,
    )  # fmt: skip
    with changing(
        "confirmation_recorded", actor=actor, now=now, appointment_id=appointment_id,
        happened_at=happened_at, summary=words,
    ) as (appointment, record):  # fmt: skip
        _require_askable(appointment, attendee_id)
        tried.for_starts_at = appointment.starts_at
        record.add(tried)
        record.update(appointment, state=_state_by_sides(appointment))
    return tried


def _require_askable(appointment: Appointment, attendee_id: UUID | None) -> None:
    if appointment.state not in OPEN:
        raise Invalid(f"It is {appointment.get_state_display().lower()}: there is nothing to confirm.")
    if attendee_id and not appointment.attendees.filter(pk=attendee_id).exists():
        raise Invalid({"side": "This person is no longer on the list of attendees."})


def _require_known(side: str, result: str, channel: str) -> None:
    problems = {
        name: "Choose one from the list."
        for name, value, known in (
            ("side", side, Confirmation.Side.values),
            ("result", result, Confirmation.Result.values),
            ("channel", channel, [*Channel]),
        )
        if value not in known
    }
    if problems:
        raise Invalid(problems)


def _state_by_sides(appointment: Appointment) -> State:
    sides = sides_of(appointment)
    confirmed = bool(sides) and standing_of([side.standing for side in sides]).is_confirmed
    return State.CONFIRMED if confirmed else State.PLANNED
