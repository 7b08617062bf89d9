"""Who sees a paper, and who may put in, change and send papers."""

from django.db.models import Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.record import Chain, case_chain, staff_chain
from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by
from caseday.documents.models import Document


def visible_to(viewer: Viewer) -> Q:
    """With a case: who sees the case. Not filed yet: who put it in, who covers or leads them, and auditors."""
    if viewer.sees_every_case:
        return Q()
    seen = Q(case__in=ids_seen_by(viewer))
    if can_work_on_cases(viewer):
        seen |= Q(case=None, staff__in=viewer.caseload_staff_ids)
    return seen


def can_put_in(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)


def can_change(viewer: Viewer, document: Document) -> bool:
    """Whether the viewer, who sees the paper, may describe, file, send or void it."""
    return can_work_on_cases(viewer)


def chain_of(document: Document) -> Chain:
    """Events of a paper stand with its case; until it is filed, with whoever put it in."""
    return case_chain(document.case_id) if document.case_id else staff_chain(document.staff_id)
