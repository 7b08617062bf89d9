"""In: a day that is mostly driving. Out: the order of its stops and visits, as a routing engine sees it.

Calls, notes and breaks are not looked at and drives take what they usually take; what comes out is an order to plan
on from, no plan. Imports pyvrp and numpy, some 40 MiB: only ever imported in a solver's own process.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, TypeAlias

import numpy as np
from pyvrp import (
    Client,
    ClientGroup,
    Depot,
    IteratedLocalSearchParams,
    Location,
    PenaltyParams,
    ProblemData,
    Result,
    Solution,
    VehicleType,
)
from pyvrp.solve import SolveParams, solve
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria, NoImprovement

from caseday.dayplan.rules.cost import cost_of_leaving_out, drive_points
from caseday.dayplan.rules.problem import QUARTER, Drive, Item, Problem, Travel, Window

SEED = 7
Matrix: TypeAlias = Any  # pyvrp asks for a shape that numpy's types no longer have
DEAR = 1000  # points; whatever costs more to leave out is first taken for granted
TRIAL = 5  # the part of the rounds that shows whether all of that fits
PATIENCE = 3  # where all is visited: the part of the rounds that may pass without a betterment
# The engine's own values are for hundreds of thousands of rounds; a person's day gets some thousand.
FOR_FEW_ROUNDS = SolveParams(
    ils=IteratedLocalSearchParams(num_iters_no_improvement=300, history_length=10),
    penalty=PenaltyParams(solutions_between_updates=100),
)


@dataclass(frozen=True, slots=True)
class RoutingLimits:
    """Rounds are the same on every machine; the seconds are there for a machine that is busy."""

    rounds: int = 1500
    seconds: float = 4.0


def route_for(
    problem: Problem, limits: RoutingLimits = RoutingLimits(), *, seconds: float | None = None
) -> tuple[str, ...]:
    """Keys of what one travels to, in order; what is better left out is missing. Empty: nothing to travel to.

    `seconds`: other than those of `limits`.
    """
    limits = limits if seconds is None else replace(limits, seconds=seconds)
    trip = _trip_of(problem)
    if not trip.items:
        return ()
    dear = [cost_of_leaving_out(problem.weights, item) >= DEAR for item in trip.items]
    if any(dear):
        data = trip.data(dear)
        short = replace(limits, rounds=limits.rounds // TRIAL, seconds=limits.seconds / TRIAL)
        tried = _run(data, short)
        if tried.is_feasible():
            patience = limits.rounds // PATIENCE if all(dear) else limits.rounds
            return trip.keys(_run(data, limits, tried.best, patience))
    return trip.keys(_run(trip.data([False] * len(dear)), limits))


def _run(
    data: ProblemData, limits: RoutingLimits, begin: Solution | None = None, patience: int | None = None
) -> Result:
    """`patience`: after so many rounds without a betterment it ends."""
    fruitless = NoImprovement(limits.rounds if patience is None else patience)
    stop = MultipleCriteria([MaxIterations(limits.rounds), fruitless, MaxRuntime(limits.seconds)])
    return solve(
        data, stop, seed=SEED, collect_stats=False, display=False, params=FOR_FEW_ROUNDS,
        initial_solution=begin,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Trip:
    """Place 0 is the start, place 1 the end, then one place an item; `of[n]` is whose the client n is."""

    problem: Problem
    begin: int
    items: tuple[Item, ...]
    windows: tuple[tuple[Window, ...], ...]  # starts, both ends inclusive
    of: tuple[int, ...]

    def data(self, required: list[bool]) -> ProblemData:
        weights, problem = self.problem.weights, self.problem
        clients: list[Client] = []
        groups: list[ClientGroup] = []
        for n, item in enumerate(self.items):
            single = len(self.windows[n]) == 1
            if not single:
                first = len(clients)
                members = list(range(first, first + len(self.windows[n])))
                groups.append(ClientGroup(members, required=required[n]))
            for window in self.windows[n]:
                clients.append(
                    Client(
                        n + 2, service_duration=item.length, tw_early=window.start, tw_late=window.end,
                        prize=cost_of_leaving_out(weights, item), required=required[n] and single,
                        group=None if single else len(groups) - 1,
                    )
                )  # fmt: skip
        day = max(0, problem.day_end - self.begin)
        over = max(0, problem.latest_end - self.begin - day)
        person = VehicleType(
            start_depot=0, end_depot=1, tw_early=self.begin, tw_late=problem.latest_end, start_late=self.begin,
            shift_duration=day, max_overtime=over, unit_overtime_cost=-(-weights.overtime_quarter // QUARTER),
        )  # fmt: skip
        minutes, points = self._matrices()
        places = [Location(0, 0)] * (len(self.items) + 2)
        return ProblemData(places, clients, [Depot(0), Depot(1)], [person], [points], [minutes], groups)

    def _matrices(self) -> tuple[Matrix, Matrix]:
        size = len(self.items) + 2
        minutes = np.zeros((size, size), np.int64)
        points = np.zeros((size, size), np.int64)
        hours = range(self.begin, self.problem.day_end, self.problem.travel.bucket_minutes)
        ends = [self.problem.start_place, self.problem.end_place, *(item.place for item in self.items)]
        for a in range(size):
            for b in range(size):
                if a == b:
                    continue
                drive = usual_drive(self.problem.travel, ends[a], ends[b], hours)
                item = self.items[b - 2] if b > 1 else None
                is_leg = ends[a] is not None and ends[b] is not None and ends[a] != ends[b]
                parking = item.parking_minutes if item and is_leg else 0
                minutes[a, b] = drive.minutes + parking + (item.early_minutes if item else 0)
                points[a, b] = drive_points(self.problem.weights, drive)
        return minutes, points

    def keys(self, result: Result) -> tuple[str, ...]:
        return tuple(
            self.items[self.of[one.idx]].key
            for route in result.best.routes()
            for one in route
            if one.is_client()
        )


def _trip_of(problem: Problem) -> _Trip:
    under_way = [item for item in problem.items if item.started_at is not None]
    begin = max([problem.day_start, *((item.started_at or 0) + item.length for item in under_way)])
    items, windows = [], []
    for item in problem.items:
        starts = tuple(_starts(problem, item))
        if item.place is not None and item.started_at is None and starts:
            items.append(item)
            windows.append(starts)
    of = tuple(n for n, starts in enumerate(windows) for _ in starts)
    return _Trip(problem, begin, tuple(items), tuple(windows), of)


def _starts(problem: Problem, item: Item) -> Iterator[Window]:
    """From when to when it may start."""
    if item.fixed_start is not None:
        spans = [(item.fixed_start, item.fixed_start)]
    elif item.at is not None:
        spans = [(item.at, item.at + item.may_start_late)]
    elif item.windows:
        spans = [(window.start, window.end - item.length) for window in item.windows]
    else:
        spans = [(problem.day_start, problem.latest_end - item.length)]
    for low, high in spans:
        low, high = max(low, problem.day_start), min(high, problem.latest_end - item.length)
        if low <= high:
            yield Window(low, high)


def usual_drive(travel: Travel, origin: str | None, destination: str | None, hours: Sequence[int]) -> Drive:
    """What it takes at the median of these hours of leaving."""
    row = travel.minutes.get(origin or "", {}).get(destination or "", ())
    if len(row) < 2 or not hours:  # the same all day
        return travel.drive(origin, destination, 0)
    drives = [travel.drive(origin, destination, hour) for hour in hours]
    return Drive(round(median(drive.minutes for drive in drives)), drives[0].miles)
