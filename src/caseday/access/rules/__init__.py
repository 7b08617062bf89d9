"""Plain decisions: when a screen locks, which password is good enough, what a page shows, when coverage counts."""

from caseday.access.rules.coverage import counts_on, state_on
from caseday.access.rules.locking import is_idle, may_note_activity
from caseday.access.rules.loopback import is_this_machine, without_port
from caseday.access.rules.passwords import WeakPassword, weakness_of
from caseday.access.rules.shown import FIELD_GROUPS, fields_shown_on

__all__ = [
    "FIELD_GROUPS",
    "WeakPassword",
    "counts_on",
    "fields_shown_on",
    "is_idle",
    "is_this_machine",
    "may_note_activity",
    "state_on",
    "weakness_of",
    "without_port",
]
