"""Pages of the schedule: calendar, appointment, confirmations, visit mode, calendar feeds."""

from caseday.schedule.web.views.appointment import appointment, drop_date, end_series, take_over
from caseday.schedule.web.views.calendar import calendar
from caseday.schedule.web.views.confirming import confirm, confirmations
from caseday.schedule.web.views.editing import call_off, conflicts, edit, move, new, new_date, offices
from caseday.schedule.web.views.feeds import feed_file, feeds, revoke
from caseday.schedule.web.views.visiting import agenda, step, undo, visit

__all__ = [
    "agenda",
    "appointment",
    "calendar",
    "call_off",
    "confirm",
    "confirmations",
    "conflicts",
    "drop_date",
    "edit",
    "end_series",
    "feed_file",
    "feeds",
    "move",
    "new",
    "new_date",
    "offices",
    "revoke",
    "step",
    "take_over",
    "undo",
    "visit",
]
