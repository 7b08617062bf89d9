"""A message that came in, or left: an entry of the journal that nobody has to write."""

from datetime import datetime
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.journal.actions.activities import ONLY_WORKERS, Happened, checked, note_contact
from caseday.journal.models import Activity, ActivityKind
from caseday.journal.permissions import can_record
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id


def record_message(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    happened: Happened,
    staff_id: UUID,
    is_contact: bool = True,
    id: UUID | None = None,
    record: ChangeRecord | None = None,
) -> Activity:
    """Asks for no note, for the message itself is kept. `staff_id` is whose work it is, whoever files it.

    Not `is_contact`: nobody spoke (an auto-reply, a bounce). Pass the `record` of a change on the case's chain, and
    it becomes part of that event. Raises Invalid by field, NotFound outside sight.
    """
    require(can_record(actor), ONLY_WORKERS)
    case = get_case(actor, case_id)
    values = checked(happened, now)
    if values["started_at"] is None:
        raise Invalid({"started_at": "Say when it came in or left."})
    values |= {"kind": ActivityKind.MESSAGE, "case_id": case_id}
    activity = Activity(id=id or new_id(), staff_id=staff_id, recorded_at=now, needs_note=False, **values)
    if record is not None:
        _add(record, activity, case if is_contact else None, actor, now)
        return activity
    with change(
        "message_recorded", actor=actor, now=now, chain=case_chain(case_id), subject=activity,
        happened_at=activity.started_at, summary=activity.summary[:300],
    ) as own:  # fmt: skip
        _add(own, activity, case if is_contact else None, actor, now)
    return activity


def _add(record: ChangeRecord, activity: Activity, case: Case | None, actor: Viewer, now: datetime) -> None:
    record.add(activity)
    note_contact(record, activity, case, actor, now)
