"""A team's day for who leads it: who goes where, what could be gained, who has too much."""

from caseday.dayplan.queries.team.day import WHOSE, TeamDay, team_day
from caseday.dayplan.queries.team.map import routes_of
from caseday.dayplan.queries.team.proposed import MoveShown, Proposed, proposed_for
from caseday.dayplan.queries.team.week import TeamWeek, WorkerWeek, team_week

__all__ = [
    "WHOSE",
    "MoveShown",
    "Proposed",
    "TeamDay",
    "TeamWeek",
    "WorkerWeek",
    "proposed_for",
    "routes_of",
    "team_day",
    "team_week",
]
