"""Every read of team meetings, viewer first."""

from caseday.meetings.models import ActionItem, Disagreement, Participant, TeamMeeting
from caseday.meetings.queries.inviting import Asked, asked_of, entry_of, invitation_of, outgoing_of, zone_of
from caseday.meetings.queries.minutes import minutes_of
from caseday.meetings.queries.offers import Offer, offers_for, register_source
from caseday.meetings.queries.people import kinds_for, people_to_ask, word_of_kind
from caseday.meetings.queries.sheets import (
    MeetingSheet,
    case_of_disagreement,
    case_of_meeting,
    get_disagreement,
    get_meeting,
    meeting_of_appointment,
    meeting_sheet,
    meetings_of_case,
    meetings_seen_by,
)

__all__ = [
    "ActionItem",
    "Asked",
    "Disagreement",
    "MeetingSheet",
    "Offer",
    "Participant",
    "TeamMeeting",
    "asked_of",
    "case_of_disagreement",
    "case_of_meeting",
    "entry_of",
    "get_disagreement",
    "get_meeting",
    "invitation_of",
    "kinds_for",
    "meeting_of_appointment",
    "meeting_sheet",
    "meetings_of_case",
    "meetings_seen_by",
    "minutes_of",
    "offers_for",
    "outgoing_of",
    "people_to_ask",
    "register_source",
    "word_of_kind",
    "zone_of",
]
