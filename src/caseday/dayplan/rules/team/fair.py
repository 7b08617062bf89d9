"""In: a team's day and what each has on the other days of the week. Out: the same with a fair share for each."""

from collections.abc import Mapping
from dataclasses import replace

from caseday.dayplan.rules.problem import Window
from caseday.dayplan.rules.team.measure import as_today, tours_of
from caseday.dayplan.rules.team.problem import TeamProblem
from caseday.dayplan.rules.team.timing import Tour, driven

SHIFTED_DAYS = 5  # who has an hour more on the other days is spared a fifth of it today
AROUND = 120  # minutes by which a visit that is not agreed may move to either side
VISITS_FROM, VISITS_TO = 8 * 60, 18 * 60


def with_fair_shares(problem: TeamProblem, other_minutes: Mapping[str, int]) -> TeamProblem:
    """An equal share of today's time door to door, less where the week is fuller than the others'."""
    workers = problem.workers
    if not workers:
        return problem
    today = sum(tour.minutes for tour in tours_of(problem, as_today(problem)).values()) / len(workers)
    usual = sum(other_minutes.get(worker.key, 0) for worker in workers) / len(workers)
    return replace(
        problem,
        workers=tuple(
            replace(worker, fair_minutes=min(worker.available_minutes, max(0, round(today + more))))
            for worker in workers
            for more in [(usual - other_minutes.get(worker.key, 0)) / SHIFTED_DAYS]
        ),
    )


def with_agreed_hours(problem: TeamProblem) -> TeamProblem:
    """Whoever has agreed to be somewhere before or after their usual hours works that day as long as that takes."""
    tours = {visit.worker: list[Tour]() for visit in problem.visits}
    for worker in problem.workers:
        for visit in problem.visits:
            if visit.is_bound and visit.worker == worker.key and visit.at is not None:
                tours[worker.key].append(driven(problem, worker, {visit: visit.at}))
    return replace(
        problem,
        workers=tuple(
            replace(
                worker,
                start=min([worker.start, *(one.leave or 0 for one in tours.get(worker.key, ()))]),
                end=max([worker.end, *(one.back or 0 for one in tours.get(worker.key, ()))]),
            )
            for worker in problem.workers
        ),
    )


def may_stand(at: int, minutes: int) -> Window:
    """Around its hour of today, and never earlier or later in the day than one calls on people."""
    low, high = max(at - AROUND, VISITS_FROM), min(at + minutes + AROUND, VISITS_TO)
    return Window(min(low, at), max(high, at + minutes))
