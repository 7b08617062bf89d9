"""The typical day of a field nurse case manager, anchored on a date: what had happened by the present moment.

Each scene carries its hour; scenes after `world.now` are left for the person to live.
"""

from datetime import datetime

from caseday.demo.typical_day.day import Day, working_day
from caseday.demo.typical_day.evening import answer_overnight, leave_over_from_yesterday, make_promises
from caseday.demo.typical_day.hours import live_the_afternoon, live_the_morning, live_the_noon
from caseday.demo.typical_day.people import meet_the_people
from caseday.demo.typical_day.plan import plan_ahead, plan_the_days
from caseday.demo.world import World

__all__ = ["live_the_day", "plan_ahead", "working_day"]


def live_the_day(world: World, today: datetime) -> Day:
    day = Day(world, today)
    meet_the_people(day)
    plan_the_days(day)
    leave_over_from_yesterday(day)
    answer_overnight(day)
    make_promises(day)
    live_the_morning(day)
    live_the_noon(day)
    live_the_afternoon(day)
    return day
