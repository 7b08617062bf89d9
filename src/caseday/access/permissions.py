"""What roles may do; which cases someone sees is decided in `cases.permissions`."""

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


def can_review_access(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_supervisor or viewer.is_administrator or viewer.is_auditor
