"""Who sees a case and who may work on it."""

from django.db.models import Model, Q

from caseday.access.record import Chain, case_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Assignment, Case


def visible_to(viewer: Viewer) -> Q:
    """Cases of the caseload (own, covered, the team's for its supervisor), supported ones, broken-glass ones."""
    if viewer.sees_every_case:
        return Q()
    own = Case.objects.filter(assigned_to__in=viewer.caseload_staff_ids).values("pk")
    supported = Assignment.objects.filter(staff__in=viewer.caseload_staff_ids, to_at=None).values("case_id")
    # A union, for both halves are answered by an index alone; an OR of them scans every case on PostgreSQL.
    seen = Q(pk__in=own.union(supported))
    return seen | Q(pk__in=viewer.opened_case_ids) if viewer.opened_case_ids else seen


def can_work_on(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer, who sees the case, may also change it; a closed case must be reopened first."""
    return viewer.is_system or viewer.is_case_manager or viewer.is_supervisor


def can_assign(viewer: Viewer, case: Case) -> bool:
    """Who may give a case to somebody without the receiver's acceptance."""
    return viewer.is_system or viewer.is_supervisor


def can_hand_off(viewer: Viewer, case: Case) -> bool:
    return can_work_on(viewer, case) and (
        viewer.is_system or viewer.is_supervisor or case.assigned_to_id in viewer.caseload_staff_ids
    )


def persons_seen_by(viewer: Viewer) -> Q:
    """The clients of the cases that the viewer sees, as a condition on Person."""
    return Q(pk__in=Case.objects.filter(visible_to(viewer)).values("person_id"))


def persons_of_caseload(viewer: Viewer) -> Q:
    """The clients of the cases assigned to the viewer, or to somebody they cover or lead."""
    return Q(pk__in=Case.objects.filter(assigned_to__in=viewer.caseload_staff_ids).values("person_id"))


def chain_of_row(case: Model) -> Chain:
    """Where it is recorded that a case's client was merged with another record: on the case's own chain."""
    return case_chain(case.pk)
