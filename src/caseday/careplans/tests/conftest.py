"""A case of Nora's with a plan: one need, one goal with a measure, one intervention, one barrier."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from caseday.careplans import actions
from caseday.careplans.models import Barrier, CarePlan, Intervention, PlanGoal, PlanNeed
from caseday.cases.models import Case
from caseday.testing.make import make_case


@dataclass
class Planned:
    case: Case
    plan: CarePlan
    need: PlanNeed
    goal: PlanGoal
    done: Intervention
    barrier: Barrier


@pytest.fixture
def case(cast):
    return make_case(cast.nora)


@pytest.fixture
def plan(case, nora, now):
    return actions.start_plan(actor=nora, now=now, case_id=case.pk)


@pytest.fixture
def planned(plan, nora, now):
    def add(part, **values):
        return actions.add_part(actor=nora, now=now, care_plan_id=plan.pk, part=part, values=values)

    need = add("needs", text="Walking hurts", words="I cannot get to the bus", source="client", code="")
    goal = add(
        "goals", text="Walks to the bus stop", words="I want to go to church by myself", need_id=need.pk,
        measure="Steps a day", unit="steps", start_value=Decimal(500), target_value=Decimal(3000),
        by_on=date(2026, 5, 1),
    )  # fmt: skip
    done = add("interventions", text="Walks with her daughter", who="family", who_name="Lucia", how_often="daily",
               goal_id=goal.pk)  # fmt: skip
    barrier = add("barriers", text="No ramp at the door", action="Landlord asked on Monday", goal_id=goal.pk)
    plan.refresh_from_db()
    return Planned(plan.case, plan, need, goal, done, barrier)
