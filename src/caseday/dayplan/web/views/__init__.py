"""Pages of the day plan."""

from caseday.dayplan.web.views.choices import choose, take_back
from caseday.dayplan.web.views.map import day_map
from caseday.dayplan.web.views.pins import pin_address, pin_office
from caseday.dayplan.web.views.sheet import aloud, sheet
from caseday.dayplan.web.views.team import apply_visits, better, hand_over, team
from caseday.dayplan.web.views.wishes import wishes

__all__ = [
    "aloud",
    "apply_visits",
    "better",
    "choose",
    "day_map",
    "hand_over",
    "pin_address",
    "pin_office",
    "sheet",
    "take_back",
    "team",
    "wishes",
]
