"""What goes into a packet, in which order, and where each paper begins."""

from collections.abc import Sequence


def starts_of(page_counts: Sequence[int], *, is_double_sided: bool) -> tuple[int, ...]:
    """The page on which each paper begins, counted from the first page after the cover sheet's last sheet, from 1.

    A paper without pages (a CD) takes no place. With `is_double_sided` each begins on an odd page, a right-hand one.
    """
    starts, page = [], 1
    for count in page_counts:
        if is_double_sided and count and page % 2 == 0:
            page += 1
        starts.append(page)
        page += count
    return tuple(starts)


def pages_in_all(cover_pages: int, page_counts: Sequence[int], *, is_double_sided: bool) -> int:
    """Cover, papers, and the blank sides between them (none after the last)."""
    held = [count for count in page_counts if count]
    pages = cover_pages
    for count in held:
        pages += count + (pages % 2 if is_double_sided else 0)
    return pages
