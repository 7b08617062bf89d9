"""Every read of decisions and of advocacy, viewer first."""

from caseday.advocacy.models import Decision, Effort
from caseday.advocacy.queries.decisions import (
    SideBySide,
    case_of_decision,
    decisions_of_case,
    get_decision,
    open_decisions_of_case,
    side_by_side,
)
from caseday.advocacy.queries.efforts import (
    EffortRow,
    asked_choices,
    case_of_effort,
    counts_seen_by,
    efforts_between,
    efforts_of_case,
    get_effort,
    open_efforts_of_case,
    requests_to_link,
)

__all__ = [
    "Decision",
    "Effort",
    "EffortRow",
    "SideBySide",
    "asked_choices",
    "case_of_decision",
    "case_of_effort",
    "counts_seen_by",
    "decisions_of_case",
    "efforts_between",
    "efforts_of_case",
    "get_decision",
    "get_effort",
    "open_decisions_of_case",
    "open_efforts_of_case",
    "requests_to_link",
    "side_by_side",
]
