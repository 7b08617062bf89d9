"""In: what a message says, and what is known of the cases it may be about. Out: where it belongs, how surely, why."""

from caseday.correspondence.rules.matching.deciding import MARGIN, THRESHOLD, decide
from caseday.correspondence.rules.matching.found import Match, Matched
from caseday.correspondence.rules.matching.known import CaseFacts, Evidence, Exact, Tie
from caseday.correspondence.rules.matching.names import ClientName
from caseday.correspondence.rules.matching.said import Said, case_numbers_in

__all__ = [
    "CaseFacts",
    "ClientName",
    "Evidence",
    "Exact",
    "MARGIN",
    "Match",
    "Matched",
    "Said",
    "THRESHOLD",
    "Tie",
    "case_numbers_in",
    "decide",
]
