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
from caseday.cases.rules.numbers import (
    Found,
    Known,
    Misfiled,
    NearMiss,
    misfiled,
    near_misses,
    number_spellings,
    one_edit_from,
    pattern_of,
    spellings_to_compare,
    stands_in,
)
from caseday.cases.rules.reaching import direct_numbers, last_in_role
from caseday.cases.rules.read_back import Comparison, Difference, Kind, Step, compare, ordinal
from caseday.cases.rules.sides import Contradiction, Side, side_contradictions
from caseday.cases.rules.spoken import spell_out
from caseday.cases.rules.stages import Missing, StageStep, check_step, line_of, missing_words

__all__ = [
    "Missing",
    "StageStep",
    "check_step",
    "line_of",
    "missing_words",
    "CaseFilter",
    "Comparison",
    "Contradiction",
    "Difference",
    "Found",
    "Kind",
    "Known",
    "Misfiled",
    "NearMiss",
    "SORTS",
    "STATUSES",
    "Side",
    "Step",
    "compare",
    "direct_numbers",
    "last_in_role",
    "misfiled",
    "near_misses",
    "next_number",
    "normalize_identifier",
    "number_spellings",
    "one_edit_from",
    "ordinal",
    "pattern_of",
    "period_problem",
    "side_contradictions",
    "spell_out",
    "spellings_to_compare",
    "stage_problem",
    "stands_in",
]
