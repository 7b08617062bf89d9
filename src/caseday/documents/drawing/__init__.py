"""In: a cover sheet's facts and papers as PDF. Out: one PDF to hand over. Plain values; no database, no clock.

The same values give the same bytes: nothing here reads a clock or makes a random id.
"""

from caseday.documents.drawing.cover import Cover, Enclosed
from caseday.documents.drawing.joining import MOST_PAGES, BadPaper, Paper, draw_packet

__all__ = ["MOST_PAGES", "BadPaper", "Cover", "Enclosed", "Paper", "draw_packet"]
