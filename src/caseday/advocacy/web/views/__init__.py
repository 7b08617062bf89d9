"""Pages of decisions and of advocacy."""

from caseday.advocacy.web.views.decisions import (
    begin_decision,
    change_decision,
    decide,
    decision,
    drop,
    page_pdf,
    reopen,
)
from caseday.advocacy.web.views.efforts import add_effort, counts, counts_csv, effort, of_case, outcome, void

__all__ = [
    "add_effort",
    "begin_decision",
    "change_decision",
    "counts",
    "counts_csv",
    "decide",
    "decision",
    "drop",
    "effort",
    "of_case",
    "outcome",
    "page_pdf",
    "reopen",
    "void",
]
