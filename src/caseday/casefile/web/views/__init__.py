"""Views of the case file."""

from caseday.casefile.web.views.calling import call
from caseday.casefile.web.views.flags import flags
from caseday.casefile.web.views.messages import messages
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
from caseday.casefile.web.views.read_back import compare_number, numbers, read_back
from caseday.casefile.web.views.work_status import record_work_status

__all__ = [
    "as_of",
    "call",
    "call_sheet",
    "case",
    "cases_of_office",
    "close",
    "compare_number",
    "flags",
    "handoff_sheet",
    "history",
    "journal",
    "messages",
    "numbers",
    "read_back",
    "record_work_status",
    "visit_sheet",
]
