"""Every write of reports."""

from caseday.reports.actions.correct import Corrected, add_miles, correct_trip, restore_trip

__all__ = ["Corrected", "add_miles", "correct_trip", "restore_trip"]
