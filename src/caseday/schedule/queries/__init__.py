"""Every read of the schedule, viewer first. Lists come with case, person, office and staff: no query per row.

`staff_ids` narrows to some workers' calendars; without it, they are the viewer's own and those they cover.
What is found is named here as well: pages take its type from here and never import models.
"""

from caseday.access.models import Staff
from caseday.directory.models import Office
from caseday.schedule.models import Appointment, AppointmentKind, CalendarFeed
from caseday.schedule.queries.calendar import (
    appointments_between,
    appointments_on,
    appointments_seen_by,
    get_appointment,
    next_appointments,
    own_staff_ids,
    steps_of,
)
from caseday.schedule.queries.choices import (
    calendars_of,
    cases_to_choose,
    get_calendar_owner,
    next_working_day,
    office_label,
    office_named,
    offices_like,
)
from caseday.schedule.queries.confirming import (
    SideToConfirm,
    ToConfirm,
    Unconfirmed,
    attendees_of,
    confirmations_of,
    not_confirmed,
    sides_of,
    to_confirm,
    with_sides,
)
from caseday.schedule.queries.feeds import feed_by_token, feed_document, feed_events, feeds_of, get_feed
from caseday.schedule.queries.open_work import Ended, ended_open, planned_on, unconfirmed_among
from caseday.schedule.queries.planning import (
    DayTravel,
    DrivenTo,
    conflicts_for,
    driven_by,
    is_gone_to,
    is_travelled_to,
    leave_times_of,
    left_behind,
    place_of,
    slot_of,
    stop_of,
)
from caseday.schedule.queries.waits import expected_waits, usual_waits

__all__ = [
    "Appointment",
    "AppointmentKind",
    "CalendarFeed",
    "Office",
    "Staff",
    "DayTravel",
    "DrivenTo",
    "Ended",
    "SideToConfirm",
    "ToConfirm",
    "Unconfirmed",
    "appointments_between",
    "appointments_on",
    "appointments_seen_by",
    "attendees_of",
    "calendars_of",
    "cases_to_choose",
    "confirmations_of",
    "conflicts_for",
    "driven_by",
    "ended_open",
    "expected_waits",
    "feed_by_token",
    "feed_document",
    "feed_events",
    "feeds_of",
    "get_appointment",
    "get_calendar_owner",
    "get_feed",
    "is_gone_to",
    "is_travelled_to",
    "leave_times_of",
    "left_behind",
    "next_appointments",
    "next_working_day",
    "not_confirmed",
    "office_label",
    "office_named",
    "offices_like",
    "own_staff_ids",
    "place_of",
    "planned_on",
    "sides_of",
    "slot_of",
    "steps_of",
    "stop_of",
    "to_confirm",
    "unconfirmed_among",
    "usual_waits",
    "with_sides",
]
