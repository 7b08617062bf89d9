"""Who sees a to-do or a request, and who may change it."""

from django.db.models import Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by


def visible_to(viewer: Viewer) -> Q:
    """With a case: who sees the case. Without: whose it is, and who covers or leads them."""
    if viewer.sees_every_case:
        return Q()
    seen = Q(case__in=ids_seen_by(viewer))
    if can_work_on_cases(viewer):
        seen |= Q(case=None, staff__in=viewer.caseload_staff_ids)
    return seen


def requests_visible_to(viewer: Viewer) -> Q:
    """A request is seen with its case."""
    return Q() if viewer.sees_every_case else Q(case__in=ids_seen_by(viewer))


def can_promise(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)
