"""Whose miles one reads, and who may correct them."""

from uuid import UUID

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer


def can_read_miles(viewer: Viewer, staff_id: UUID) -> bool:
    """One's own; a supervisor those of the team; auditors everybody's. Covering for somebody does not show them."""
    if viewer.sees_every_case or staff_id == viewer.staff_id:
        return True
    return viewer.is_supervisor and staff_id in viewer.caseload_staff_ids


def can_correct_miles(viewer: Viewer, staff_id: UUID) -> bool:
    return can_work_on_cases(viewer) and can_read_miles(viewer, staff_id)
