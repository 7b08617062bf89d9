"""python -m bench.team: a team's visits of one day, and the same with ten times as many rounds."""

import argparse
import random
import time
from datetime import datetime
from math import hypot
from zoneinfo import ZoneInfo

from caseday.dayplan.engines.routing import RoutingLimits
from caseday.dayplan.engines.team import TEAM_LIMITS, team_plan
from caseday.dayplan.rules.problem import Place, Travel, Window
from caseday.dayplan.rules.team import (
    TeamProblem,
    TeamVisit,
    Worker,
    constructive_team,
    figures_of,
    objections_to_team,
)

MIDNIGHT = datetime(2026, 3, 2, 0, 0, tzinfo=ZoneInfo("America/Chicago"))
EIGHT, NOON, FIVE = 480, 720, 1020
HALVES = ((EIGHT, NOON), (NOON, FIVE), (EIGHT, FIVE), (540, 660), (780, 900), (600, 840))


def team_day(workers: int, visits: int, *, seed: int) -> TeamProblem:
    """A county of 30 by 30 miles; a third of the clients speak Spanish, a tenth need a nurse; each is somebody's."""
    rng = random.Random(f"{workers}-{visits}-{seed}")
    at = {f"home{n}": _point(rng) for n in range(workers)} | {
        f"client{n}": _point(rng) for n in range(visits)
    }
    owners = [rng.randrange(workers) for _ in range(visits)]
    team = [
        _worker(rng, n, frozenset(f"c{v}" for v, who in enumerate(owners) if who == n))
        for n in range(workers)
    ]
    asked = [_visit(rng, n, f"w{owners[n]}") for n in range(visits)]
    return TeamProblem(MIDNIGHT, tuple(team), tuple(asked), tuple(Place(key) for key in at), _travel(at))


def _point(rng: random.Random) -> tuple[float, float]:
    return rng.uniform(0, 30), rng.uniform(0, 30)


def _worker(rng: random.Random, n: int, knows: frozenset[str]) -> Worker:
    languages = frozenset({"English", "Spanish"} if n % 2 else {"English"})
    skills = frozenset({"nurse"} if n % 4 == 0 else ())
    return Worker(
        f"w{n}", f"Worker {n}", EIGHT, FIVE, f"home{n}", f"home{n}", skills, languages, knows,
        most_visits=rng.choice([11, 12, 13]), fair_minutes=rng.choice([390, 420, 450]),
    )  # fmt: skip


def _visit(rng: random.Random, n: int, owner: str) -> TeamVisit:
    return TeamVisit(
        f"v{n}", f"Visit {n}", rng.choice([15, 20, 30]), f"client{n}", (Window(*rng.choice(HALVES)),), f"c{n}",
        frozenset({"nurse"}) if rng.random() < 0.1 else frozenset(), "Spanish" if rng.random() < 0.33 else "",
        parking_minutes=2, worker=owner, unserved_cost=400,
    )  # fmt: skip


def _travel(at: dict[str, tuple[float, float]]) -> Travel:
    miles = {a: {b: round(1.3 * hypot(at[a][0] - at[b][0], at[a][1] - at[b][1]), 1) for b in at} for a in at}
    minutes = {
        a: {b: (round(3 + 1.7 * far),) for b, far in row.items() if a != b} for a, row in miles.items()
    }
    return Travel(minutes, {a: dict(row) for a, row in miles.items()})


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--workers", type=int, default=20)
    asked.add_argument("--visits", type=int, default=200)
    asked.add_argument("--days", type=int, default=3)
    asked.add_argument("--rounds", type=int, default=TEAM_LIMITS.rounds)
    asked.add_argument("--seconds", type=float, default=TEAM_LIMITS.seconds)
    given = asked.parse_args()
    gaps = []
    for seed in range(given.days):
        problem = team_day(given.workers, given.visits, seed=seed)
        began = time.perf_counter()
        at_once = constructive_team(problem)
        print(
            f"day {seed}: at once {at_once.points} points in {time.perf_counter() - began:.1f} s", flush=True
        )
        short = _timed(problem, RoutingLimits(given.rounds, given.seconds))
        long = _timed(problem, RoutingLimits(10 * given.rounds, 10 * given.seconds))
        gaps.append(100 * (short - long) / long)
    print(f"gap against ten times longer: {', '.join(f'{gap:.2f} %' for gap in gaps)}")


def _timed(problem: TeamProblem, limits: RoutingLimits) -> int:
    began = time.perf_counter()
    plan = team_plan(problem, limits)
    took = time.perf_counter() - began
    print(
        f"  {limits.rounds} rounds: {plan.points} points in {took:.1f} s, {plan.engine}, "
        f"{figures_of(problem, plan.stops)}"
    )
    for objection in objections_to_team(problem, plan):
        print(f"  REFUSED: {objection}")
    return plan.points


if __name__ == "__main__":
    main()
