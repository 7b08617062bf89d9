"""In: a problem and a plan that holds. Out: what the solver made of it, in a process that ends with the work.

The big libraries are never loaded by the caller, and a solver that hangs or dies takes nobody with it. Problem and plan
pass as pickled plain data between this program and itself.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from caseday.dayplan.rules.problem import Problem, Solution

START_SECONDS = 3.0  # for starting Python and loading the solver, on a busy machine
FULL = 45  # items; beyond, the day is rarely proven, and its parts are bettered, two at a time
ASKED = [sys.executable, "-m", "caseday.dayplan.engines.process"]


class NoPlan(Exception):
    """The message is a clause: "was not ready in 5 seconds"."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`work` is the solver's own measure, the same on every machine; `seconds` are for when it is too busy."""

    work: float = 1.0
    seconds: float = 5.0
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Errand:
    """What goes over to the other process."""

    problem: Problem
    known: Solution
    limits: Limits
    with_route: bool = False  # ask the routing engine for an order first


def solve_apart(errand: Errand, *, command: Sequence[str] = ASKED) -> Solution:
    """Waits at most `limits.seconds` and the start; then the process is killed. Raises NoPlan."""
    seconds = errand.limits.seconds + START_SECONDS
    try:
        done = subprocess.run(
            command, input=pickle.dumps(errand), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoPlan(f"was not ready in {seconds:g} seconds") from None
    except OSError:
        raise NoPlan("could not be started") from None
    if done.returncode != 0:
        raise NoPlan("is not installed" if done.returncode == NOT_INSTALLED else "ended before it was done")
    try:
        plan = pickle.loads(done.stdout)  # noqa: S301 (our own process wrote it)
    except Exception:
        raise NoPlan("answered with something else than a plan") from None
    if not isinstance(plan, Solution):
        raise NoPlan("answered with something else than a plan")
    return plan


NOT_INSTALLED = 3


def answer(errand: Errand) -> Solution:
    """In the process of its own: loads the solver and lets it work."""
    from caseday.dayplan.engines.better import better_plan

    known = errand.known
    if errand.with_route:
        known = _routed(errand)
    return better_plan(errand.problem, known, errand.limits)


def _routed(errand: Errand) -> Solution:
    """The known plan, or the one that follows the routing engine's order where that costs less."""
    from caseday.dayplan.rules.constructive import constructive_plan

    try:
        from caseday.dayplan.engines.routing import route_for

        order = route_for(errand.problem)  # so many rounds, not seconds: the same order every time
    except Exception:  # an order is a help, no need
        return errand.known
    other = constructive_plan(errand.problem, route=order)
    return other if other.objective < errand.known.objective else errand.known


def main() -> int:
    os.nice(5)  # pages come first
    errand = pickle.load(sys.stdin.buffer)  # noqa: S301 (our own program wrote it)
    try:
        plan = answer(errand)
    except ImportError:
        return NOT_INSTALLED
    sys.stdout.buffer.write(pickle.dumps(plan))
    return 0


if __name__ == "__main__":
    # Under its real name, so that what is pickled has the same classes on both sides.
    from caseday.dayplan.engines.process import main as run

    sys.exit(run())
