"""A stamp in the lower right corner of a page as it is looked at: any size, any rotation, any origin."""

from typing import Any

import pikepdf

Box = tuple[float, float, float, float]

LETTER_WIDTH = 612
MARGIN = 14
SMALLEST, WIDEST = 0.7, 0.9
"""Smallest scale that can be read; widest share of a page's width."""


def stamp(pdf: pikepdf.Pdf, page: pikepdf.Page, mark: pikepdf.Page, name: str) -> None:
    _, _, mark_width, mark_height = (float(one) for one in mark.mediabox)
    box = corner_of(_box(page), _turns(page), mark_width, mark_height)
    drawn = pdf.copy_foreign(mark.as_form_xobject())
    key = page.add_resource(drawn, pikepdf.Name.XObject, pikepdf.Name(_free(page, name)))
    placed = page.calc_form_xobject_placement(
        drawn, key, pikepdf.Rectangle(*box), invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + placed)


def corner_of(box: Box, turns: int, width: float, height: float) -> Box:
    """Where the mark goes, in the page's own coordinates; `turns` are clockwise quarters."""
    left, bottom, right, top = box
    across, down = (top - bottom, right - left) if turns % 2 else (right - left, top - bottom)
    scale = min(max(min(across, down) / LETTER_WIDTH, SMALLEST), WIDEST * across / width)
    wide, high, gap = width * scale, height * scale, min(MARGIN * scale, 0.05 * across)
    if turns == 1:
        return right - gap - high, top - gap - wide, right - gap, top - gap
    if turns == 2:
        return left + gap, top - gap - high, left + gap + wide, top - gap
    if turns == 3:
        return left + gap, bottom + gap, left + gap + high, bottom + gap + wide
    return right - gap - wide, bottom + gap, right - gap, bottom + gap + high


def _box(page: pikepdf.Page) -> Box:
    """What is shown: the crop box within the media box. A crop that shows nothing of the page is taken away."""
    (a, b, c, d), (e, f, g, h) = _sorted(page.mediabox), _sorted(page.cropbox)
    left, bottom, right, top = max(a, e), max(b, f), min(c, g), min(d, h)
    if right > left and top > bottom:
        return left, bottom, right, top
    del page.obj["/CropBox"]
    return a, b, c, d


def _sorted(box: pikepdf.Array) -> Box:
    left, bottom, right, top = (float(one) for one in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _turns(page: pikepdf.Page) -> int:
    return int(page.obj.get("/Rotate", 0)) // 90 % 4


def _free(page: pikepdf.Page, name: str) -> str:
    """A paper may itself be a packet with stamps: theirs keep their names."""
    taken: Any = page.resources.get("/XObject", {})
    while name in taken:
        name += "x"
    return name
