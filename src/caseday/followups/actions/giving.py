"""A to-do or a request goes to a colleague who may see it."""

from datetime import datetime
from uuid import UUID

from caseday.access.models import Staff
from caseday.access.permissions import can_work_on_cases, require
from caseday.access.queries import viewer_for
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.queries import cases_seen_by
from caseday.followups.actions.chains import ONLY_WORKERS, chain_of
from caseday.followups.models import FollowUp, Request
from caseday.followups.permissions import can_promise
from caseday.followups.queries import get_todo
from caseday.followups.queries.requests import get_followed
from caseday.kernel.errors import Invalid, Refused

_ENDED = "It is ended already. There is nothing left to give."


def give_followup(*, actor: Viewer, now: datetime, followup_id: UUID, to: Staff) -> FollowUp:
    """To them from now on, as it is; a second tap changes nothing.

    Raises Refused where they do not see the case, Invalid where it has ended, NotFound outside the actor's sight.
    """
    followup = get_todo(actor, followup_id)
    require(can_promise(actor), ONLY_WORKERS)
    if followup.state != FollowUp.State.OPEN:
        raise Invalid(_ENDED)
    _check_receiver(to, followup.case_id, now)
    with change(
        "followup_given", actor=actor, now=now, chain=chain_of(followup), subject=followup,
        summary=f"{followup.text}: to {to.name}"[:300],
    ) as record:  # fmt: skip
        record.update(followup, staff=to)
    return followup


def give_request(*, actor: Viewer, now: datetime, request_id: UUID, to: Staff) -> Request:
    """With the open chases of it that are with the same person. One that is done goes, too: what was approved is
    still watched. Raises as `give_followup`."""
    row = get_followed(actor, request_id).row
    require(can_promise(actor), ONLY_WORKERS)
    if row.state == Request.State.DROPPED:
        raise Invalid(_ENDED)
    _check_receiver(to, row.case_id, now)
    with change(
        "request_given", actor=actor, now=now, chain=case_chain(row.case_id), subject=row,
        summary=f"{row.title}: to {to.name}"[:300],
    ) as record:  # fmt: skip
        _give_chases(record, row, to)
        record.update(row, staff=to)
    return row


def _give_chases(record: ChangeRecord, row: Request, to: Staff) -> None:
    for one in FollowUp.objects.filter(request=row, state=FollowUp.State.OPEN, staff=row.staff_id):
        record.update(one, staff=to)


def _check_receiver(to: Staff, case_id: UUID | None, now: datetime) -> None:
    receiver = viewer_for(to, now=now)
    if not (to.is_active and can_work_on_cases(receiver)):
        raise Refused(f"{to.name} does not work on cases. Give it to a case manager.")
    if case_id and not cases_seen_by(receiver).filter(pk=case_id).exists():
        raise Refused(
            f"{to.name} does not see this case. Give it to somebody who covers you, or hand off the case."
        )
