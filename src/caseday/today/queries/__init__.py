"""Everything that the pages of a day show, fetched once."""

from caseday.today.queries.calling import calls_of
from caseday.today.queries.closing import Closing, closing_of
from caseday.today.queries.day import Day, Drive, Frame, day_of, frame_of, with_drives
from caseday.today.queries.overnight import came_in_since

__all__ = [
    "Closing",
    "Day",
    "Drive",
    "Frame",
    "calls_of",
    "came_in_since",
    "closing_of",
    "day_of",
    "frame_of",
    "with_drives",
]
