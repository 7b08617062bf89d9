"""Every write of team meetings: one verb a function."""

from caseday.meetings.actions.inviting import Told, invite
from caseday.meetings.actions.living import (
    add_comer,
    begin_meeting,
    end_meeting,
    note_presence,
    propose_next,
    tick_item,
    write_notes,
)
from caseday.meetings.actions.minutes import has_minutes, keep_minutes, minutes_outgoing, send_minutes
from caseday.meetings.actions.outcomes import (
    add_action,
    add_decision,
    add_mediation_step,
    add_position,
    raise_disagreement,
    settle_disagreement,
    strike,
)
from caseday.meetings.actions.planning import (
    call_off_meeting,
    change_meeting,
    change_people,
    plan_meeting,
    plan_next_meeting,
    write_agenda,
)

__all__ = [
    "Told",
    "add_action",
    "add_comer",
    "add_decision",
    "add_mediation_step",
    "add_position",
    "begin_meeting",
    "call_off_meeting",
    "change_meeting",
    "change_people",
    "end_meeting",
    "has_minutes",
    "invite",
    "keep_minutes",
    "minutes_outgoing",
    "note_presence",
    "plan_meeting",
    "plan_next_meeting",
    "propose_next",
    "raise_disagreement",
    "send_minutes",
    "settle_disagreement",
    "strike",
    "tick_item",
    "write_agenda",
    "write_notes",
]
