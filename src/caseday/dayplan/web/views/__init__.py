"""Pages of the day plan."""

from caseday.dayplan.web.views.map import day_map
from caseday.dayplan.web.views.pins import pin_address, pin_office

__all__ = ["day_map", "pin_address", "pin_office"]
