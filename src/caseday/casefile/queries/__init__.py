"""Every read of the case file, viewer first. No tables of its own; each query's count is a tested ceiling."""

from caseday.casefile.queries.calling import CallCard, Callee, call_card, callee_named
from caseday.casefile.queries.events import EventLine, StoodThen, history_of, stood_on
from caseday.casefile.queries.file import (
    CaseFile,
    JournalPage,
    case_file,
    cases_of_office,
    journal_page,
    next_column,
)
from caseday.casefile.queries.flags import flags_of_activity, flags_of_document, flags_of_entries
from caseday.casefile.queries.kin import kin_card
from caseday.casefile.queries.numbers import (
    Place,
    ReadBackPage,
    Suspect,
    open_corrections,
    places_of_number,
    read_back_page,
    suspects_of,
)
from caseday.casefile.queries.open_items import OpenItem, open_items_of
from caseday.casefile.queries.papers import papers_to_stand_on
from caseday.casefile.queries.sheets import Sheet, call_sheet, handoff_sheet, visit_sheet

__all__ = [
    "CallCard",
    "Callee",
    "CaseFile",
    "EventLine",
    "JournalPage",
    "OpenItem",
    "Place",
    "ReadBackPage",
    "Sheet",
    "StoodThen",
    "Suspect",
    "call_card",
    "kin_card",
    "call_sheet",
    "callee_named",
    "case_file",
    "cases_of_office",
    "flags_of_activity",
    "flags_of_document",
    "flags_of_entries",
    "handoff_sheet",
    "history_of",
    "journal_page",
    "next_column",
    "open_corrections",
    "open_items_of",
    "papers_to_stand_on",
    "places_of_number",
    "read_back_page",
    "stood_on",
    "suspects_of",
    "visit_sheet",
]
