"""What comes in as files and goes out as files."""

from caseday.exchange.actions.agency import Moved, export_agency, import_agency
from caseday.exchange.actions.calendar import CalendarReport, import_calendar
from caseday.exchange.actions.cases import CasesReport, import_cases, read_columns
from caseday.exchange.actions.resources import (
    ResourcesReport,
    import_resources,
    read_resources,
    read_resources_in,
)
from caseday.exchange.actions.sealed import SealedCount, check_passphrase, count_in, numbers

__all__ = [
    "CalendarReport",
    "CasesReport",
    "Moved",
    "ResourcesReport",
    "SealedCount",
    "check_passphrase",
    "count_in",
    "export_agency",
    "import_agency",
    "import_calendar",
    "import_cases",
    "import_resources",
    "numbers",
    "read_columns",
    "read_resources",
    "read_resources_in",
]
