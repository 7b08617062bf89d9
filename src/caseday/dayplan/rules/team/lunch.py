"""In: a worker's day as it stands. Out: whether it leaves room for lunch: at home, before a drive, or after it.

For lunch one may leave earlier, or come home later, than the visits ask for.
"""

from collections.abc import Iterable
from itertools import pairwise

from caseday.dayplan.rules.team.problem import TeamProblem, TeamVisit, Worker
from caseday.dayplan.rules.team.ways import Tour, way, way_home


def wants_lunch(worker: Worker) -> bool:
    """Who begins after lunch, or is through before it, has it in their own time."""
    span = worker.lunch
    return span is not None and worker.start + worker.lunch_minutes <= span.end <= worker.end


def after_lunch(worker: Worker, free: int) -> int:
    """When somebody who is free since `free` has eaten."""
    return max(free, worker.lunch.start if worker.lunch else free) + worker.lunch_minutes


def has_lunch(problem: TeamProblem, worker: Worker, visits: Iterable[TeamVisit], tour: Tour) -> bool:
    """`visits`: those of the tour, in any order."""
    if not wants_lunch(worker) or tour.leave is None or tour.back is None or worker.lunch is None:
        return True
    ends = worker.lunch.end
    if after_lunch(worker, worker.start) <= min(ends, tour.leave) or after_lunch(worker, tour.back) <= ends:
        return True
    known = {visit.key: visit for visit in visits}
    first = known[tour.stops[0].key]
    earliest = worker.start + way(problem, worker.start_place, first, worker.start)[1] - first.early_minutes
    if after_lunch(worker, earliest) <= min(ends, tour.stops[0].start - first.early_minutes):
        return True
    for stop, then in pairwise(tour.stops):
        here, there = known[stop.key], known[then.key]
        eaten = after_lunch(worker, stop.end)
        if eaten <= ends and eaten + way(problem, here.place, there, eaten)[1] <= then.start:
            return True
        arrived = stop.end + way(problem, here.place, there, stop.end)[1] - there.early_minutes
        if after_lunch(worker, arrived) <= min(ends, then.start - there.early_minutes):
            return True
    last = tour.stops[-1]
    eaten = after_lunch(worker, last.end)
    return eaten <= ends and eaten + way_home(problem, worker, known[last.key], eaten).minutes <= worker.end
