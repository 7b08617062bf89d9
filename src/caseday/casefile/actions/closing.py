"""Closing a case with everything that is open, across the apps of a case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.viewer import Viewer
from caseday.casefile.queries import open_items_of
from caseday.cases import actions as cases
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.followups import actions as followups
from caseday.kernel.errors import Invalid
from caseday.schedule import actions as schedule

CARRY = "carry"


@dataclass(frozen=True)
class Settlement:
    """What becomes of one open item: `choice` is one of the item's; `said` is the result or reason in words."""

    kind: str
    id: UUID
    choice: str
    said: str = ""


def close_case(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    reason: str,
    outcome: str,
    note: str = "",
    settlements: Sequence[Settlement] = (),
) -> Case:
    """Settle or carry on each open item, then close, all or nothing. Raises Invalid while one has no word."""
    with transaction.atomic():
        case = get_case(actor, case_id)
        said = {one.id: one for one in settlements}
        for item in open_items_of(case, now=now):
            settlement = said.get(item.id)
            if settlement is None or settlement.choice not in dict(item.choices):
                raise Invalid(f"Say what becomes of: {item.text}")
            _settle(settlement, actor, now)
        return cases.close_case(
            actor=actor, now=now, case_id=case_id, reason=reason, outcome=outcome, note=note
        )


def _settle(one: Settlement, actor: Viewer, now: datetime) -> None:
    if one.choice == CARRY:
        return
    try:
        _SETTLED[one.kind](one, actor, now)
    except Invalid as error:
        raise Invalid({f"said-{one.id}": str(error)}) from error


def _goal(one: Settlement, actor: Viewer, now: datetime) -> None:
    cases.end_goal(actor=actor, now=now, goal_id=one.id, is_met=one.choice == "met", result=one.said)


def _first_contact(one: Settlement, actor: Viewer, now: datetime) -> None:
    cases.waive_first_contact(actor=actor, now=now, contact_id=one.id, reason=one.said or "Case closed")


def _followup(one: Settlement, actor: Viewer, now: datetime) -> None:
    if one.choice == "done":
        followups.finish_followup(actor=actor, now=now, followup_id=one.id, result=one.said)
    else:
        followups.drop_followup(actor=actor, now=now, followup_id=one.id, reason=one.said or "Case closed")


def _appointment(one: Settlement, actor: Viewer, now: datetime) -> None:
    if one.choice == "drop":
        schedule.drop_new_date(actor=actor, now=now, appointment_id=one.id, reason=one.said)
        return
    schedule.cancel_appointment(
        actor=actor,
        now=now,
        appointment_id=one.id,
        party="worker",
        said_by=actor.name,
        reason=one.said or "Case closed",
        needs_new_date=False,
    )


_SETTLED: dict[str, Callable[[Settlement, Viewer, datetime], None]] = {
    "goal": _goal,
    "first_contact": _first_contact,
    "followup": _followup,
    "appointment": _appointment,
}
