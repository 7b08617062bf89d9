"""The typical day of a field nurse case manager, anchored on a date: what had happened by the present moment.

Each scene carries its hour; scenes after `world.now` are left for the person to live.
"""

from datetime import datetime

from caseday.demo.typical_day.darnell import Darnell
from caseday.demo.typical_day.day import Day, working_day
from caseday.demo.typical_day.elena import Elena
from caseday.demo.typical_day.evening import answer_overnight, leave_over_from_yesterday, make_promises
from caseday.demo.typical_day.filing import file_papers
from caseday.demo.typical_day.hours import live_the_afternoon, live_the_morning, make_the_calls
from caseday.demo.typical_day.marcus import Marcus
from caseday.demo.typical_day.messages import Messages
from caseday.demo.typical_day.others import Sofia
from caseday.demo.typical_day.people import meet_the_people
from caseday.demo.typical_day.plan import plan_ahead, plan_the_days
from caseday.demo.world import World
from caseday.followups.actions import settle_chases

__all__ = ["ask_others", "live_the_day", "plan_ahead", "working_day"]


def live_the_day(world: World, today: datetime) -> Day:
    day = Day(world, today)
    meet_the_people(day)
    plan_the_days(day)
    leave_over_from_yesterday(day)
    answer_overnight(day)
    make_promises(day)
    live_the_morning(day)
    live_the_afternoon(day)
    make_the_calls(day)
    file_papers(day)
    return day


def ask_others(day: Day) -> None:
    """What was asked of others, said by them and verified: by the actions themselves, in the order of its moments.

    What the day wrote so far has to be in the database.
    """
    people = [one(day) for one in (Marcus, Elena, Darnell, Sofia, Messages)]
    timed = [scene for person in people for scene in person.scenes()]
    for at, scene in sorted(timed, key=lambda one: one[0]):
        if at <= day.world.now:
            scene(at)
    settle_chases(now=day.world.now)
    day.world.to_come = Messages(day).still_to_come()
