"""Views of the case file."""

from caseday.casefile.web.views.pages import (
    as_of,
    call_sheet,
    case,
    cases_of_office,
    close,
    handoff_sheet,
    history,
    journal,
    visit_sheet,
)
from caseday.casefile.web.views.read_back import compare_number, read_back

__all__ = [
    "as_of",
    "call_sheet",
    "case",
    "cases_of_office",
    "close",
    "compare_number",
    "handoff_sheet",
    "history",
    "journal",
    "read_back",
    "visit_sheet",
]
