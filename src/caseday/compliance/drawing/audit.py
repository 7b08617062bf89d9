"""The sheets of an audit, set by Typst; all text goes in as data, never as markup."""

from pathlib import Path
from typing import Any

from caseday.documents.drawing.setting import each_text, plain_text, set_sheet

_HERE = Path(__file__).parent
_PAPERS = {"letter": "us-letter", "a4": "a4"}


def draw_audit(data: dict[str, Any], *, paper_size: str) -> bytes:
    """The same audit gives the same bytes. The machine's fonts help with letters that Typst's own lack."""
    shown = each_text(
        {**data, "paper": _PAPERS[paper_size]}, lambda text: plain_text(text).replace("\n", " ")
    )
    return set_sheet(_HERE / "audit.typ", shown, with_system_fonts=True)
