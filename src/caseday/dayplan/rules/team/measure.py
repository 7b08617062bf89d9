"""In: who visits whom when. Out: what it costs, what is gained against today, and what can't be kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caseday.dayplan.rules.team.lunch import has_lunch
from caseday.dayplan.rules.team.problem import (
    TeamPlan,
    TeamProblem,
    TeamStop,
    TeamVisit,
    Unserved,
    Worker,
    may_go,
    nobody_may,
    why_not,
    windows_of,
)
from caseday.dayplan.rules.team.ways import Tour, drive_points, driven, way


@dataclass(frozen=True, slots=True)
class Figures:
    miles: float
    drive_minutes: int
    unserved: int
    strangers: int  # visits by somebody whom the client does not know
    over_minutes: int  # of all workers, beyond their fair share
    longest_minutes: int  # door to door, of who is away longest
    clashes: int  # what can't be kept as it stands


@dataclass(frozen=True, slots=True)
class Move:
    """What the plan changes for one visit."""

    key: str
    from_worker: str | None
    from_start: int | None
    to_worker: str
    to_start: int
    saves_minutes: int  # of driving, against today


def as_today(problem: TeamProblem) -> tuple[TeamStop, ...]:
    known = {worker.key for worker in problem.workers}
    return tuple(
        TeamStop(visit.key, visit.worker, visit.at, visit.at + visit.minutes)
        for visit in problem.visits
        if visit.worker in known and visit.at is not None
    )


def tours_of(problem: TeamProblem, stops: Iterable[TeamStop]) -> dict[str, Tour]:
    """Of every worker, those with nothing to go to as well."""
    visits = {visit.key: visit for visit in problem.visits}
    starts: dict[str, dict[TeamVisit, int]] = {worker.key: {} for worker in problem.workers}
    for stop in stops:
        starts[stop.worker][visits[stop.key]] = stop.start
    return {worker.key: driven(problem, worker, starts[worker.key]) for worker in problem.workers}


def points_of(problem: TeamProblem, stops: Iterable[TeamStop]) -> int:
    stops = tuple(stops)
    weights, workers = problem.weights, {worker.key: worker for worker in problem.workers}
    served = {stop.key: workers[stop.worker] for stop in stops}
    points = sum(visit.unserved_cost for visit in problem.visits if visit.key not in served)
    points += sum(personal_points(problem, served[v.key], v) for v in problem.visits if v.key in served)
    for key, tour in tours_of(problem, stops).items():
        points += sum(drive_points(weights, drive) for drive in tour.drives)
        points += weights.over_minute * max(0, tour.minutes - workers[key].fair_minutes)
    return points


def personal_points(problem: TeamProblem, worker: Worker, visit: TeamVisit) -> int:
    """For who goes, wherever it stands."""
    if visit.is_bound:
        return 0
    points = problem.weights.stranger if is_stranger(worker, visit) else 0
    return points + (problem.weights.handed if visit.worker not in (None, worker.key) else 0)


def is_stranger(worker: Worker, visit: TeamVisit) -> bool:
    return bool(visit.client) and visit.client not in worker.knows


def figures_of(problem: TeamProblem, stops: Iterable[TeamStop]) -> Figures:
    stops = tuple(stops)
    workers = {worker.key: worker for worker in problem.workers}
    visits = {visit.key: visit for visit in problem.visits}
    tours = tours_of(problem, stops)
    return Figures(
        miles=round(sum(tour.miles for tour in tours.values()), 1),
        drive_minutes=sum(tour.drive_minutes for tour in tours.values()),
        unserved=len(problem.visits) - len(stops),
        strangers=sum(is_stranger(workers[stop.worker], visits[stop.key]) for stop in stops),
        over_minutes=sum(max(0, tour.minutes - workers[key].fair_minutes) for key, tour in tours.items()),
        longest_minutes=max((tour.minutes for tour in tours.values()), default=0),
        clashes=len(clashes_in(problem, stops)),
    )


def clashes_in(problem: TeamProblem, stops: Iterable[TeamStop]) -> dict[str, str]:
    """Visits that can't be kept as they stand, with a sentence each."""
    workers = {worker.key: worker for worker in problem.workers}
    visits = {visit.key: visit for visit in problem.visits}
    found: dict[str, str] = {}
    for key, tour in tours_of(problem, stops).items():
        for stop, words in _clashes(problem, workers[key], tour, visits):
            found.setdefault(stop, words)
    return found


