"""Every read of cases, viewer first."""

from uuid import UUID

from django.db.models import QuerySet

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.permissions import visible_to
from caseday.kernel.errors import NotFound


def cases_seen_by(viewer: Viewer) -> QuerySet[Case]:
    return Case.objects.filter(visible_to(viewer))


def get_case(viewer: Viewer, case_id: UUID) -> Case:
    """The case with its person and worker, in one query; NotFound outside the viewer's sight."""
    case = cases_seen_by(viewer).select_related("person", "assigned_to").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case
