"""Who sees a case and who may work on it."""

from django.db.models import Exists, OuterRef, Q

from caseday.access.viewer import Viewer
from caseday.cases.models import Assignment, Case


def visible_to(viewer: Viewer) -> Q:
    """Cases of the caseload (own, covered, the team's for its supervisor), supported ones, and opened by breaking the glass."""
    if viewer.sees_every_case:
        return Q()
    supported = Assignment.objects.filter(case=OuterRef("pk"), staff__in=viewer.caseload_staff_ids, to_at=None)
    return Q(assigned_to__in=viewer.caseload_staff_ids) | Exists(supported) | Q(pk__in=viewer.opened_case_ids)


def can_work_on(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer, who sees the case, may also change it; a closed case must be reopened first."""
    return viewer.is_system or viewer.is_case_manager or viewer.is_supervisor


def persons_seen_by(viewer: Viewer) -> Q:
    """The clients of the cases that the viewer sees, as a condition on Person."""
    return Q(pk__in=Case.objects.filter(visible_to(viewer)).values("person_id"))
