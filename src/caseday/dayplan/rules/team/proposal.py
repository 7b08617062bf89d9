"""In: a team's plan. Out: plain data that is kept, and the plan again; what it was made from as one word."""

import json
from hashlib import sha256
from typing import Any

from caseday.dayplan.rules.team.measure import plan_from
from caseday.dayplan.rules.team.problem import TeamPlan, TeamProblem, TeamStop


def kept(plan: TeamPlan) -> dict[str, Any]:
    stops = [[stop.key, stop.worker, stop.start, stop.end] for stop in plan.stops]
    return {"engine": plan.engine, "stops": stops, "sentences": list(plan.sentences)}


def restored(problem: TeamProblem, data: dict[str, Any]) -> TeamPlan:
    """For the problem that it was made from."""
    stops = [TeamStop(*row) for row in data["stops"]]
    return plan_from(problem, stops, engine=data["engine"], sentences=tuple(data["sentences"]))


def facts_of(problem: TeamProblem) -> str:
    """Differs when a visit, a worker or a place does; not with what is known of the roads."""
    visits = [
        [v.key, v.minutes, v.place, [[w.start, w.end] for w in v.windows], v.client, sorted(v.needs), v.language,
         v.worker, v.at, v.is_bound]
        for v in problem.visits
    ]  # fmt: skip
    workers = [
        [w.key, w.start, w.end, w.start_place, w.end_place, sorted(w.skills), sorted(w.languages),
         sorted(w.knows), w.most_visits, w.fair_minutes, w.lunch and [w.lunch.start, w.lunch.end],
         w.lunch_minutes, w.is_away]
        for w in problem.workers
    ]  # fmt: skip
    return sha256(json.dumps([problem.starts_at.isoformat(), visits, workers]).encode()).hexdigest()
