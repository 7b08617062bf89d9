"""A meeting goes along when its appointment gets a new date: invitations of it stay one and the same (UID)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from caseday.access.models import ChainKind
from caseday.access.record import Chain, Change, change
from caseday.access.viewer import system_viewer
from caseday.meetings.models import TeamMeeting


def follow_change(chain: Chain, changes: Collection[Change], now: datetime) -> None:
    """Costs a query only where an appointment was replaced."""
    if chain.kind != ChainKind.CASE:
        return
    for one in changes:
        new = one["fields"].get("replaced_by_id", [None, None])[1]
        if one["model"] == "schedule.appointment" and one["op"] == "update" and new:
            _follow(chain, UUID(one["id"]), UUID(new), now)


def _follow(chain: Chain, old_id: UUID, new_id: UUID, now: datetime) -> None:
    meeting = TeamMeeting.objects.filter(appointment=old_id).first()
    if meeting is None:
        return
    with change(
        "meeting_moved", actor=system_viewer(), now=now, chain=chain, subject=meeting, summary=str(meeting)
    ) as record:
        record.update(meeting, appointment_id=new_id)
