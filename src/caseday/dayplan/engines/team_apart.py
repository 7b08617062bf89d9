"""In: a team's problem. Out: what the routing engine made of it, in a process of its own that ends with the work."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence

from caseday.dayplan.engines.process import START_SECONDS, NoPlan
from caseday.dayplan.rules.team import TeamPlan, TeamProblem, constructive_team, objections_to_team

SECONDS = 27.0  # more than the engine takes for itself
ASKED = [sys.executable, "-m", "caseday.dayplan.engines.team_apart"]


def improved_team(
    problem: TeamProblem, *, seconds: float = SECONDS, command: Sequence[str] = ASKED
) -> TeamPlan:
    """Checked again here. Where the engine fails, the plan that is had at once, with a sentence that says so."""
    known = constructive_team(problem)
    try:
        found = _asked(problem, seconds, command)
    except NoPlan as trouble:
        return _with(known, f"The solver {trouble}; this is the first plan, which may have room for more.")
    objections = objections_to_team(problem, found)
    if objections:
        return _with(
            known, f"A solver's plan was thrown away, because: {objections[0]} This is the first plan."
        )
    return found


def _with(plan: TeamPlan, sentence: str) -> TeamPlan:
    return TeamPlan(plan.stops, plan.unserved, plan.points, plan.engine, (*plan.sentences, sentence))


def _asked(problem: TeamProblem, seconds: float, command: Sequence[str]) -> TeamPlan:
    try:
        done = subprocess.run(
            command,
            input=pickle.dumps(problem),
            capture_output=True,
            timeout=seconds + START_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoPlan(f"was not ready in {seconds + START_SECONDS:g} seconds") from None
    except OSError:
        raise NoPlan("could not be started") from None
    try:
        plan = pickle.loads(done.stdout)  # noqa: S301 (our own process wrote it)
    except Exception:
        raise NoPlan("ended before it was done") from None
    if not isinstance(plan, TeamPlan):
        raise NoPlan("answered with something else than a plan")
    return plan


def main() -> int:
    os.nice(5)  # pages come first
    from caseday.dayplan.engines.team import team_plan

    problem = pickle.load(sys.stdin.buffer)  # noqa: S301 (our own program wrote it)
    sys.stdout.buffer.write(pickle.dumps(team_plan(problem)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
