"""Pages of team meetings."""

from caseday.meetings.web.views.differing import disagreement, mediate, position, settle
from caseday.meetings.web.views.inviting import calendar, invite, send
from caseday.meetings.web.views.living import (
    act,
    begin,
    came,
    decide,
    differ,
    end,
    live,
    notes,
    presence,
    propose,
    strike,
    tick,
)
from caseday.meetings.web.views.minutes import keep, minutes, minutes_pdf
from caseday.meetings.web.views.planning import agenda, call_off, change, people, plan, plan_next
from caseday.meetings.web.views.showing import meeting, meeting_list, of_case

__all__ = [
    "act",
    "agenda",
    "begin",
    "calendar",
    "call_off",
    "came",
    "change",
    "decide",
    "differ",
    "disagreement",
    "end",
    "invite",
    "keep",
    "live",
    "mediate",
    "meeting",
    "meeting_list",
    "minutes",
    "minutes_pdf",
    "notes",
    "of_case",
    "people",
    "plan",
    "plan_next",
    "position",
    "presence",
    "propose",
    "send",
    "settle",
    "strike",
    "tick",
]
