"""In: the visits of one worker in an order. Out: when each begins, when to leave home and when one is back.

Of all ways to keep the order: back home as early as it goes, and then away from home as late as it goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caseday.dayplan.rules.problem import Drive
from caseday.dayplan.rules.team.problem import (
    TeamProblem,
    TeamStop,
    TeamVisit,
    TeamWeights,
    Worker,
    windows_of,
)


@dataclass(frozen=True, slots=True)
class Tour:
    """One worker's day. `leave` and `back` are None where there is nothing to go to."""

    worker: str
    stops: tuple[TeamStop, ...] = ()
    drives: tuple[Drive, ...] = ()  # one to each stop, one home
    leave: int | None = None
    back: int | None = None

    @property
    def miles(self) -> float:
        return sum(drive.miles for drive in self.drives)

    @property
    def drive_minutes(self) -> int:
        return sum(drive.minutes for drive in self.drives)

    @property
    def minutes(self) -> int:
        """From leaving until one is back."""
        return (self.back or 0) - (self.leave or 0)


def drive_points(weights: TeamWeights, drive: Drive) -> int:
    return weights.drive_minute * drive.minutes + int(weights.mile * drive.miles + 0.5)


def way(problem: TeamProblem, origin: str | None, visit: TeamVisit, leave: int) -> tuple[Drive, int]:
    """The drive, and minutes from leaving until it may begin."""
    if visit.place is None:
        return Drive(problem.travel.unknown_minutes, 0.0, is_known=False), _door(problem, visit)
    drive = problem.travel.drive(origin, visit.place, leave)
    parking = visit.parking_minutes if origin not in (None, visit.place) else 0
    return drive, drive.minutes + parking + visit.early_minutes


def _door(problem: TeamProblem, visit: TeamVisit) -> int:
    return problem.travel.unknown_minutes + visit.parking_minutes + visit.early_minutes


def way_home(problem: TeamProblem, worker: Worker, last: TeamVisit, leave: int) -> Drive:
    if last.place is None and worker.end_place is not None:
        return Drive(problem.travel.unknown_minutes, 0.0, is_known=False)
    return problem.travel.drive(last.place, worker.end_place, leave)


def starts_in(
    problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], leave: int
) -> list[int] | None:
    """Each as early as it goes, leaving home at `leave`; None where a window or the way home is missed."""
    here, free, starts = worker.start_place, leave, []
    for visit in order:
        start = _first_start(visit, worker, free + way(problem, here, visit, free)[1])
        if start is None:
            return None
        starts.append(start)
        here, free = visit.place, start + visit.minutes
    if order and free + way_home(problem, worker, order[-1], free).minutes > worker.end:
        return None
    return starts


def _first_start(visit: TeamVisit, worker: Worker, ready: int) -> int | None:
    for low, high in windows_of(visit, worker):
        if ready <= high:
            return max(ready, low)
    return None


def tour_of(problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit]) -> Tour | None:
    """None: the order can't be kept."""
    starts = starts_in(problem, worker, order, worker.start)
    if starts is None:
        return None
    if not order:
        return Tour(worker.key)
    leave = _latest_leave(problem, worker, order, starts)
    later = starts_in(problem, worker, order, leave)
    if later is not None and later[-1] == starts[-1]:
        starts = later
    return driven(problem, worker, dict(zip(order, starts, strict=True)))


def told_tour(problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit]) -> Tour | None:
    """As near to today's hours as the order allows, as long as nobody is away beyond their fair share for it."""
    tight = tour_of(problem, worker, order)
    if tight is None or not order:
        return tight
    starts = _near_today(problem, worker, order, tight)
    told = driven(problem, worker, dict(zip(order, starts, strict=True)))
    is_kept = _can_be_kept(problem, worker, order, starts) and (told.leave or 0) >= worker.start
    return told if is_kept and told.minutes <= max(tight.minutes, worker.fair_minutes) else tight


def _near_today(problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], tight: Tour) -> list[int]:
    latest: list[int] = []
    by = worker.end
    for visit, stop in zip(reversed(order), reversed(tight.stops), strict=True):
        high = next(high for low, high in windows_of(visit, worker) if low <= stop.start <= high)
        if latest:
            after = order[len(order) - len(latest)]
            by = latest[-1] - way(problem, visit.place, after, stop.end)[1]
        else:
            by -= way_home(problem, worker, visit, stop.end).minutes
        latest.append(max(stop.start, min(high, by - visit.minutes)))
    here, free, starts = worker.start_place, worker.start, []
    for visit, stop, last in zip(order, tight.stops, reversed(latest), strict=True):
        ready = free + way(problem, here, visit, free)[1]
        wanted = stop.start if visit.at is None else visit.at
        low = next(low for low, high in windows_of(visit, worker) if low <= stop.start <= high)
        starts.append(max(ready, low, min(wanted, last)))
        here, free = visit.place, starts[-1] + visit.minutes
    return starts


def _can_be_kept(
    problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], starts: Sequence[int]
) -> bool:
    """With drives as long as they are at these hours."""
    windows = all(
        any(low <= start <= high for low, high in windows_of(visit, worker))
        for visit, start in zip(order, starts, strict=True)
    )
    end = starts[-1] + order[-1].minutes
    return windows and end + way_home(problem, worker, order[-1], end).minutes <= worker.end


def _latest_leave(
    problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], starts: Sequence[int]
) -> int:
    latest = starts[-1]
    for n in range(len(order) - 2, -1, -1):
        high = next(high for low, high in windows_of(order[n], worker) if low <= starts[n] <= high)
        needed = way(problem, order[n].place, order[n + 1], starts[n] + order[n].minutes)[1]
        latest = max(starts[n], min(high, latest - needed - order[n].minutes))
    return max(worker.start, latest - way(problem, worker.start_place, order[0], latest)[1])


def driven(problem: TeamProblem, worker: Worker, starts: Mapping[TeamVisit, int]) -> Tour:
    """The day as it stands, whether or not it can be kept; one leaves home so as to be just in time."""
    order = sorted(starts, key=lambda visit: (starts[visit], visit.minutes, visit.key))
    if not order:
        return Tour(worker.key)
    leave = starts[order[0]]
    for _ in range(3):  # the hour of leaving decides how long it takes
        leave = starts[order[0]] - way(problem, worker.start_place, order[0], leave)[1]
    here, free, drives, stops = worker.start_place, leave, [], []
    for visit in order:
        drives.append(way(problem, here, visit, free)[0])
        here, free = visit.place, starts[visit] + visit.minutes
        stops.append(TeamStop(visit.key, worker.key, starts[visit], free))
    home = way_home(problem, worker, order[-1], free)
    return Tour(worker.key, tuple(stops), (*drives, home), leave, free + home.minutes)
