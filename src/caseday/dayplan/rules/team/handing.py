"""In: the day as it stands and one visit. Out: who could go instead, and what that saves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caseday.dayplan.rules.team.measure import clashes_in, is_stranger, tours_of
from caseday.dayplan.rules.team.problem import TeamProblem, TeamStop, may_go


@dataclass(frozen=True, slots=True)
class Handover:
    """At the same time, by somebody else."""

    key: str
    worker: str
    saves_minutes: int  # of driving, both days together; below zero it costs more
    saves_miles: float
    is_stranger: bool


def handovers(problem: TeamProblem, stops: Iterable[TeamStop], key: str) -> tuple[Handover, ...]:
    """Who may go and can keep everything else of their day, that which saves most first."""
    return tuple(sorted(_all(problem, tuple(stops), key), key=lambda one: (-one.saves_minutes, one.worker)))


def _all(problem: TeamProblem, stops: tuple[TeamStop, ...], key: str) -> Iterator[Handover]:
    stop = next((one for one in stops if one.key == key), None)
    visit = next(one for one in problem.visits if one.key == key)
    if stop is None or visit.is_bound:
        return
    others = [one for one in stops if one.key != key]
    now, late = tours_of(problem, stops), set(clashes_in(problem, others))
    for worker in problem.workers:
        if worker.key == stop.worker or not may_go(worker, visit):
            continue
        given = [*others, TeamStop(key, worker.key, stop.start, stop.end)]
        if set(clashes_in(problem, given)) - late:
            continue
        then, pair = tours_of(problem, given), (stop.worker, worker.key)
        yield Handover(
            key,
            worker.key,
            sum(now[one].drive_minutes - then[one].drive_minutes for one in pair),
            round(sum(now[one].miles - then[one].miles for one in pair), 1),
            is_stranger(worker, visit),
        )


def best_handovers(problem: TeamProblem, stops: Iterable[TeamStop], *, least: int) -> tuple[Handover, ...]:
    """One a visit, those that save at least so many minutes."""
    stops = tuple(stops)
    best = [found[0] for stop in stops if (found := handovers(problem, stops, stop.key))]
    worth = [one for one in best if one.saves_minutes >= least]
    return tuple(sorted(worth, key=lambda one: (-one.saves_minutes, one.key)))
