"""In: lines of text. Out: small papers, drawn alike each time and kept once, with their rows on the ledger."""

import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

import typst
from PIL import Image

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.demo.ledger import Ledger
from caseday.documents.files import pictures
from caseday.documents.files.kinds import JPEG, PDF
from caseday.documents.files.store import Kept
from caseday.documents.keeping import the_store
from caseday.documents.models import Document, DocumentFile, DocumentText
from caseday.documents.permissions import chain_of
from caseday.documents.rules import joined
from caseday.kernel.words import date_in_short

MARK = "Synthetic demonstration document"
_SHEET = """
#set document(date: none)
#set page(paper: "us-letter", margin: (x: 1in, y: 0.9in),
  header: align(right, text(8pt, fill: luma(90))[#sys.inputs.mark]),
  footer: context align(center, text(8pt, fill: luma(90))[page #counter(page).display()]))
#set text(size: 11pt, hyphenate: false, lang: "en")
#text(15pt, weight: "bold", sys.inputs.sender)
#v(2mm)
#text(13pt, sys.inputs.title)
#v(4mm)
#for line in json(bytes(sys.inputs.lines)) [#text(line) #parbreak()]
#for number in range(1, int(sys.inputs.pages)) { pagebreak(); text(9pt, fill: luma(90), "Annex " + str(number)) }
"""
_DOTS_PER_INCH = 90


@dataclass(frozen=True)
class Sheet:
    """What stands on a paper."""

    sender: str
    title: str
    lines: str
    pages: int = 1
    is_scan: bool = False

    @property
    def texts(self) -> list[str]:
        first = "\n".join((MARK, self.sender, self.title, "", self.lines.strip()))
        return [first, *(f"{MARK}\nAnnex {number}" for number in range(1, self.pages))]


def draw(sheet: Sheet, form: Literal["pdf", "png"] = "pdf") -> bytes:
    asked = {
        "mark": MARK, "sender": sheet.sender, "title": sheet.title, "pages": str(sheet.pages),
        "lines": json.dumps(sheet.lines.strip().splitlines()),
    }  # fmt: skip
    return bytes(
        typst.compile(_SHEET.encode(), format=form, sys_inputs=asked, ppi=_DOTS_PER_INCH, timestamp=0)
    )


def scan(sheet: Sheet) -> bytes:
    """As a photo of the paper: gray, a little crooked, without text that a machine could read."""
    with Image.open(io.BytesIO(draw(sheet, "png"))) as drawn:
        crooked = drawn.convert("L").rotate(0.7, resample=Image.Resampling.BICUBIC, fillcolor=236)
    photo = io.BytesIO()
    crooked.point([min(245, 18 + round(dot * 0.89)) for dot in range(256)]).save(photo, "JPEG", quality=60)
    return photo.getvalue()


@cache
def _drawn(sheet: Sheet) -> tuple[bytes, bytes]:
    """The original, and the PDF made of it where it is a picture; once a process, however many agencies it builds."""
    if not sheet.is_scan:
        return draw(sheet), b""
    photo = scan(sheet)
    arrival = the_store().new_arrival()
    arrival.write_bytes(photo)
    try:
        return photo, pictures.pdf_of_pictures([(arrival, JPEG)])
    finally:
        arrival.unlink()


class Shelf:
    """The papers of one agency. A sheet that many cases share is kept once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._kept: dict[Sheet, list[tuple[str, Kept]]] = {}

    def put_in(
        self, sheet: Sheet, *, viewer: Viewer, staff: Staff, case: Case | None, at: datetime,
        read_at: datetime | None = None, **facts: Any,
    ) -> Document:  # fmt: skip
        """A paper came at that moment; `read_at`: when somebody first opened it, None for an unread one."""
        document = Document(
            case=case, staff=staff, title=facts.pop("title", sheet.title), received_at=at, pages=sheet.pages,
            text_state=Document.TextState.READ, text_pages_done=sheet.pages, **facts,
        )  # fmt: skip
        chain, files = chain_of(document), self._files(document, sheet)
        self._ledger.add(chain, "document_put_in", viewer, at, document, *files, summary=document.title)
        self._ledger.put(DocumentText(document=document, text=joined(sheet.texts)))
        if read_at:
            self._ledger.update(
                chain, "document_looked_at", viewer, read_at, document, looked_at=read_at, looked_at_by=staff
            )
        return document

    def _files(self, document: Document, sheet: Sheet) -> list[DocumentFile]:
        if sheet not in self._kept:
            forms = (JPEG if sheet.is_scan else PDF, PDF)
            self._kept[sheet] = [
                (form, _keep(one)) for form, one in zip(forms, _drawn(sheet), strict=True) if one
            ]
        stem = f"{'fax' if sheet.is_scan else 'paper'}-{document.received_at:%m%d-%H%M}"
        return [
            DocumentFile(
                document=document,
                role=DocumentFile.Role.MADE if place else DocumentFile.Role.ORIGINAL,
                sha256=kept.sha256,
                size_bytes=kept.size_bytes,
                media_type=form,
                name=f"{stem}.{'jpg' if form == JPEG else 'pdf'}",
            )
            for place, (form, kept) in enumerate(self._kept[sheet])
        ]


def _keep(content: bytes) -> Kept:
    arrival = the_store().new_arrival()
    arrival.write_bytes(content)
    return the_store().keep(arrival)


def day_words(day: date) -> str:
    return date_in_short(day)
