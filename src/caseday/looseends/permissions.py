"""Whose loose ends one sees: one's own and those of the people one covers; a supervisor those of a team member."""

from uuid import UUID

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer


def can_look_at(viewer: Viewer, staff_id: UUID) -> bool:
    return can_work_on_cases(viewer) and staff_id in viewer.caseload_staff_ids


def can_arrange(viewer: Viewer) -> bool:
    """Snooze, pin and order are a person's own."""
    return can_work_on_cases(viewer) and viewer.staff_id is not None
