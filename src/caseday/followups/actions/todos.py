"""Every write of to-dos."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import change
from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case
from caseday.directory.models import Office, Professional
from caseday.followups.actions.chains import ONLY_WORKERS, chain_of
from caseday.followups.actions.chasing import Chase, chase_values, first_day
from caseday.followups.models import FollowUp
from caseday.followups.permissions import can_promise
from caseday.followups.queries import Whom, get_todo, has_held
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.people.models import Person

_ENDED = "It is ended already. Write down a new to-do if there is more to do."


def promise_followup(
    *,
    actor: Viewer,
    now: datetime,
    text: str,
    case_id: UUID | None = None,
    due_on: date | None = None,
    due_at: datetime | None = None,
    promised_to: str = "",
    reach_role: str = "",
    office_id: UUID | None = None,
    professional_id: UUID | None = None,
    person_id: UUID | None = None,
    staff_id: UUID | None = None,
    source_activity_id: UUID | None = None,
    chase: Chase | None = None,
    id: UUID | None = None,
) -> FollowUp:
    """`due_at` wins over `due_on`, which is then its day. The same `id` again gives the one that is there.

    `chase` makes it one: without a day it is first due by its rhythm. Raises Invalid by field, NotFound outside
    sight, Refused for auditors.
    """
    if id and FollowUp.objects.filter(pk=id).exists():
        return get_todo(actor, id)
    _check(actor, case_id, office_id, professional_id, person_id)
    followup = FollowUp(
        **chase_values(actor, now, chase, case_id),
        id=id or new_id(), staff_id=_owner(actor, staff_id), case_id=case_id, text=_checked(text),
        due_on=_day(actor, due_on, due_at) or first_day(actor, now, chase, case_id), due_at=due_at,
        promised_to=promised_to.strip()[:120], promised_at=now, reach_role=reach_role[:40], office_id=office_id,
        professional_id=professional_id, person_id=person_id, source_activity_id=source_activity_id,
    )  # fmt: skip
    return _keep(followup, actor, now)


def _keep(followup: FollowUp, actor: Viewer, now: datetime) -> FollowUp:
    chain, said = chain_of(followup), followup.text
    with change(
        "followup_promised", actor=actor, now=now, chain=chain, subject=followup, summary=said
    ) as record:
        record.add(followup)
    return followup


def change_followup(
    *,
    actor: Viewer,
    now: datetime,
    followup_id: UUID,
    text: str,
    due_on: date | None,
    due_at: datetime | None,
    promised_to: str = "",
    chase: Chase | None = None,
    whom: Whom | None = None,
) -> FollowUp:
    """Without `chase` its rhythm, until and order stay; without `whom` whom to reach."""
    followup = _open(actor, followup_id)
    values = {
        **_reach(whom),
        **chase_values(actor, now, chase, followup.case_id, followup.pk),
        "text": _checked(text),
        "due_on": _day(actor, due_on, due_at) or first_day(actor, now, chase, followup.case_id),
        "due_at": due_at,
        "promised_to": promised_to.strip()[:120],
    }
    return _update("followup_changed", followup, actor, now, **values)


def move_followup(*, actor: Viewer, now: datetime, followup_id: UUID, due_on: date) -> FollowUp:
    """To another day; an hour that was promised is kept only where the day stays."""
    followup = _open(actor, followup_id)
    due_at = followup.due_at if followup.due_on == due_on else None
    return _update("followup_moved", followup, actor, now, due_on=due_on, due_at=due_at)


def finish_followup(
    *, actor: Viewer, now: datetime, followup_id: UUID, activity_id: UUID | None = None, result: str = ""
) -> FollowUp:
    """Done; a second tap changes nothing. `activity_id` is the entry that did it.

    What is chased until something holds ends before that only with a reason, in `result`. Raises Invalid.
    """
    followup = get_todo(actor, followup_id)
    if followup.state == FollowUp.State.DONE:
        return followup
    if followup.until and not result.strip() and not has_held(followup):
        raise Invalid({"reason": "It ends by itself when it is there. Say why it ends before that."})
    return _end(followup, FollowUp.State.DONE, actor, now, result, activity_id)


def drop_followup(*, actor: Viewer, now: datetime, followup_id: UUID, reason: str) -> FollowUp:
    if not reason.strip():
        raise Invalid({"reason": "Say why it need not be done, so that nobody asks again."})
    followup = _open(actor, followup_id)
    return _end(followup, FollowUp.State.DROPPED, actor, now, reason, None)


def reopen_followup(*, actor: Viewer, now: datetime, followup_id: UUID) -> FollowUp:
    """Undo of done or dropped. One whose until holds goes on until somebody ends it."""
    followup = get_todo(actor, followup_id)
    require(can_promise(actor), ONLY_WORKERS)
    values: dict[str, Any] = {
        "state": FollowUp.State.OPEN,
        "ended_at": None,
        "end_reason": "",
        "done_by_activity_id": None,
    }
    if has_held(followup):
        values["until"] = FollowUp.Until.NONE
    return _update("followup_reopened", followup, actor, now, **values)


def _end(
    followup: FollowUp, state: str, actor: Viewer, now: datetime, reason: str, activity_id: UUID | None
) -> FollowUp:
    require(can_promise(actor), ONLY_WORKERS)
    values = {
        "state": state,
        "ended_at": now,
        "end_reason": reason.strip()[:200],
        "done_by_activity_id": activity_id,
    }
    return _update(f"followup_{state}", followup, actor, now, **values)


def _update(verb: str, followup: FollowUp, actor: Viewer, now: datetime, **values: object) -> FollowUp:
    chain = chain_of(followup)
    with change(verb, actor=actor, now=now, chain=chain, subject=followup, summary=followup.text) as record:
        record.update(followup, **values)
    return followup


def _open(actor: Viewer, followup_id: UUID) -> FollowUp:
    followup = get_todo(actor, followup_id)
    require(can_promise(actor), ONLY_WORKERS)
    if followup.state != FollowUp.State.OPEN:
        raise Invalid(_ENDED)
    return followup


def _owner(actor: Viewer, staff_id: UUID | None) -> UUID:
    owner = staff_id or actor.staff_id
    if owner is None or not (actor.is_system or owner in actor.caseload_staff_ids):
        raise Refused("A to-do can be given to yourself, and to the people you cover or lead.")
    return owner


def _day(actor: Viewer, due_on: date | None, due_at: datetime | None) -> date | None:
    return due_at.astimezone(actor.time_zone).date() if due_at else due_on


def _checked(text: str) -> str:
    text = " ".join(text.replace("\0", "").split())
    if not text:
        raise Invalid({"text": "Say what is to be done."})
    return text[:300]


def _check(
    actor: Viewer,
    case_id: UUID | None,
    office_id: UUID | None,
    professional_id: UUID | None,
    person_id: UUID | None,
) -> None:
    require(can_promise(actor), ONLY_WORKERS)
    if case_id:
        get_case(actor, case_id)
    _check_reach(office_id, professional_id, person_id)


def _reach(whom: Whom | None) -> dict[str, Any]:
    if whom is None:
        return {}
    _check_reach(whom.office_id, whom.professional_id, whom.person_id)
    ids = {"office_id": whom.office_id, "professional_id": whom.professional_id, "person_id": whom.person_id}
    return {"reach_role": whom.role[:40], **ids}


def _check_reach(office_id: UUID | None, professional_id: UUID | None, person_id: UUID | None) -> None:
    asked = (
        ("office", Office, office_id),
        ("professional", Professional, professional_id),
        ("person", Person, person_id),
    )
    for name, model, pk in asked:
        if pk and not model._base_manager.filter(pk=pk).exists():
            raise Invalid({name: "This is not in the directory. Choose again."})
