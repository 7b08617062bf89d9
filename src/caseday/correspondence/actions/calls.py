"""A call that reached somebody answers what they wrote; an entry that is void answers nothing."""

from datetime import datetime, timedelta
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Party
from caseday.correspondence.actions.answering import answered_by_call, take_back_answer
from caseday.correspondence.models import Message
from caseday.journal.models import Activity, ActivityKind
from caseday.journal.rules.activities import reached_somebody

_CLIENT = "client"


def hear_of_call(actor: Viewer, now: datetime, activity: Activity) -> None:
    """For the journal to tell of each entry. What came in while one spoke is answered as well."""
    if activity.kind != ActivityKind.CALL or activity.case_id is None:
        return
    if not reached_somebody(activity.kind, activity.result, is_incoming=activity.is_incoming):
        return
    if activity.voided_at:
        _unanswer(actor, now, activity)
        return
    minutes = (activity.minutes or 0) + (activity.hold_minutes or 0)
    answered_by_call(
        actor=actor,
        now=now,
        case_id=activity.case_id,
        at=activity.started_at + timedelta(minutes=minutes),
        **_whom(activity),
    )


def _whom(activity: Activity) -> dict[str, UUID | None]:
    """As the entry names them; by their role in the case where it names nobody."""
    named: dict[str, UUID | None] = {
        "person_id": activity.person_id,
        "professional_id": activity.professional_id,
        "office_id": activity.office_id,
    }
    if any(named.values()) or not activity.with_role or activity.case is None:
        return named
    if activity.with_role == _CLIENT:
        return {"person_id": activity.case.person_id}
    parties = Party.objects.filter(case=activity.case_id, role=activity.with_role, to_on=None)
    found = parties.order_by("-pk").values(*named).first()
    return dict(found) if found else named


def _unanswer(actor: Viewer, now: datetime, activity: Activity) -> None:
    """What this very entry answered waits again."""
    same = Message.objects.filter(
        filings__case=activity.case_id,
        filings__undone_at=None,
        answered_how=Message.Answered.CALL,
        answered_at=activity.recorded_at,
    )
    for message in same.order_by("pk").distinct():
        take_back_answer(actor=actor, now=now, message_id=message.pk, waits=False)
