"""Every read of the case file, viewer first. No tables of its own; each query's count is a tested ceiling."""

from caseday.casefile.queries.events import EventLine, StoodThen, history_of, stood_on
from caseday.casefile.queries.file import (
    CaseFile,
    JournalPage,
    case_file,
    cases_of_office,
    journal_page,
    next_column,
)
from caseday.casefile.queries.open_items import OpenItem, open_items_of
from caseday.casefile.queries.sheets import Sheet, call_sheet, handoff_sheet, visit_sheet

__all__ = [
    "CaseFile",
    "EventLine",
    "JournalPage",
    "OpenItem",
    "Sheet",
    "StoodThen",
    "call_sheet",
    "case_file",
    "cases_of_office",
    "handoff_sheet",
    "history_of",
    "journal_page",
    "next_column",
    "open_items_of",
    "stood_on",
    "visit_sheet",
]
