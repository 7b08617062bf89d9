"""What goes into a packet, in which order, and where each paper begins."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


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


@dataclass(frozen=True)
class PaperFacts:
    """What is known of a paper for choosing it; `kind_word` as it is shown ("Imaging report")."""

    id: UUID
    kind: str
    kind_word: str
    title: str
    received_at: datetime
    service_on: date | None = None


@dataclass(frozen=True)
class Suggestion:
    """`is_chosen`: ticked unless somebody unticks it."""

    id: UUID
    why: str
    is_chosen: bool


LATEST = ("imaging_report", "non_certification", "work_status")
"""Kinds of which an office needs the latest one."""
_ALIASES = {
    "mri": "imaging", "ct": "imaging", "xray": "imaging", "scan": "imaging", "ultrasound": "imaging",
    "film": "image", "cd": "image", "disc": "image", "disk": "image",
    "denial": "noncertification", "denied": "noncertification", "noncert": "noncertification",
    "rx": "prescription", "script": "prescription", "opnote": "operative",
}  # fmt: skip
_EMPTY = frozenset((
    "a", "an", "and", "any", "at", "bring", "copy", "copies", "for", "from", "give", "hand", "his", "her",
    "in", "it", "last", "latest", "new", "of", "on", "or", "original", "over", "paper", "papers", "please",
    "print", "printed", "take", "that", "the", "their", "this", "to", "with",
))  # fmt: skip
_SIDES = {"left", "right"}
_OF_A_SCANNER = re.compile(r"\bscan(?:s|ned)?\b", re.IGNORECASE)
"""In a paper's title it says how the file came to be, not what the paper is; in a line it is a picture of the body."""


def suggest(
    carry: Sequence[str],
    papers: Sequence[PaperFacts],
    *,
    there: Collection[UUID] = (),
    sent_here: Collection[UUID] = (),
) -> list[Suggestion]:
    """Papers for an appointment: what its lines name, the latest of the kinds that are asked for, what was sent to
    the office (`sent_here`) and never seen in its chart (`there`); then the others, newest first, not chosen.
    """
    newest = sorted(
        papers, key=lambda one: (one.service_on or one.received_at.date(), one.received_at), reverse=True
    )
    reasons: dict[UUID, str] = {}
    for line in carry:
        for one in newest:
            if one.id not in reasons and _names(line, one):
                reasons[one.id] = f"to carry: {line.strip()}"
    for kind in LATEST:
        latest = next((one for one in newest if one.kind == kind), None)
        if latest and latest.id not in reasons:
            reasons[latest.id] = f"latest {latest.kind_word[:1].lower()}{latest.kind_word[1:]}"
    for one in newest:
        if one.id in sent_here and one.id not in reasons:
            reasons[one.id] = "sent before"
    chosen = [Suggestion(paper, why, paper not in there) for paper, why in reasons.items()]
    others = [Suggestion(one.id, "", False) for one in newest if one.id not in reasons]
    return [one for one in chosen if one.is_chosen] + [one for one in chosen if not one.is_chosen] + others


def _names(line: str, paper: PaperFacts) -> bool:
    """Whether a carried line ("MRI report, left knee") means this paper: its kind is named, or most of its title.

    Never one of the other side. "Visit" alone names no visit report: a line speaks of visits for other reasons.
    """
    title = _words(_OF_A_SCANNER.sub(" ", paper.title))
    said, kind = _words(line), _words(paper.kind_word)
    if said & _SIDES and title & _SIDES and not said & title & _SIDES:
        return False
    if title and len(title & said) * 2 > len(title):
        return True
    core = kind - {"report", "visit"}
    return bool(kind) and (kind <= said or (bool(core) and core <= said))


def _words(text: str) -> set[str]:
    plain = (
        text.casefold().replace("x-ray", "xray").replace("non-cert", "noncert").replace("op note", "opnote")
    )
    found = {word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"\w+", plain)}
    return {_ALIASES.get(word, word) for word in found} - _EMPTY


def moved(order: Sequence[UUID], paper: UUID, step: int) -> list[UUID]:
    """The order with one paper a place up (-1) or down (+1)."""
    found = list(order)
    if paper not in found:
        return found
    at = found.index(paper)
    to = min(max(at + step, 0), len(found) - 1)
    found.insert(to, found.pop(at))
    return found
