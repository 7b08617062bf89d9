"""Who sees a referral: whoever took it or is to get it, their stand-ins and supervisors, auditors."""

from django.db.models import Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer

__all__ = ["can_work_on_cases", "visible_to"]


def visible_to(viewer: Viewer) -> Q:
    if viewer.sees_every_case:
        return Q()
    mine = viewer.caseload_staff_ids
    return Q(taken_by__in=mine) | Q(assign_to__in=mine)
