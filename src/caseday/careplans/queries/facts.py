"""What others ask of a plan: whether it is signed, whether it has goals, when it was reviewed."""

from datetime import date
from typing import Any

from caseday.careplans.models import CarePlan, PlanGoal, State
from caseday.careplans.queries.content import standing_of
from caseday.careplans.queries.practice import practice_of
from caseday.cases.models import Case


def plan_signed(case: Case, *, on: date, zone: Any) -> bool:
    """Whether everybody whom the program names has signed the plan as it stands. Seven queries at most."""
    plan = CarePlan.objects.filter(case=case, ended_at=None).first()
    return plan is not None and standing_of(plan, practice_of(case, on, zone)).is_signed


def goals_set(case: Case) -> bool:
    """Whether the present plan has a goal that was not given up. One query."""
    goals = PlanGoal.objects.filter(case=case, plan__ended_at=None).exclude(state=State.DROPPED)
    return goals.exists()
