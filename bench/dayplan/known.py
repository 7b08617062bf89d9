"""In: a day and a plan of it. Out: what the best plan known by any means costs.

Found by the same engines with many times the work, several seeds, each from the best one so far; kept by the day's
content in a file of the run, so that a later run looks on from there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from caseday.dayplan.engines.choose import Engine, engine_for
from caseday.dayplan.engines.process import Errand, Limits, answer
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.problem import Problem, Solution

SEEDS = (7, 11)


def planned(problem: Problem, known: Solution, limits: Limits) -> Solution:
    """As in the process of its own that the product asks, without its start."""
    return answer(Errand(problem, known, limits, engine_for(problem) is Engine.ROUTED))


@dataclass
class BestKnown:
    times: float
    """So many times the work; 0: only what the file knows, and what is found on the way."""
    path: Path
    costs: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path.exists():
            self.costs = json.loads(self.path.read_text())

    def cost(self, problem: Problem, plan: Solution, limits: Limits) -> int:
        """Never more than that of `plan`."""
        key = sha256(json.dumps(_plain(problem)).encode()).hexdigest()[:24]
        best = plan
        for seed in SEEDS if self.times and not plan.is_optimal else ():
            longer = replace(limits, work=limits.work * self.times, seconds=600.0, seed=seed)
            found = planned(problem, best, longer)
            best = found if found.objective < best.objective and not objections_to(problem, found) else best
            if found.is_optimal:
                break
        self.costs[key] = min(best.objective, self.costs.get(key, best.objective))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.costs, indent=1, sort_keys=True) + "\n")
        return self.costs[key]


def _plain(value: Any) -> Any:
    """The same in every process: sets have no order of their own."""
    if is_dataclass(value):
        return [_plain(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Mapping):
        return [[key, _plain(one)] for key, one in sorted(value.items())]
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return [_plain(one) for one in value] if isinstance(value, tuple) else str(value)
