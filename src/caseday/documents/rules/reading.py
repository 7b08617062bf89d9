"""Which pages have text, which have to be read off their picture, and how that stands, in words."""

from collections.abc import Sequence

PAGE_BREAK = "\f"
_FEW = 16
"""Characters; a scan with a stamp of a fax machine has as many, and still has to be read."""


def pages_of(text: str) -> list[str]:
    return text.split(PAGE_BREAK) if text else []


def joined(pages: Sequence[str]) -> str:
    return PAGE_BREAK.join(page.replace(PAGE_BREAK, "\n") for page in pages)


def pages_to_read(pages: Sequence[str], count: int) -> list[int]:
    """Numbers (from 0) of pages without text of their own."""
    return [number for number, text in enumerate([*pages, *[""] * count][:count]) if len(text.strip()) < _FEW]


def text_words(state: str, done: int, pages: int | None, *, has_text: bool, can_read: bool) -> str:
    """How its text stands; "" where there is nothing to say."""
    if state in ("waiting", "reading"):
        return f"Being read: {done} of {pages or 1} pages"
    if state == "failed":
        return "Its text could not be read"
    if state == "none" and not has_text:
        return "No text yet" if can_read else "No text: OCR is not installed"
    return ""
