"""In: a cover sheet's facts and papers as PDF. Out: one PDF to hand over. Plain values; no database, no clock.

The same values give the same bytes: nothing here reads a clock or makes a random id.
"""

from collections.abc import Sequence

from caseday.documents.drawing.plain import MOST_PAGES, BadPaper, Cover, Enclosed, Paper

__all__ = ["MOST_PAGES", "BadPaper", "Cover", "Enclosed", "Paper", "draw_packet"]


def draw_packet(
    cover: Cover, papers: Sequence[Paper], *, paper_size: str = "letter", is_double_sided: bool = False
) -> bytes:
    """As `joining` does it; the libraries for it are loaded with the first packet, not with the server."""
    from caseday.documents.drawing import joining

    return joining.draw_packet(cover, papers, paper_size=paper_size, is_double_sided=is_double_sided)
