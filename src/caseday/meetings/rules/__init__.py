"""Plain values of team meetings: what is planned, what invitations say, what is drawn into the minutes."""

from caseday.meetings.rules.calendar import CalendarEntry, calendar_file, digest_of
from caseday.meetings.rules.kinds import FAMILY_ROLE, USUAL_KINDS, kind_word
from caseday.meetings.rules.letters import Invitation, called_off_text, invitation_text, minutes_text
from caseday.meetings.rules.minutes import (
    Action,
    Came,
    Disputed,
    Minutes,
    Point,
    as_text,
    digest_of_minutes,
    summary_of,
)
from caseday.meetings.rules.planning import (
    LONGEST_NOTES,
    MOST_LINES,
    MOST_PEOPLE,
    AgendaLine,
    MeetingPlan,
    PersonAsked,
    require_sound_agenda,
    require_sound_people,
    require_sound_plan,
)
from caseday.meetings.rules.writing import joined

__all__ = [
    "FAMILY_ROLE",
    "LONGEST_NOTES",
    "MOST_LINES",
    "MOST_PEOPLE",
    "USUAL_KINDS",
    "Action",
    "AgendaLine",
    "CalendarEntry",
    "Came",
    "Disputed",
    "Invitation",
    "MeetingPlan",
    "Minutes",
    "PersonAsked",
    "Point",
    "as_text",
    "calendar_file",
    "called_off_text",
    "digest_of",
    "digest_of_minutes",
    "invitation_text",
    "joined",
    "kind_word",
    "minutes_text",
    "require_sound_agenda",
    "require_sound_people",
    "require_sound_plan",
    "summary_of",
]
