"""The text of scans. A machine reads: no event is written, for nothing that a person said is changed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import reindex
from caseday.access.viewer import Viewer, system_viewer
from caseday.documents.files.scans import NotRead, is_ocr_installed, read_pages
from caseday.documents.jobs import read_in_background
from caseday.documents.models import Document, DocumentText
from caseday.documents.permissions import can_change
from caseday.documents.queries import get_document, pdf_path_of
from caseday.documents.rules import joined, pages_of, pages_to_read
from caseday.kernel.errors import Invalid

_STATE = Document.TextState


def read_document(*, now: datetime, document_id: UUID) -> Document:
    """Read every page that has no text yet. A job that was cut off goes on where it was."""
    viewer = system_viewer("Text of scans")
    document = get_document(viewer, document_id)
    path = pdf_path_of(viewer, document_id)
    if path is None or document.voided_at:
        return _settle(document, _STATE.NONE)
    if not is_ocr_installed():
        return _settle(document, _STATE.NONE)
    texts = _texts_of(document)
    Document.objects.filter(pk=document_id).update(text_state=_STATE.READING)
    try:
        for numbers, found in read_pages(path, pages_to_read(texts, document.pages or 0)):
            for number, text in zip(numbers, found, strict=True):
                texts[number] = text
            _keep(document, texts, document.text_pages_done + len(numbers))
    except (NotRead, OSError):
        return _settle(document, _STATE.FAILED)
    return _settle(document, _STATE.READ)


def _texts_of(document: Document) -> list[str]:
    kept = DocumentText.objects.filter(document=document).values_list("text", flat=True).first() or ""
    return [*pages_of(kept), *[""] * (document.pages or 0)][: document.pages or 0]


def _keep(document: Document, texts: list[str], done: int) -> None:
    document.text_pages_done = min(done, document.pages or 0)
    with transaction.atomic():
        DocumentText.objects.update_or_create(document=document, defaults={"text": joined(texts)})
        Document.objects.filter(pk=document.pk).update(text_pages_done=document.text_pages_done)


def _settle(document: Document, state: str) -> Document:
    document.text_state = state
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(text_state=state)
        reindex([document])
    return document


def read_again(*, actor: Viewer, now: datetime, document_id: UUID) -> Document:
    """Ask for the text once more: after OCR was installed, after it failed, or when its job was lost."""
    document = get_document(actor, document_id)
    require(can_change(actor, document), "Only who works on the case asks for its text.")
    if document.is_thing:
        raise Invalid("A thing in hand has no text to read.")
    if not is_ocr_installed():
        raise Invalid("OCR is not installed on the server. Ask your administrator: docs/howto/add-papers.md.")
    with transaction.atomic():
        Document.objects.filter(pk=document_id).update(text_state=_STATE.WAITING)
        document.text_state = _STATE.WAITING
        read_in_background.enqueue(str(document_id))
    return document
