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

__all__ = [
    "as_of",
    "call_sheet",
    "case",
    "cases_of_office",
    "close",
    "handoff_sheet",
    "history",
    "journal",
    "visit_sheet",
]
