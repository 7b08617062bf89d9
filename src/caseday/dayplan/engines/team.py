"""In: a team's visits of one day. Out: who goes where and when, found by a routing engine; never worse than at once.

One vehicle a worker, with a map of its own on which those to whom the worker may not go are out of reach and those
whom they do not know lie further off. Imports pyvrp and numpy: only ever imported in a solver's own process.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Result, VehicleType
from pyvrp.IteratedLocalSearch import IteratedLocalSearchParams
from pyvrp.solve import SolveParams, solve
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria

from caseday.dayplan.engines.routing import SEED, Matrix, RoutingLimits, usual_drive
from caseday.dayplan.rules.problem import Drive
from caseday.dayplan.rules.team import (
    TeamPlan,
    TeamProblem,
    TeamVisit,
    Worker,
    constructive_team,
    drive_points,
    filled,
    may_go,
    objections_to_team,
    personal_points,
    wants_lunch,
    windows_of,
)

TEAM_LIMITS = RoutingLimits(rounds=4000, seconds=25.0)
HISTORY = 10  # plans that a new one is compared with; pyvrp's own 300 take much longer to get as far
FAR = 10**5  # minutes and points to whom one may not go


def team_plan(problem: TeamProblem, limits: RoutingLimits = TEAM_LIMITS) -> TeamPlan:
    """The better one of what the engine finds and what is had at once; the engine's is checked."""
    known = constructive_team(problem)
    if not problem.workers or not problem.visits:
        return known
    found = filled(problem, _orders(problem, limits), engine="pyvrp")
    objections = objections_to_team(problem, found)
    if objections:
        return replace(known, sentences=(f"The engine's plan was refused: {objections[0]}",))
    return found if found.points <= known.points else known


def _orders(problem: TeamProblem, limits: RoutingLimits) -> dict[str, list[str]]:
    fleet = _Fleet(problem)
    stop = MultipleCriteria([MaxIterations(limits.rounds), MaxRuntime(limits.seconds)])
    hasty = SolveParams(ils=IteratedLocalSearchParams(history_length=HISTORY))
    found = solve(fleet.data(), stop, seed=SEED, collect_stats=False, display=False, params=hasty)
    return fleet.orders(found)


@dataclass(slots=True)
class _Fleet:
    problem: TeamProblem
    places: dict[str | None, int] = field(default_factory=dict)  # where workers start and end
    clients: list[Client] = field(default_factory=list)
    groups: list[ClientGroup] = field(default_factory=list)
    of: list[str] = field(default_factory=list)  # whose the client n is

    def data(self) -> ProblemData:
        workers = self.problem.workers
        for worker in workers:
            for place in (worker.start_place, worker.end_place):
                self.places.setdefault(place, len(self.places))
        for n, visit in enumerate(self.problem.visits):
            self._add(len(self.places) + n, visit)
        depots = [Depot(n) for n in range(len(self.places))]
        size = len(self.places) + len(self.problem.visits)
        minutes, points = self._base(size)
        maps = [self._as_seen_by(worker, minutes, points) for worker in workers]
        vehicles = [self._vehicle(n, worker) for n, worker in enumerate(workers)]
        return ProblemData(
            [Location(0, 0)] * size, self.clients, depots, vehicles,
            [far for _, far in maps], [long for long, _ in maps], self.groups,
        )  # fmt: skip

    def _add(self, place: int, visit: TeamVisit) -> None:
        spans = sorted(
            {span for w in self.problem.workers if may_go(w, visit) for span in windows_of(visit, w)}
        )
        if spans and (not visit.windows or visit.is_bound):  # each worker's own day keeps the rest
            spans = [(min(low for low, _ in spans), max(high for _, high in spans))]
        spans = [(max(0, low), high) for low, high in spans if high >= 0]
        first, group = len(self.clients), None
        if len(spans) > 1:
            group = len(self.groups)
            self.groups.append(ClientGroup(list(range(first, first + len(spans))), required=False))
        for low, high in spans:
            self.of.append(visit.key)
            self.clients.append(
                Client(
                    place, [1], service_duration=visit.minutes, tw_early=low, tw_late=high,
                    prize=visit.unserved_cost, required=False, group=group,
                )
            )  # fmt: skip

    def _vehicle(self, profile: int, worker: Worker) -> VehicleType:
        most = len(self.problem.visits) if worker.most_visits is None else worker.most_visits
        eaten = worker.lunch_minutes if wants_lunch(worker) else 0
        longest = max(0, worker.available_minutes - eaten)
        fair = max(0, min(worker.fair_minutes, longest))
        return VehicleType(
            capacity=[most], start_depot=self.places[worker.start_place],
            end_depot=self.places[worker.end_place], tw_early=worker.start, tw_late=max(worker.start, worker.end),
            shift_duration=fair, max_overtime=longest - fair,
            unit_overtime_cost=self.problem.weights.over_minute, profile=profile,
        )  # fmt: skip

    def _base(self, size: int) -> tuple[Matrix, Matrix]:
        minutes, points = np.zeros((size, size), np.int64), np.zeros((size, size), np.int64)
        ends: list[str | TeamVisit | None] = [*self.places, *self.problem.visits]
        for a in range(size):
            for b in range(size):
                if a != b:
                    drive, needed = self._way(ends[a], ends[b])
                    minutes[a, b] = needed
                    points[a, b] = drive_points(self.problem.weights, drive)
        return minutes, points

    def _way(self, origin: str | TeamVisit | None, there: str | TeamVisit | None) -> tuple[Drive, int]:
        travel, visit = self.problem.travel, there if isinstance(there, TeamVisit) else None
        here = origin.place if isinstance(origin, TeamVisit) else origin
        place = visit.place if visit else there
        is_unknown = visit is not None and place is None
        is_unknown |= visit is None and isinstance(origin, TeamVisit) and here is None and place is not None
        if is_unknown:
            drive = Drive(travel.unknown_minutes, 0.0, is_known=False)
        else:
            drive = usual_drive(travel, here, str(place) if place else None, self._hours())
        if visit is None:
            return drive, drive.minutes
        parks = is_unknown or (here is not None and here != place)
        return drive, drive.minutes + (visit.parking_minutes if parks else 0) + visit.early_minutes

    def _hours(self) -> range:
        begin = min(worker.start for worker in self.problem.workers)
        return range(
            begin, max(worker.end for worker in self.problem.workers), self.problem.travel.bucket_minutes
        )

    def _as_seen_by(self, worker: Worker, minutes: Matrix, points: Matrix) -> tuple[Matrix, Matrix]:
        longer, further = minutes.copy(), points.copy()
        for n, visit in enumerate(self.problem.visits):
            there = len(self.places) + n
            if may_go(worker, visit):
                further[:, there] += personal_points(self.problem, worker, visit)
            else:
                longer[:, there], further[:, there] = FAR, FAR
            further[there, there] = longer[there, there] = 0
        return longer, further

    def orders(self, result: Result) -> dict[str, list[str]]:
        return {
            self.problem.workers[route.vehicle_type()].key: [
                self.of[one.idx] for one in route if one.is_client()
            ]
            for route in result.best.routes()
        }
