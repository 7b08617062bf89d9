"""Which letters no font here has: those that Typst carries, and those of the machine where these do not do."""

import json
from io import BytesIO

import pikepdf
import typst

_EACH_ON_A_PAGE = b"""#set document(date: none)
#set text(font: "Libertinus Serif")
#for one in json(bytes(sys.inputs.letters)) { page(width: 40pt, height: 40pt, margin: 2pt)[#one] }"""
_MISSING = b"\x00\x00"
"""Glyph 0 of any font is the box that stands for what it lacks."""


def not_drawn(letters: str, *, with_system_fonts: bool) -> str:
    """Those that come out as a box. Ten milliseconds and more: ask only for what is unusual."""
    if not letters:
        return ""
    drawn = typst.compile(
        _EACH_ON_A_PAGE,
        ignore_system_fonts=not with_system_fonts,
        format="pdf",
        sys_inputs={"letters": json.dumps(list(letters))},
        pdf_tags=False,
    )
    with pikepdf.open(BytesIO(bytes(drawn))) as pdf:
        return "".join(one for one, page in zip(letters, pdf.pages, strict=True) if _has_box(page))


def _has_box(page: pikepdf.Page) -> bool:
    shown = (
        part
        for operands, operator in pikepdf.parse_content_stream(page, "Tj TJ")
        for part in (operands[0] if str(operator) == "TJ" else operands)
    )
    return any(
        bytes(part)[at : at + 2] == _MISSING
        for part in shown
        if isinstance(part, pikepdf.String)
        for at in range(0, len(bytes(part)), 2)
    )
