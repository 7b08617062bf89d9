"""In: a cover sheet's facts and papers as PDF. Out: one PDF to hand over. Plain values; no database, no clock.

The same values give the same bytes: nothing here reads a clock or makes a random id.
"""

from collections.abc import Iterable, Sequence

from caseday.documents.drawing.plain import MOST_PAGES, BadPaper, Cover, Enclosed, Paper
from caseday.documents.rules.letters import unusual_letters

__all__ = ["MOST_PAGES", "BadPaper", "Cover", "Enclosed", "Paper", "draw_packet", "missing_letters"]


def draw_packet(
    cover: Cover, papers: Sequence[Paper], *, paper_size: str = "letter", is_double_sided: bool = False
) -> bytes:
    """As `joining` does it; the libraries for it are loaded with the first packet, not with the server."""
    from caseday.documents.drawing import joining

    return joining.draw_packet(cover, papers, paper_size=paper_size, is_double_sided=is_double_sided)


def missing_letters(texts: Iterable[str]) -> str:
    """Those that cannot be printed here; for everyday letters nothing is loaded and nothing drawn."""
    unusual = unusual_letters(texts)
    if not unusual:
        return ""
    from caseday.documents.drawing import cover

    return cover.missing_letters([unusual])
