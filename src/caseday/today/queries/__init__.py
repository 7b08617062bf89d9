"""Everything that the pages of a day show, fetched once."""

from caseday.today.queries.calling import calls_of
from caseday.today.queries.closing import Closing, closing_of
from caseday.today.queries.day import Day, Frame, day_of, frame_of
from caseday.today.queries.overnight import came_in_since

__all__ = ["Closing", "Day", "Frame", "calls_of", "came_in_since", "closing_of", "day_of", "frame_of"]
