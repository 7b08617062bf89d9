"""What comes in as files and goes out as files."""

from caseday.exchange.actions.agency import export_agency, import_agency
from caseday.exchange.actions.calendar import CalendarReport, import_calendar

__all__ = ["CalendarReport", "export_agency", "import_agency", "import_calendar"]
