"""The directory is shared: everybody who signs in reads it, whoever may write keeps it."""

from caseday.access.permissions import can_edit_directory

__all__ = ["can_edit_directory"]
