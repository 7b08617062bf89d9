"""In: one line in ordinary words, the local moment, and the people, offices and cases that it may name.
Out: what the line says happened and what is to be done next, each with where it was said and how sure it is.
"""

from caseday.journal.rules.capture.result import (
    KINDS,
    RESULTS,
    Candidates,
    Captured,
    CasePerson,
    Contact,
    Found,
    Promise,
    Whom,
)
from caseday.journal.rules.capture.understand import understand

__all__ = [
    "KINDS",
    "RESULTS",
    "Candidates",
    "Captured",
    "CasePerson",
    "Contact",
    "Found",
    "Promise",
    "Whom",
    "understand",
]
