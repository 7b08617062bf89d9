"""Every write of the schedule: one verb a function.

`version` is the one that the person saw; where it is no longer the present one, `Changed` (an Invalid) is raised
and nothing is written. None: the caller knows that nothing else can have changed it (import, one-tap actions).
"""

from caseday.schedule.actions.changing import Changed
from caseday.schedule.actions.confirm import record_confirmation
from caseday.schedule.actions.end import (
    await_new_date,
    cancel_appointment,
    drop_new_date,
    record_no_show,
    set_new_date,
)
from caseday.schedule.actions.feeds import change_feed, make_feed, note_feed_read, revoke_feed
from caseday.schedule.actions.plan import (
    change_appointment,
    draft_appointment,
    edit_agenda,
    move_appointment,
    plan_appointment,
    take_over_appointment,
)
from caseday.schedule.actions.series import (
    Scope,
    change_series,
    end_series,
    extend_series,
    start_series,
)
from caseday.schedule.actions.visit import (
    finish_appointment,
    go_in,
    record_arrival,
    set_off,
    start_wait,
    undo_last_step,
)

__all__ = [
    "Changed",
    "Scope",
    "await_new_date",
    "cancel_appointment",
    "change_appointment",
    "change_feed",
    "change_series",
    "draft_appointment",
    "drop_new_date",
    "edit_agenda",
    "end_series",
    "extend_series",
    "finish_appointment",
    "go_in",
    "make_feed",
    "move_appointment",
    "note_feed_read",
    "plan_appointment",
    "record_arrival",
    "record_confirmation",
    "record_no_show",
    "revoke_feed",
    "set_new_date",
    "set_off",
    "start_series",
    "start_wait",
    "take_over_appointment",
    "undo_last_step",
]
