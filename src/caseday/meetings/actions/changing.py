"""The frame of every change of one meeting: sight, permission, one event on its case."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.meetings.models import TeamMeeting
from caseday.meetings.permissions import ONLY_WORKERS, can_write
from caseday.meetings.queries import get_meeting


@contextmanager
def changing(
    verb: str, *, actor: Viewer, now: datetime, meeting_id: UUID, summary: str = ""
) -> Iterator[tuple[TeamMeeting, ChangeRecord]]:
    """The row is locked, so that two who write at once wait for each other."""
    with transaction.atomic():
        TeamMeeting.objects.select_for_update().filter(pk=meeting_id).first()
        meeting = to_change(actor, meeting_id)
        chain, said = case_chain(meeting.case_id), summary or str(meeting)
        with change(verb, actor=actor, now=now, chain=chain, subject=meeting, summary=said[:300]) as record:
            yield meeting, record


def to_change(actor: Viewer, meeting_id: UUID) -> TeamMeeting:
    meeting = get_meeting(actor, meeting_id)
    require(can_write(actor), ONLY_WORKERS)
    return meeting


def line(text: str, most: int) -> str:
    return " ".join(text.replace("\0", "").split())[:most]


def text_of(text: str, most: int = 20_000) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:most]
