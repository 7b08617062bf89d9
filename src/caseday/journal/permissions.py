"""Who sees what happened, and who may write about it."""

from django.db.models import Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by
from caseday.journal.models import Activity


def visible_to(viewer: Viewer) -> Q:
    """With a case: who sees the case. Without: whoever did it, who covers or leads them, and auditors."""
    if viewer.sees_every_case:
        return Q()
    seen = Q(case__in=ids_seen_by(viewer))
    if can_work_on_cases(viewer):
        seen |= Q(case=None, staff__in=viewer.caseload_staff_ids)
    return seen


def can_record(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)


def can_change(viewer: Viewer, activity: Activity) -> bool:
    """Whoever did it, covers for them, or leads them."""
    return viewer.is_system or (can_work_on_cases(viewer) and activity.staff_id in viewer.caseload_staff_ids)


def can_write_note(viewer: Viewer, activity: Activity) -> bool:
    """Written and signed by who was there; a stand-in or supervisor signs with their own name."""
    return can_change(viewer, activity)
