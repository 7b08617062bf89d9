"""What runs out of an approval, and which kinds of request ask for a report."""

from dataclasses import dataclass
from datetime import date

from caseday.cases.queries import pack_of
from caseday.followups.models import Request
from caseday.followups.rules import limit_words

REPORTS = {"records": "received"}
"""Kinds of the pack that ask for a report, and the step at which it is here."""


@dataclass(frozen=True)
class Limit:
    """An approval that is about to run out: "expires in 5 days", "1 of 12 visits left"."""

    row: Request
    words: str


def limit_of(row: Request, today: date) -> Limit | None:
    words = limit_words(
        expires_on=row.expires_on,
        approved=row.units_approved,
        used=row.units_used,
        unit_word=row.unit_word,
        today=today,
        practice=pack_of(row.case).followup_practice,
    )
    return Limit(row, words) if words else None