def _clashes(
    problem: TeamProblem, worker: Worker, tour: Tour, visits: dict[str, TeamVisit]
) -> Iterator[tuple[str, str]]:
    here, free, before = worker.start_place, worker.start, "the day begins"
    for stop in tour.stops:
        visit = visits[stop.key]
        late = free + way(problem, here, visit, free)[1] - stop.start
        if late > 0:
            yield stop.key, f"{worker.name} gets to {visit.name} {late} minutes late: {before}."
        if not any(low <= stop.start <= high for low, high in windows_of(visit, worker)):
            yield stop.key, f"{visit.name} at {problem.clock(stop.start)} is outside its hours."
        if reason := why_not(worker, visit):
            yield stop.key, reason
        here, free, before = visit.place, stop.end, f"{visit.name} ends at {problem.clock(stop.end)}"
    if tour.back is not None and tour.back > worker.end:
        until = problem.clock(worker.end)
        yield tour.stops[-1].key, f"{worker.name} is back at {problem.clock(tour.back)}, not by {until}."
    if not has_lunch(problem, worker, visits.values(), tour):
        yield _over_lunch(worker, tour), _lunchless(problem, worker)
    most = worker.most_visits
    if most is not None and len(tour.stops) > most:
        yield tour.stops[-1].key, f"{worker.name} has {len(tour.stops)} visits, more than {most}."


def _over_lunch(worker: Worker, tour: Tour) -> str:
    """The first visit that ends after lunch could begin, else the last."""
    begins = worker.lunch.start if worker.lunch else 0
    return next((stop.key for stop in tour.stops if stop.end > begins), tour.stops[-1].key)


def _lunchless(problem: TeamProblem, worker: Worker) -> str:
    hours = (
        f"{problem.clock(worker.lunch.start)} and {problem.clock(worker.lunch.end)}" if worker.lunch else ""
    )
    return f"{worker.name} has no {worker.lunch_minutes} minutes for lunch between {hours}."


def plan_from(
    problem: TeamProblem, stops: Iterable[TeamStop], *, engine: str, sentences: tuple[str, ...] = ()
) -> TeamPlan:
    stops = tuple(sorted(stops, key=lambda stop: (stop.worker, stop.start, stop.key)))
    served = {stop.key for stop in stops}
    left = tuple(Unserved(v.key, _why(problem, v)) for v in problem.visits if v.key not in served)
    return TeamPlan(stops, left, points_of(problem, stops), engine, sentences)


def _why(problem: TeamProblem, visit: TeamVisit) -> str:
    able = [worker for worker in problem.workers if may_go(worker, visit)]
    if visit.is_bound:
        return f"{visit.name} can't be reached in time as it is agreed: move it, or what stands before it."
    if not able:
        return nobody_may(problem.workers, visit)
    if not any(windows_of(visit, worker) for worker in able):
        return f"{visit.name} takes {visit.minutes} minutes, longer than its hours: widen them."
    return f"Nobody who may go to {visit.name} has room in its hours: widen them, or take another day."


def moves_of(problem: TeamProblem, plan: TeamPlan) -> tuple[Move, ...]:
    """What the plan changes, that which saves most first."""
    visits = {visit.key: visit for visit in problem.visits}
    now, then = tours_of(problem, as_today(problem)), tours_of(problem, plan.stops)
    moves = []
    for stop in plan.stops:
        visit = visits[stop.key]
        if (visit.worker, visit.at) != (stop.worker, stop.start):
            detour = _detour(problem, now.get(visit.worker or ""), stop.key)
            saves = detour - _detour(problem, then[stop.worker], stop.key)
            moves.append(Move(stop.key, visit.worker, visit.at, stop.worker, stop.start, saves))
    return tuple(sorted(moves, key=lambda move: (-move.saves_minutes, move.key)))


def _detour(problem: TeamProblem, tour: Tour | None, key: str) -> int:
    """Minutes of driving that the visit adds to a day."""
    if tour is None or all(stop.key != key for stop in tour.stops):
        return 0
    worker = next(worker for worker in problem.workers if worker.key == tour.worker)
    visits = {visit.key: visit for visit in problem.visits}
    others = {visits[stop.key]: stop.start for stop in tour.stops if stop.key != key}
    return tour.drive_minutes - driven(problem, worker, others).drive_minutes


def mixed(problem: TeamProblem, plan: TeamPlan, ticked: Iterable[str]) -> tuple[TeamStop, ...]:
    """What is ticked as planned, everything else as today."""
    chosen = set(ticked)
    planned = [stop for stop in plan.stops if stop.key in chosen]
    moved = {stop.key for stop in planned}
    return (*planned, *(stop for stop in as_today(problem) if stop.key not in moved))
