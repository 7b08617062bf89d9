"""How often a wait is within the long wait that was foretold, at simulated offices whose waits drift.

python -m bench.waits            tuning seeds, then those held out
"""

import math
import platform
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from caseday.schedule.rules.waits import LONG_WAIT, expected_wait

TUNING, HELD_OUT = (1, 2, 3), (101, 102, 103)
OFFICES, VISITS, LEARNED = 40, 60, 20
DRIFTS = ("steady", "wandering", "one step", "slow trend", "always longer", "always shorter")


@dataclass(frozen=True)
class Covered:
    drift: str
    share: float
    """Of the visits after the twentieth: how many waits were within what was foretold."""
    loss: float
    """Mean pinball loss in minutes: what a worse foretelling costs."""
    first_share: float
    """Of the first twenty visits."""


def simulated_waits(seed: int, number: int, drift: str) -> list[int]:
    """Waits at one office, oldest first: log-normal around a level that drifts; some walk straight in."""
    random_ = random.Random(f"{seed} {drift} {number}")
    typical = math.exp(random_.gauss(math.log(20), 0.5))
    spread, straight_in = random_.uniform(0.35, 0.75), random_.choice((0.0, 0.0, 0.1, 0.2))
    levels = _levels(random_, drift)
    return [
        0
        if random_.random() < straight_in
        else min(300, round(typical * math.exp(level + random_.gauss(0, spread))))
        for level in levels
    ]


def _levels(random_: random.Random, drift: str) -> list[float]:
    """Of the logarithm: 0.015 a visit makes waits 2.5 times as long over the sixty."""
    at, step = (
        random_.randrange(10, VISITS - 10),
        random_.choice((-1, 1)) * math.log(random_.uniform(1.3, 1.8)),
    )
    slope = {"slow trend": random_.uniform(-0.015, 0.015), "always longer": 0.015, "always shorter": -0.015}
    if drift == "wandering":
        level, levels = 0.0, []
        for _ in range(VISITS):
            level += random_.gauss(0, 0.04)
            levels.append(level)
        return levels
    if drift == "one step":
        return [step if n >= at else 0.0 for n in range(VISITS)]
    return [slope.get(drift, 0.0) * n for n in range(VISITS)]


def covered(seeds: Sequence[int], drift: str, offices: int = OFFICES) -> Covered:
    first: list[bool] = []
    later: list[bool] = []
    losses: list[float] = []
    for seed in seeds:
        of_kind = [wait for n in range(20) for wait in simulated_waits(seed, 1000 + n, "steady")[:10]]
        for number in range(offices):
            waits = simulated_waits(seed, number, drift)
            for n, wait in enumerate(waits):
                foretold = expected_wait(waits[:n][::-1], of_kind).long_minutes
                (later if n >= LEARNED else first).append(wait <= foretold)
                if n >= LEARNED:
                    over = wait - foretold
                    losses.append(LONG_WAIT * over if over > 0 else (LONG_WAIT - 1) * over)
    share, first_share = (sum(hits) / len(hits) for hits in (later, first))
    return Covered(drift, share, sum(losses) / len(losses), first_share)


def main() -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}")
    for name, seeds in (("tuning", TUNING), ("held out", HELD_OUT)):
        begun = time.process_time()
        print(f"\n{name}, seeds {seeds}, {OFFICES * len(seeds)} offices a drift, visits 21 to {VISITS}")
        print(f"{'':16}{'covered':>9}{'loss min':>10}{'first 20':>10}")
        found = [covered(seeds, drift) for drift in DRIFTS]
        for one in found:
            print(f"{one.drift:16}{one.share:9.1%}{one.loss:10.2f}{one.first_share:10.1%}")
        print(f"{'all':16}{sum(one.share for one in found) / len(found):9.1%}")
        asked = len(seeds) * OFFICES * VISITS * len(DRIFTS)
        print(f"{(time.process_time() - begun) / asked * 1e6:.0f} microseconds of processor a foretelling")


if __name__ == "__main__":
    main()
