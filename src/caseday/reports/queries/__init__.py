"""Every read of reports, viewer first."""

from caseday.reports.queries.miles import (
    OUT_OF_SIGHT,
    CaseWords,
    DayOfTrips,
    Miles,
    Row,
    get_driver,
    get_trip,
    miles_between,
    people_to_read,
    trips_to_keep,
)

__all__ = [
    "OUT_OF_SIGHT",
    "CaseWords",
    "DayOfTrips",
    "Miles",
    "Row",
    "get_driver",
    "get_trip",
    "miles_between",
    "people_to_read",
    "trips_to_keep",
]
