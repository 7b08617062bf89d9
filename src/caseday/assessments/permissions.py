"""Who sees an assessment, and who may give one."""

from django.db.models import Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by

ONLY_WORKERS = "Only case managers and supervisors give assessments."
ONLY_ADMINISTRATORS = "Only an administrator decides which instruments the agency may use."


def visible_to(viewer: Viewer) -> Q:
    """An assessment is seen with its case."""
    return Q() if viewer.sees_every_case else Q(case__in=ids_seen_by(viewer))


def can_give(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)


def can_hold_instruments(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_administrator
