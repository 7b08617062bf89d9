"""Follow-ups that a captured line promises."""

from datetime import date, datetime
from uuid import UUID

from caseday.access.record import case_chain, change, staff_chain
from caseday.access.viewer import Viewer
from caseday.followups.models import FollowUp
from caseday.kernel.ids import new_id


def promise_followup(
    *,
    actor: Viewer,
    now: datetime,
    text: str,
    case_id: UUID | None,
    due_on: date | None,
    due_at: datetime | None,
    promised_to: str,
    source_activity_id: UUID,
) -> FollowUp:
    assert actor.staff_id
    followup = FollowUp(
        id=new_id(), staff_id=actor.staff_id, case_id=case_id, text=text, due_on=due_on, due_at=due_at,
        promised_to=promised_to, source_activity_id=source_activity_id, promised_at=now,
    )  # fmt: skip
    chain = case_chain(case_id) if case_id else staff_chain(actor.staff_id)
    with change(
        "followup_promised", actor=actor, now=now, chain=chain, subject=followup, summary=text
    ) as record:
        return record.add(followup)
