"""Every write of the day plan."""

from caseday.dayplan.actions.places import place_some
from caseday.dayplan.actions.travel import ask_for_travel, drop_old_travel, fill_travel

__all__ = ["ask_for_travel", "drop_old_travel", "fill_travel", "place_some"]
