"""Every write of the day plan."""

from caseday.dayplan.actions.choices import (
    move_item,
    not_today,
    pin_item,
    set_wishes,
    take_back_choice,
    tick_item,
)
from caseday.dayplan.actions.places import place_some
from caseday.dayplan.actions.planning import plan_shown, replan, saw_change
from caseday.dayplan.actions.travel import ask_for_travel, drop_old_travel, fill_travel

__all__ = [
    "ask_for_travel",
    "drop_old_travel",
    "fill_travel",
    "move_item",
    "not_today",
    "pin_item",
    "place_some",
    "plan_shown",
    "replan",
    "saw_change",
    "set_wishes",
    "take_back_choice",
    "tick_item",
]
