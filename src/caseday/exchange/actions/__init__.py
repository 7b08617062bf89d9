"""What comes in as files and goes out as files."""

from caseday.exchange.actions.agency import export_agency, import_agency
from caseday.exchange.actions.calendar import CalendarReport, import_calendar
from caseday.exchange.actions.cases import CasesReport, import_cases, read_columns

__all__ = [
    "CalendarReport",
    "CasesReport",
    "export_agency",
    "import_agency",
    "import_calendar",
    "import_cases",
    "read_columns",
]
