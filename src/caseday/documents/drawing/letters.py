"""Which letters no font here has: those that Typst carries, and those of the machine where these do not do."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

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
    return any(_MISSING in _glyphs(shown) for shown in _shown_on(page))


def _shown_on(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """What the page's text operators show: TJ has pieces, with the gaps between them."""
    for one in pikepdf.parse_content_stream(page, "Tj TJ"):
        operands: Any = one.operands
        yield from operands[0] if str(one.operator) == "TJ" else operands


def _glyphs(shown: object) -> list[bytes]:
    """Two bytes a glyph; none in a gap."""
    data = bytes(shown) if isinstance(shown, pikepdf.String) else b""
    return [data[at : at + 2] for at in range(0, len(data), 2)]
