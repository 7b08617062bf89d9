"""In: the workers of a team and their visits of a day. Out: who goes where and when, and what that gains."""

from caseday.dayplan.rules.team.checker import objections_to_team
from caseday.dayplan.rules.team.constructive import constructive_team, filled
from caseday.dayplan.rules.team.fair import may_stand, with_agreed_hours, with_fair_shares
from caseday.dayplan.rules.team.handing import Handover, best_handovers, handovers
from caseday.dayplan.rules.team.lunch import has_lunch, wants_lunch
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
    nobody_may,
    windows_of,
)
from caseday.dayplan.rules.team.proposal import facts_of, kept, restored
from caseday.dayplan.rules.team.skills import asked_of, skills_of, skills_written
from caseday.dayplan.rules.team.timing import tour_of
from caseday.dayplan.rules.team.ways import Tour, drive_points, way, way_home

__all__ = [
    "asked_of",
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
    "has_lunch",
    "kept",
    "may_go",
    "may_stand",
    "mixed",
    "moves_of",
    "nobody_may",
    "objections_to_team",
    "personal_points",
    "plan_from",
    "points_of",
    "restored",
    "skills_of",
    "skills_written",
    "tour_of",
    "tours_of",
    "wants_lunch",
    "way",
    "way_home",
    "windows_of",
    "with_agreed_hours",
    "with_fair_shares",
]
