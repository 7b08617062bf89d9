"""In: the workers of a team and their visits of a day. Out: who goes where and when, and what that gains."""

from caseday.dayplan.rules.team.checker import objections_to_team
from caseday.dayplan.rules.team.constructive import constructive_team, filled
from caseday.dayplan.rules.team.fair import may_stand, with_agreed_hours, with_fair_shares
from caseday.dayplan.rules.team.handing import Handover, best_handovers, handovers
from caseday.dayplan.rules.team.measure import (
    Figures,
    Move,
    as_today,
    clashes_in,
    figures_of,
    mixed,
    moves_of,
    personal_points,
    plan_from,
    points_of,
    tours_of,
)
from caseday.dayplan.rules.team.problem import (
    TeamPlan,
    TeamProblem,
    TeamStop,
    TeamVisit,
    TeamWeights,
    Unserved,
    Worker,
    may_go,
    windows_of,
)
from caseday.dayplan.rules.team.proposal import facts_of, kept, restored
from caseday.dayplan.rules.team.timing import Tour, drive_points, tour_of, way, way_home

__all__ = [
    "Figures",
    "Handover",
    "Move",
    "TeamPlan",
    "TeamProblem",
    "TeamStop",
    "TeamVisit",
    "TeamWeights",
    "Tour",
    "Unserved",
    "Worker",
    "as_today",
    "best_handovers",
    "clashes_in",
    "constructive_team",
    "drive_points",
    "facts_of",
    "figures_of",
    "filled",
    "handovers",
    "kept",
    "may_go",
    "may_stand",
    "mixed",
    "moves_of",
    "objections_to_team",
    "personal_points",
    "plan_from",
    "points_of",
    "restored",
    "tour_of",
    "tours_of",
    "way",
    "way_home",
    "windows_of",
    "with_agreed_hours",
    "with_fair_shares",
]
