"""Decisions and efforts are seen with their case; who works on cases may write them."""

from django.db.models import Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by

ONLY_WORKERS = "Only case managers and supervisors write this. Ask the case's case manager."


def visible_to(viewer: Viewer) -> Q:
    return Q() if viewer.sees_every_case else Q(case__in=ids_seen_by(viewer))


def can_write(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)
