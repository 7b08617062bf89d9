"""A plan is seen with its case. Who works on the case keeps it; readers read it."""

from django.db.models import Q

from caseday.access.viewer import Viewer
from caseday.careplans.models import CarePlan
from caseday.cases.permissions import can_work_on, ids_seen_by


def visible_to(viewer: Viewer) -> Q:
    return Q() if viewer.sees_every_case else Q(case__in=ids_seen_by(viewer))


def can_keep_plan(viewer: Viewer, plan: CarePlan) -> bool:
    """An ended plan stays as it is; a closed case must be reopened first."""
    return can_work_on(viewer, plan.case) and plan.case.status != "closed" and plan.ended_at is None
