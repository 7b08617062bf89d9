"""Every write of reports."""

from caseday.reports.actions.correct import Corrected, add_miles, correct_trip, restore_trip
from caseday.reports.actions.keep import keep_trips

__all__ = ["Corrected", "add_miles", "correct_trip", "keep_trips", "restore_trip"]
