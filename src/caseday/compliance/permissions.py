"""Who sees how cases are documented: whoever sees the case. Nothing here is written by hand."""

from caseday.access.viewer import Viewer


def can_audit(viewer: Viewer) -> bool:
    """Draw a sample or hand in a list: everybody of the cases in their own sight."""
    return viewer.is_auditor or viewer.is_supervisor or viewer.is_case_manager
