"""PDF files for tests, and what is in a drawn one, read back by another library than the one that drew it."""

from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2


def make_pdf(
    pages: int = 1, *, width: float = 612, height: float = 792, word: str = "page", **keys: Any
) -> bytes:
    """`keys` are set on every page: Rotate=90, CropBox=[…]."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(width, height))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream(
                f"BT /F1 18 Tf 20 {height / 2} Td ({word} {number}) Tj ET".encode()
            )
            for name, value in keys.items():
                page.obj[f"/{name}"] = value
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def locked_pdf() -> bytes:
    with pikepdf.open(BytesIO(make_pdf())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="owner", user="secret"))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_bounded() for page in opened]


def bookmarks_of(pdf: bytes) -> list[tuple[str, int]]:
    """(title, page from 1)"""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [(one.get_title(), one.get_dest().get_index() + 1) for one in opened.get_toc()]


def make_document(case: Any, title: str = "MRI of the left shoulder", **fields: Any) -> Any:
    """Without files: `test_*` that draw put the PDF in by `has_pdf`."""
    from caseday.documents.models import Document
    from caseday.testing.make import MONDAY_8

    defaults = {"staff": case.assigned_to, "kind": "imaging_report", "received_at": MONDAY_8}
    return Document.objects.create(case=case, title=title, **{**defaults, **fields})


def make_delivery(document: Any, **fields: Any) -> Any:
    from caseday.documents.models import Delivery
    from caseday.testing.make import MONDAY_8

    defaults = {"case": document.case, "staff": document.staff, "how": "fax", "sent_at": MONDAY_8}
    return Delivery.objects.create(document=document, **{**defaults, **fields})


def keep_pdf(document: Any, pdf: bytes | None = None) -> Any:
    """Keeps a PDF as the paper's file."""
    import hashlib
    from io import BytesIO

    from caseday.documents.keeping import the_store
    from caseday.documents.models import DocumentFile

    content = pdf if pdf is not None else make_pdf(2, word=document.title[:20])
    digest = hashlib.sha256(content).hexdigest()
    path = the_store().path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(BytesIO(content).getvalue())
    DocumentFile.objects.create(
        document=document, sha256=digest, name="a.pdf", media_type="application/pdf", size_bytes=len(content)
    )
    return document
