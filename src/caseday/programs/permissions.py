"""Who words an agency's packs. Everybody reads what is published."""

from caseday.access.viewer import Viewer


def can_word_packs(viewer: Viewer) -> bool:
    """Write drafts, for the agency or for a payer."""
    return viewer.is_system or viewer.is_administrator or viewer.is_supervisor


def can_publish_packs(viewer: Viewer) -> bool:
    """Put a draft in force, and take a version back."""
    return viewer.is_system or viewer.is_administrator


def can_read_drafts(viewer: Viewer) -> bool:
    return can_word_packs(viewer) or viewer.is_auditor
