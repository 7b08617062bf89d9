"""What was asked for a client, and what came of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.advocacy.models import Effort
from caseday.advocacy.permissions import ONLY_WORKERS, can_write
from caseday.advocacy.queries import get_effort
from caseday.advocacy.rules import EffortDetails, require_sound_effort
from caseday.cases.queries import get_case
from caseday.directory.models import Office, Professional
from caseday.followups.actions import finish_followup, promise_followup
from caseday.followups.models import FollowUp, Request
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.people.models import Person

_VOID = "It is void. Write it down anew."


def record_effort(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    details: EffortDetails,
    ask_again_on: date | None = None,
    id: UUID | None = None,
) -> Effort:
    """With `ask_again_on` a to-do keeps it from being forgotten. The same `id` again gives the one that is there."""
    if id and Effort.objects.filter(pk=id).exists():
        return get_effort(actor, id)
    case = get_case(actor, case_id)
    require(can_write(actor), ONLY_WORKERS)
    values = _checked(actor, now, case_id, details)
    owner = actor.staff_id or case.assigned_to_id
    if owner is None:
        raise Invalid("Nobody has this case yet. Assign it first.")
    with transaction.atomic():
        effort = Effort(id=id or new_id(), case=case, staff_id=owner, recorded_at=now, **values)
        if ask_again_on:
            effort.followup = _followup(actor, now, effort, ask_again_on)
        with change(
            "effort_recorded", actor=actor, now=now, chain=case_chain(case_id), subject=effort,
            summary=f"Asked {effort.whom}: {effort.asked}"[:300],
        ) as record:  # fmt: skip
            record.add(effort)
    return effort


def change_effort(
    *,
    actor: Viewer,
    now: datetime,
    effort_id: UUID,
    details: EffortDetails,
    ask_again_on: date | None = None,
) -> Effort:
    effort = _to_change(actor, effort_id)
    values = _checked(actor, now, effort.case_id, details)
    with transaction.atomic():
        followup = effort.followup
        if ask_again_on and followup is None:
            followup = _followup(actor, now, effort, ask_again_on)
        return _update("effort_changed", effort, actor, now, followup=followup, **values)


def note_outcome(
    *,
    actor: Viewer,
    now: datetime,
    effort_id: UUID,
    outcome: str,
    outcome_on: date | None = None,
    text: str = "",
) -> Effort:
    """What came of it; what was to be asked again is then done. `open` takes an outcome back."""
    effort = _to_change(actor, effort_id)
    today = now.astimezone(actor.time_zone).date()
    problems = {}
    if outcome not in Effort.Outcome.values:
        problems["outcome"] = "Choose what came of it."
    if outcome_on and not effort.asked_on <= outcome_on <= today:
        problems["outcome_on"] = "Choose a day between the asking and today."
    if outcome == Effort.Outcome.REFUSED and not text.strip():
        problems["text"] = "Write down with what reason it was refused."
    if problems:
        raise Invalid(problems)
    is_open = outcome == Effort.Outcome.OPEN
    with transaction.atomic():
        if not is_open and effort.followup and effort.followup.state == FollowUp.State.OPEN:
            said = Effort.Outcome(outcome).label
            finish_followup(actor=actor, now=now, followup_id=effort.followup.pk, result=str(said))
        return _update(
            "effort_answered", effort, actor, now, outcome=outcome, outcome_text=_text(text),
            outcome_on=None if is_open else outcome_on or today,
        )  # fmt: skip


def void_effort(*, actor: Viewer, now: datetime, effort_id: UUID, reason: str) -> Effort:
    """Entered by mistake: it stays readable and counts nowhere."""
    effort = _to_change(actor, effort_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why it is void."})
    return _update("effort_voided", effort, actor, now, voided_at=now, void_reason=_line(reason, 200))


def _to_change(actor: Viewer, effort_id: UUID) -> Effort:
    effort = get_effort(actor, effort_id)
    require(can_write(actor), ONLY_WORKERS)
    if effort.voided_at:
        raise Invalid(_VOID)
    return effort


def _update(verb: str, effort: Effort, actor: Viewer, now: datetime, **values: Any) -> Effort:
    with change(
        verb, actor=actor, now=now, chain=case_chain(effort.case_id), subject=effort, summary=effort.asked
    ) as record:
        record.update(effort, **values)
    return effort


def _followup(actor: Viewer, now: datetime, effort: Effort, due_on: date) -> FollowUp:
    text = f"Ask {effort.whom} again: {effort.asked}"[:300]
    return promise_followup(
        actor=actor, now=now, text=text, case_id=effort.case_id, due_on=due_on, reach_role=effort.role,
        office_id=effort.office_id, professional_id=effort.professional_id, person_id=effort.person_id,
    )  # fmt: skip


def _checked(actor: Viewer, now: datetime, case_id: UUID, details: EffortDetails) -> dict[str, Any]:
    today = now.astimezone(actor.time_zone).date()
    require_sound_effort(details, today=today, grounds=Effort.Ground.values)
    wanted = (
        (Person, details.person_id), (Office, details.office_id), (Professional, details.professional_id),
    )  # fmt: skip
    for model, pk in wanted:
        if pk and not model._base_manager.filter(pk=pk).exists():
            raise Invalid({"whom": "They are not in the file any more. Choose again."})
    if details.request_id and not Request.objects.filter(pk=details.request_id, case=case_id).exists():
        raise Invalid({"request": "Choose a request of this case."})
    return {
        "asked": _line(details.asked, 300), "whom": _line(details.whom, 160), "role": details.role[:40],
        "person_id": details.person_id, "office_id": details.office_id,
        "professional_id": details.professional_id, "ground": details.ground,
        "ground_text": _line(details.ground_text, 300), "asked_on": details.asked_on,
        "request_id": details.request_id,
    }  # fmt: skip


def _line(text: str, most: int) -> str:
    return " ".join(text.replace("\0", "").split())[:most]


def _text(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:5000]
