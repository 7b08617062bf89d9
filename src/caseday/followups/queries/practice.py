"""How widely the database is asked, before the practice of each case's program says what stands out."""

from caseday.programs.queries import all_packs, known_packs
from caseday.programs.rules.versions import MOST_APPROVAL_UNITS


def longest_approval_days() -> int:
    return max(one.followup_practice.approval_days.count for one in known_packs())


def longest_expired_days() -> int:
    return max(one.followup_practice.expired_days.count for one in known_packs())


def most_approval_units() -> int:
    return max(MOST_APPROVAL_UNITS, *(one.followup_practice.approval_units.count for one in all_packs()))
