"""PDF: how many pages, the text of each, and pictures of pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from caseday.documents.files.kinds import MOST_PAGES, MOST_TEXT, PDF, Looked, Unusable

_LOCKED = "The PDF has a password. Open it, print it as a PDF without one, and upload that."
_BROKEN = "The PDF is damaged and cannot be opened. Ask for it again, or print it as a PDF, and upload that."
_TOO_LONG = f"The PDF has more than {MOST_PAGES} pages. Split it, and upload the parts."
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_WIDEST, _TALLEST = 1600, 4000


@contextmanager
def opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower()
        raise Unusable(_LOCKED if is_locked else _BROKEN) from None
    try:
        yield document
    finally:
        document.close()


def look_at_pdf(path: Path) -> Looked:
    """Every page is opened, so that a broken one is found before the file is kept."""
    with opened(path) as document:
        count = len(document)
        if not 0 < count <= MOST_PAGES:
            raise Unusable(_TOO_LONG if count else _BROKEN)
        return Looked(media_type=PDF, pages=count, texts=tuple(_texts(document)))


def _texts(document: pdfium.PdfDocument) -> Iterator[str]:
    left = MOST_TEXT
    for number in range(len(document)):
        text = _text_of(document, number)[: max(0, left)]
        left -= len(text)
        yield text


def _text_of(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        raise Unusable(_BROKEN) from None
    try:
        words = page.get_textpage()
        text = str(words.get_text_bounded())
        words.close()
    except pdfium.PdfiumError:
        text = ""
    finally:
        page.close()
    return text.replace("\r\n", "\n").replace("\0", "").replace("\f", "\n").strip()


def draw_pages(path: Path, numbers: list[int], width: int, folder: Path) -> list[int]:
    """PNG pictures `<number>.png` of pages (from 0) into `folder`; the numbers that exist."""
    drawn = []
    with opened(path) as document:
        for number in numbers:
            if 0 <= number < len(document):
                _draw(document, number, width).save(folder / f"{number}.png")
                drawn.append(number)
    return drawn


def _draw(document: pdfium.PdfDocument, number: int, width: int):  # type: ignore[no-untyped-def]  # a Pillow image
    page = document[number]
    try:
        wide, tall = page.get_size()
        scale = min(min(width, _WIDEST) / max(wide, 1.0), _TALLEST / max(tall, 1.0))
        picture = page.render(scale=scale, may_draw_forms=False).to_pil()
    finally:
        page.close()
    return picture.convert("P", palette=1, colors=64) if _is_gray(picture) else picture


def _is_gray(picture) -> bool:  # type: ignore[no-untyped-def]
    small = picture.convert("RGB").resize((32, 32))
    dots = iter(small.tobytes())
    return all(max(dot) - min(dot) < 12 for dot in zip(dots, dots, dots, strict=True))
