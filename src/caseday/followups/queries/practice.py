"""How widely the database is asked, before the practice of each case's program says what stands out."""

from caseday.programs.queries import known_packs


def longest_approval_days() -> int:
    return max(one.followup_practice.approval_days.count for one in known_packs())


def longest_expired_days() -> int:
    return max(one.followup_practice.expired_days.count for one in known_packs())


def most_approval_units() -> int:
    return max(one.followup_practice.approval_units.count for one in known_packs())
