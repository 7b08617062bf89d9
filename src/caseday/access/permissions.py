"""What roles may do; which cases someone sees is decided in `cases.permissions`.

Auditors read everything and change nothing: every permission to change something is False for them.
"""

from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.kernel.errors import Refused


def require(allowed: bool, otherwise: str) -> None:
    """Raise Refused with a sentence that says who can do it, or what to do instead."""
    if not allowed:
        raise Refused(otherwise)


def can_work_on_cases(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_case_manager or viewer.is_supervisor


def can_edit_directory(viewer: Viewer) -> bool:
    return viewer.can_write


def can_manage_staff(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_administrator


def can_change_agency(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_administrator


def can_arrange_coverage(viewer: Viewer, absent_id: UUID) -> bool:
    """One's own absence, that of one's team, or anybody's as an administrator."""
    if viewer.is_system or viewer.is_administrator:
        return True
    if not can_work_on_cases(viewer):
        return False
    return viewer.staff_id == absent_id or (viewer.is_supervisor and absent_id in viewer.caseload_staff_ids)


def can_break_glass(viewer: Viewer) -> bool:
    """Only who works on cases has a reason to open one in an emergency (45 CFR 164.312(a)(2)(ii))."""
    return not viewer.is_system and can_work_on_cases(viewer)


def can_review_access(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_supervisor or viewer.is_administrator or viewer.is_auditor


def sees_licenses_of_all(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_administrator or viewer.is_auditor


def can_see_licenses(viewer: Viewer, staff_id: UUID) -> bool:
    """One's own, those of one's team as its supervisor, all as an administrator or auditor."""
    if viewer.staff_id == staff_id or sees_licenses_of_all(viewer):
        return True
    return viewer.is_supervisor and staff_id in viewer.caseload_staff_ids


def can_keep_licenses(viewer: Viewer, staff_id: UUID) -> bool:
    """Everybody their own, auditors too: it concerns no case."""
    if viewer.staff_id == staff_id or viewer.is_system or viewer.is_administrator:
        return True
    return viewer.is_supervisor and staff_id in viewer.caseload_staff_ids
