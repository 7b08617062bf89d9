"""Office hours heard in passing go into the directory, where they serve every case."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.viewer import Viewer
from caseday.directory.actions import note_hours
from caseday.directory.models import Office
from caseday.directory.queries import zone_of
from caseday.directory.rules.heard import hear
from caseday.directory.rules.week import from_text, to_text
from caseday.journal.models import Activity
from caseday.journal.queries import get_activity
from caseday.journal.rules.capture.hours import find_hours
from caseday.journal.rules.capture.result import folded
from caseday.kernel.errors import Invalid


def heard_hours(activity: Activity) -> str:
    """The part of the captured line that tells an office's hours; "" where none does."""
    found = find_hours(folded(activity.captured_line))
    return activity.captured_line[found.start : found.end] if found else ""


def learn_hours(*, actor: Viewer, now: datetime, activity_id: UUID) -> Office:
    """Notes the hours that the captured line tells of its office. Raises Invalid where they leave a doubt."""
    activity = get_activity(actor, activity_id)
    line, office = heard_hours(activity), activity.office
    if not line or office is None:
        raise Invalid("This entry tells no office hours. Note them on the office's page.")
    today = now.astimezone(ZoneInfo(str(zone_of(office, actor.zone_name)))).date()
    heard = hear(line, from_text(office.full_hours), today)
    if not heard.is_understood or heard.week is None:
        raise Invalid(" ".join(heard.problems) or "These hours are noted already.")
    return note_hours(
        actor=actor, now=now, office_id=office.pk, opening_hours=to_text(heard.week), heard_as=line
    )
