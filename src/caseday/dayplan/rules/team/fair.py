"""In: a team's day and what each has on the other days of the week. Out: the same with a fair share for each."""

from collections.abc import Mapping
from dataclasses import replace

from caseday.dayplan.rules.problem import Window
from caseday.dayplan.rules.team.lunch import has_lunch
from caseday.dayplan.rules.team.measure import as_today, tours_of
from caseday.dayplan.rules.team.problem import TeamProblem, Worker
from caseday.dayplan.rules.team.ways import driven

SHIFTED_DAYS = 5  # who has an hour more on the other days is spared a fifth of it today
AROUND = 120  # minutes by which a visit that is not agreed may move to either side
VISITS_FROM, VISITS_TO = 8 * 60, 18 * 60


def with_fair_shares(problem: TeamProblem, other_minutes: Mapping[str, int]) -> TeamProblem:
    """An equal share of today's time door to door, less where the week is fuller than the others'; who is away
    takes none."""
    workers = [worker for worker in problem.workers if not worker.is_away]
    if not workers:
        return problem
    today = sum(tour.minutes for tour in tours_of(problem, as_today(problem)).values()) / len(workers)
    usual = sum(other_minutes.get(worker.key, 0) for worker in workers) / len(workers)

    def fair(worker: Worker) -> int:
        more = 0.0 if worker.is_away else (usual - other_minutes.get(worker.key, 0)) / SHIFTED_DAYS
        return min(worker.available_minutes, max(0, round(today + more)))

    return replace(
        problem, workers=tuple(replace(worker, fair_minutes=fair(worker)) for worker in problem.workers)
    )


def with_agreed_hours(problem: TeamProblem) -> TeamProblem:
    """Whoever has agreed to be somewhere before or after their usual hours works that day as long as that takes, and
    whoever has agreed to be somewhere all lunch long has lunch when they can."""
    return replace(problem, workers=tuple(_as_agreed(problem, worker) for worker in problem.workers))


def _as_agreed(problem: TeamProblem, worker: Worker) -> Worker:
    agreed = {
        visit: visit.at
        for visit in problem.visits
        if visit.is_bound and visit.worker == worker.key and visit.at is not None
    }
    tours = [driven(problem, worker, {visit: at}) for visit, at in agreed.items()]
    longer = replace(
        worker,
        start=min([worker.start, *(one.leave or 0 for one in tours)]),
        end=max([worker.end, *(one.back or 0 for one in tours)]),
    )
    has_time = has_lunch(problem, longer, agreed, driven(problem, longer, agreed))
    return longer if has_time else replace(longer, lunch=None)


def may_stand(at: int, minutes: int) -> Window:
    """Around its hour of today, and never earlier or later in the day than one calls on people."""
    low, high = max(at - AROUND, VISITS_FROM), min(at + minutes + AROUND, VISITS_TO)
    return Window(min(low, at), max(high, at + minutes))
