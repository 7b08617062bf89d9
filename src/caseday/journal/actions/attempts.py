"""One tap: somebody was tried for a follow-up. The entry of the journal and the count, in one transaction."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.followups.actions import count_attempt, withdraw_attempt
from caseday.followups.models import FollowUp
from caseday.followups.queries import get_todo
from caseday.journal.actions.activities import (
    ONLY_WORKERS,
    Happened,
    record_new,
    stored_already,
    void_activity,
)
from caseday.journal.models import Activity, ActivityKind
from caseday.journal.permissions import can_record


def log_attempt(
    *,
    actor: Viewer,
    now: datetime,
    followup_id: UUID,
    result: str,
    minutes: int | None = None,
    hold_minutes: int | None = None,
    said: str = "",
    whom: Happened | None = None,
    id: UUID | None = None,
) -> Activity:
    """A call to whom the follow-up names, or to `whom`, with its result, now. The same `id` again changes nothing.

    Raises Invalid by field, or where the follow-up has ended; NotFound outside sight; Refused for auditors.
    """
    require(can_record(actor), ONLY_WORKERS)
    stored = stored_already(actor, id)
    if stored is not None:
        return stored
    followup = get_todo(actor, followup_id)
    happened = replace(
        _whom(followup, whom or Happened()), result=result, minutes=minutes, hold_minutes=hold_minutes,
        summary=f"{followup.text}: {said.strip()}" if said.strip() else followup.text,
    )  # fmt: skip
    with transaction.atomic():
        activity = record_new(actor, now, happened, id=id)
        count_attempt(
            actor=actor, now=now, followup_id=followup.pk, result=result, hold_minutes=hold_minutes, said=said,
            activity_id=activity.pk, at=activity.started_at,
        )  # fmt: skip
    return activity


def _whom(followup: FollowUp, whom: Happened) -> Happened:
    """A call on the follow-up's case; what is not said of whom one called is as the follow-up has it."""
    return Happened(
        kind=ActivityKind.CALL,
        case_id=followup.case_id,
        with_role=whom.with_role or followup.reach_role,
        with_name=whom.with_name or _name(followup),
        office_id=whom.office_id or _office_id(followup),
        professional_id=whom.professional_id or followup.professional_id,
        person_id=whom.person_id or followup.person_id,
    )


def take_back_attempt(*, actor: Viewer, now: datetime, activity_id: UUID) -> Activity:
    """Tapped by mistake: the entry is void and the try counts no more. Raises Invalid where it is void already."""
    with transaction.atomic():
        activity = void_activity(actor=actor, now=now, activity_id=activity_id, reason="Tapped by mistake")
        withdraw_attempt(actor=actor, now=now, activity_id=activity_id)
    return activity


def _office_id(followup: FollowUp) -> UUID | None:
    return followup.office_id or (followup.professional.office_id if followup.professional else None)


def _name(followup: FollowUp) -> str:
    """Whom it names most exactly; "" where only a role is known."""
    if followup.professional:
        return followup.professional.name
    if followup.person:
        return followup.person.called
    return followup.office.name if followup.office else ""
