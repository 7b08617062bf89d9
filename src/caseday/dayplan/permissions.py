"""Whose day somebody may look at, and whose they may plan."""

from uuid import UUID

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer


def can_look_at_day(viewer: Viewer, staff_id: UUID) -> bool:
    """One's own, those of who one covers or leads; auditors every one."""
    return viewer.sees_every_case or staff_id in {viewer.staff_id, *viewer.caseload_staff_ids}


def can_plan_day(viewer: Viewer, staff_id: UUID) -> bool:
    """What is pinned or put off is decided by whose day it is."""
    return can_work_on_cases(viewer) and viewer.staff_id == staff_id


def can_plan_team(viewer: Viewer) -> bool:
    """Whose visit goes to whom is decided by who leads the team."""
    return viewer.is_supervisor
