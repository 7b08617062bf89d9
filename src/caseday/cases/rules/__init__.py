"""In: plain values of a case. Out: steps, how numbers compare and where they stand, sides of the body, work status."""

from caseday.cases.rules.case import (
    SORTS,
    STATUSES,
    CaseFilter,
    next_number,
    normalize_identifier,
    period_problem,
    stage_problem,
)
from caseday.cases.rules.read_back import Comparison, Difference, Kind, Step, compare, ordinal
from caseday.cases.rules.spoken import spell_out

__all__ = [
    "SORTS",
    "STATUSES",
    "CaseFilter",
    "Comparison",
    "Difference",
    "Kind",
    "Step",
    "compare",
    "next_number",
    "normalize_identifier",
    "ordinal",
    "period_problem",
    "spell_out",
    "stage_problem",
]
