"""No visit moves without its client being told: a to-do that stays until a message went out or they answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.models import ChainKind
from caseday.access.record import Chain, Change
from caseday.access.viewer import Viewer, system_viewer
from caseday.dayplan.queries.telling import TEMPLATE, telling_id, untold_of_case
from caseday.followups.actions import drop_followup, finish_followup, promise_followup, reopen_followup
from caseday.followups.models import FollowUp
from caseday.kernel.words import clock_words
from caseday.schedule.models import Appointment, Confirmation
from caseday.schedule.queries import get_appointment

_ANSWERED = (Confirmation.Result.CONFIRMED, Confirmation.Result.NEW_TIME)


def have_client_told(
    *, actor: Viewer, now: datetime, appointment_id: UUID, was: Appointment, before: UUID
) -> FollowUp | None:
    """A to-do of who goes; `before`: that of an earlier move, which nobody has to be told of any more. None where the
    visit is nobody's."""
    one = get_appointment(actor, appointment_id)
    if one.case is None:
        return None
    earlier = FollowUp.objects.filter(pk=before, state=FollowUp.State.OPEN).first()
    if earlier is not None:
        drop_followup(
            actor=actor, now=now, followup_id=earlier.pk, reason="Moved again before they were told"
        )
    person = one.case.person
    told = promise_followup(
        actor=actor,
        now=now,
        text=f"Tell {person.called}: {one.title} is {_when(one)} with {one.staff.name}, not {_when(was)} with "
        f"{was.staff.name}"[:300],
        case_id=one.case_id,
        due_on=now.astimezone(actor.time_zone).date(),
        promised_to=person.called,
        reach_role="client",
        person_id=person.pk,
        staff_id=one.staff_id,
        id=telling_id(one),
    )
    if told.state != FollowUp.State.OPEN:  # back where it was once
        told = reopen_followup(actor=actor, now=now, followup_id=told.pk)
    return told


def _when(one: Appointment) -> str:
    at = one.starts_at.astimezone(ZoneInfo(one.time_zone))
    return f"{at:%a %b} {at.day}, {clock_words(at)}"


def follow_telling(chain: Chain, changes: Collection[Change], now: datetime) -> None:
    """What was drafted goes out, or the client says on the phone that they can come: they know. Costs nothing where
    neither happened."""
    if chain.kind == ChainKind.CASE and any(_tells(one) for one in changes):
        for followup in untold_of_case(chain.id, now):
            finish_followup(actor=system_viewer(), now=now, followup_id=followup.pk, result="Told")


def _tells(one: Change) -> bool:
    if one["op"] != "add" or one["model"] not in ("correspondence.message", "schedule.confirmation"):
        return False
    said = {name: new for name, (_, new) in one["fields"].items()}
    if one["model"] == "schedule.confirmation":
        return said.get("side") == Confirmation.Side.CLIENT and said.get("result") in _ANSWERED
    return not said.get("is_incoming") and str(said.get("template", "")).startswith(TEMPLATE)
