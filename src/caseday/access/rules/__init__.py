"""Plain decisions: when a screen locks, which password is good enough, what a page shows, when coverage counts."""

from caseday.access.rules.coverage import counts_on, state_on
from caseday.access.rules.licenses import (
    CATEGORIES,
    LicenseKind,
    Requirement,
    credentials_on,
    license_kind,
    license_kinds,
    requirement_of,
)
from caseday.access.rules.locking import is_idle, may_note_activity
from caseday.access.rules.loopback import is_this_machine, without_port
from caseday.access.rules.passwords import WeakPassword, weakness_of
from caseday.access.rules.shown import FIELD_GROUPS, fields_shown_on

__all__ = [
    "CATEGORIES",
    "FIELD_GROUPS",
    "LicenseKind",
    "Requirement",
    "WeakPassword",
    "counts_on",
    "credentials_on",
    "fields_shown_on",
    "is_idle",
    "is_this_machine",
    "license_kind",
    "license_kinds",
    "may_note_activity",
    "requirement_of",
    "state_on",
    "weakness_of",
    "without_port",
]
