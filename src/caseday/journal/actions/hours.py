"""Office hours heard in passing go into the directory, where they serve every case."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.viewer import Viewer
from caseday.directory.actions import note_hours
from caseday.directory.models import Office
from caseday.directory.queries import get_office, zone_of
from caseday.directory.rules.heard import Heard, hear
from caseday.directory.rules.week import WeekHours, from_text, to_text
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
    heard = _heard(actor, now, office, line)
    if not heard.is_understood or heard.week is None:
        raise Invalid(" ".join(heard.problems) or "These hours are noted already.")
    return _note(actor, now, office, line, heard.week)


def keep_told_hours(*, actor: Viewer, now: datetime, office_id: UUID, line: str) -> Office:
    """What they said about their hours during a call, kept at once. Raises Invalid, for the field `hours`, where
    the line leaves a doubt."""
    office = get_office(actor, office_id)
    heard = _heard(actor, now, office, line)
    if not heard.is_understood or heard.week is None:
        raise Invalid({"hours": " ".join(heard.problems)})
    return _note(actor, now, office, line, heard.week)


def _heard(actor: Viewer, now: datetime, office: Office, line: str) -> Heard:
    today = now.astimezone(ZoneInfo(str(zone_of(office, actor.zone_name)))).date()
    return hear(line, from_text(office.full_hours), today)


def _note(actor: Viewer, now: datetime, office: Office, line: str, week: WeekHours) -> Office:
    return note_hours(actor=actor, now=now, office_id=office.pk, opening_hours=to_text(week), heard_as=line)
