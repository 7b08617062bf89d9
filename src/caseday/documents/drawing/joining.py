"""Papers put behind the cover sheet, each with a bookmark, every page stamped."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from io import BytesIO
from typing import Any

import pikepdf

from caseday.documents.drawing.cover import draw_cover, draw_stamps
from caseday.documents.drawing.plain import MOST_PAGES, BadPaper, Cover, Enclosed, Paper
from caseday.documents.drawing.setting import plain_text
from caseday.documents.drawing.stamping import stamp
from caseday.documents.rules.packets import pages_in_all, starts_of

HARMLESS = ("/URI", "/GoTo")


def draw_packet(
    cover: Cover, papers: Sequence[Paper], *, paper_size: str = "letter", is_double_sided: bool = False
) -> bytes:
    """Raises BadPaper. With `is_double_sided` each paper begins on a right-hand page."""
    code = code_of(cover, papers, paper_size=paper_size, is_double_sided=is_double_sided)
    with ExitStack() as opened:
        sources = [_opened(opened, place, paper) for place, paper in enumerate(papers)]
        counts = [len(one.pages) if one is not None else 0 for one in sources]
        if sum(counts) > MOST_PAGES:
            longest = counts.index(max(counts))
            raise BadPaper(
                longest, f"More than {MOST_PAGES} pages are too many for one packet. Make two of it."
            )
        listed = _listed(papers, counts, is_double_sided)
        sheet = draw_cover(cover, listed, code=code, paper_size=paper_size, is_double_sided=is_double_sided)
        front = opened.enter_context(pikepdf.open(BytesIO(sheet)))
        total = pages_in_all(len(front.pages), counts, is_double_sided=is_double_sided)
        marks = draw_stamps(code=code, pages=total, paper_size=paper_size)
        stamps = opened.enter_context(pikepdf.open(BytesIO(marks)))
        joined = _Joined(opened, stamps, is_double_sided=is_double_sided)
        joined.add("Cover sheet", front)
        for paper, source in zip(papers, sources, strict=True):
            if source is not None:
                joined.add(paper.title, source)
        return joined.finish(cover, code)


def _listed(papers: Sequence[Paper], counts: Sequence[int], is_double_sided: bool) -> list[Enclosed]:
    starts = starts_of(counts, is_double_sided=is_double_sided)
    return [
        Enclosed(one.title, one.kind, one.service_on, count or None, start if count else None)
        for one, count, start in zip(papers, counts, starts, strict=True)
    ]


def code_of(cover: Cover, papers: Sequence[Paper], *, paper_size: str, is_double_sided: bool) -> str:
    """Eight characters that stand for the content: printed on every page, so that loose pages find together."""
    contents = [
        [one.title, one.kind, str(one.service_on), hashlib.sha256(one.pdf or b"").hexdigest()]
        for one in papers
    ]
    plain = json.dumps([asdict(cover), contents, paper_size, is_double_sided], default=str)
    found = hashlib.sha256(plain.encode()).hexdigest().upper()
    return f"{found[:4]}-{found[4:8]}"


def _opened(opened: ExitStack, place: int, paper: Paper) -> pikepdf.Pdf | None:
    if paper.pdf is None:
        return None
    try:
        pdf = opened.enter_context(pikepdf.open(BytesIO(paper.pdf)))
        if not len(pdf.pages):
            raise BadPaper(place, f"“{paper.title}” has no pages. Take it out, or upload it again.")
        _flatten_forms(pdf)
    except pikepdf.PasswordError:
        sentence = f"“{paper.title}” is locked with a password. Upload it without one, or take it out."
        raise BadPaper(place, sentence) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        sentence = f"“{paper.title}” is damaged and cannot be read as a PDF. Upload it again, or take it out."
        raise BadPaper(place, sentence) from None
    return pdf


def _flatten_forms(pdf: pikepdf.Pdf) -> None:
    """What was typed into a form becomes part of the page, else it is lost when pages change documents."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("print")


def _disarm(page: pikepdf.Page) -> None:
    """Nothing in a paper runs: no scripts or programs when a page opens or something on it is tapped."""
    for one in (page.obj, *page.obj.get("/Annots", [])):
        if "/AA" in one:
            del one["/AA"]
        if "/A" in one and one.A.get("/S") not in HARMLESS:
            del one["/A"]


class _Joined:
    def __init__(self, opened: ExitStack, stamps: pikepdf.Pdf, *, is_double_sided: bool) -> None:
        self.pdf = opened.enter_context(pikepdf.Pdf.new())
        self.stamps = stamps
        self.is_double_sided = is_double_sided
        self.marks: list[tuple[str, int]] = []

    def add(self, title: str, source: pikepdf.Pdf) -> None:
        if self.is_double_sided and len(self.pdf.pages) % 2:
            self.pdf.pages.append(self.stamps.pages[-1])
        self.marks.append((plain_text(title), len(self.pdf.pages)))
        for page in source.pages:
            _disarm(page)
        self.pdf.pages.extend(source.pages)

    def finish(self, cover: Cover, code: str) -> bytes:
        for at, page in enumerate(self.pdf.pages):
            stamp(self.pdf, page, self.stamps.pages[at], f"/CasedayStamp{at + 1}")
        with self.pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, at) for title, at in self.marks)
        self._describe(cover, code)
        out = BytesIO()
        self.pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            min_version="1.7",
        )
        return out.getvalue()

    def _describe(self, cover: Cover, code: str) -> None:
        root = self.pdf.Root
        root.PageMode = pikepdf.Name.UseOutlines
        root.Lang = pikepdf.String("en")
        wishes: dict[str, Any] = {"/DisplayDocTitle": True}
        if self.is_double_sided:
            wishes["/Duplex"] = pikepdf.Name.DuplexFlipLongEdge
        root.ViewerPreferences = pikepdf.Dictionary(wishes)
        self.pdf.docinfo["/Title"] = pikepdf.String(plain_text(f"Papers about {cover.re} ({code})"))
        self.pdf.docinfo["/Author"] = pikepdf.String(plain_text(cover.agency))
