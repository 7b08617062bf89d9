"""Plain decisions: when a screen locks, which password is good enough, what a page shows, when coverage counts."""

from caseday.access.rules.locking import is_idle, may_note_activity
from caseday.access.rules.passwords import WeakPassword, weakness_of
from caseday.access.rules.shown import FIELD_GROUPS, fields_shown_on

__all__ = [
    "FIELD_GROUPS",
    "WeakPassword",
    "fields_shown_on",
    "is_idle",
    "may_note_activity",
    "weakness_of",
]
