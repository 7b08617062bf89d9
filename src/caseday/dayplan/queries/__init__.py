"""Every read of the day plan."""

from caseday.dayplan.queries.ahead import places_ahead
from caseday.dayplan.queries.lookups import Unplaced, unplaced
from caseday.dayplan.queries.travel import known_between, recorded_drives, travels_of, trouble_of

__all__ = [
    "Unplaced",
    "known_between",
    "places_ahead",
    "recorded_drives",
    "travels_of",
    "trouble_of",
    "unplaced",
]
