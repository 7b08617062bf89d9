"""Every read of care plans, viewer first."""

from caseday.careplans.queries.content import (
    Standing,
    amount_words,
    content_in,
    content_of,
    get_version,
    is_intact,
    standing_of,
)
from caseday.careplans.queries.facts import goals_set, plan_signed
from caseday.careplans.queries.household import Household, get_member, household_of
from caseday.careplans.queries.plans import (
    PARTS,
    GoalRow,
    NeedRow,
    WholePlan,
    current_plan,
    get_measure,
    get_part,
    get_plan,
    goal_row,
    plan_part,
    plans_of_case,
    reviews_of,
    versions_of,
    whole_plan,
)
from caseday.careplans.queries.practice import practice_in, practice_of, started_on
from caseday.careplans.queries.seen import case_of_measure, case_of_part, case_of_plan, case_of_version
from caseday.careplans.queries.sheets import Sheet, sheet_of
from caseday.careplans.queries.suggesting import Suggested, suggested_goals, suggested_needs
from caseday.careplans.queries.working import (
    Choice,
    OnEntry,
    goals_for_entry,
    goals_worked_on,
    work_on_goal,
)

__all__ = [
    "PARTS",
    "Choice",
    "GoalRow",
    "Household",
    "NeedRow",
    "OnEntry",
    "Sheet",
    "Standing",
    "Suggested",
    "WholePlan",
    "amount_words",
    "case_of_measure",
    "case_of_part",
    "case_of_plan",
    "case_of_version",
    "content_in",
    "content_of",
    "current_plan",
    "get_measure",
    "get_member",
    "get_part",
    "get_plan",
    "get_version",
    "goal_row",
    "goals_for_entry",
    "goals_set",
    "goals_worked_on",
    "household_of",
    "is_intact",
    "plan_part",
    "plan_signed",
    "plans_of_case",
    "practice_in",
    "practice_of",
    "reviews_of",
    "sheet_of",
    "standing_of",
    "started_on",
    "suggested_goals",
    "suggested_needs",
    "versions_of",
    "whole_plan",
    "work_on_goal",
]
