"""For the access log, whoever asks: of which case a part of a plan is."""

from uuid import UUID

from caseday.careplans.models import (
    Barrier,
    CarePlan,
    GoalMeasure,
    Intervention,
    PlanGoal,
    PlanNeed,
    PlanVersion,
)


def case_of_plan(care_plan_id: UUID) -> list[UUID]:
    return list(CarePlan.objects.filter(pk=care_plan_id).values_list("case_id", flat=True))


def case_of_part(part_id: UUID) -> list[UUID]:
    for model in (PlanGoal, PlanNeed, Intervention, Barrier):
        if found := list(model._default_manager.filter(pk=part_id).values_list("case_id", flat=True)):
            return found
    return []


def case_of_version(plan_version_id: UUID) -> list[UUID]:
    return list(PlanVersion.objects.filter(pk=plan_version_id).values_list("case_id", flat=True))


def case_of_measure(measure_id: UUID) -> list[UUID]:
    return list(GoalMeasure.objects.filter(pk=measure_id).values_list("case_id", flat=True))
