"""Pages of the day plan."""

from caseday.dayplan.web.views.choices import choose, take_back
from caseday.dayplan.web.views.map import day_map
from caseday.dayplan.web.views.pins import pin_address, pin_office
from caseday.dayplan.web.views.sheet import aloud, sheet
from caseday.dayplan.web.views.wishes import wishes

__all__ = ["aloud", "choose", "day_map", "pin_address", "pin_office", "sheet", "take_back", "wishes"]
