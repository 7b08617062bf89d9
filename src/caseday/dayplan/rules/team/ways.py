"""In: a worker, visits and the roads between. Out: each drive, what it costs, and one worker's day as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from caseday.dayplan.rules.problem import Drive
from caseday.dayplan.rules.team.problem import TeamProblem, TeamStop, TeamVisit, TeamWeights, Worker


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
