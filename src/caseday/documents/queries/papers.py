"""Reads of papers. Lists come with case, office, who put it in and the sort of its files: no query per row."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by, get_case, pack_of
from caseday.documents.models import Document, DocumentFile, DocumentText, How
from caseday.documents.permissions import visible_to
from caseday.documents.rules import pages_of
from caseday.kernel.errors import NotFound
from caseday.programs.queries import known_packs
from caseday.programs.rules import DocumentKind, find_kind, word_of

_AROUND = ("case__person", "from_office", "staff", "appointment", "looked_at_by")
_MOST_LISTED = 200


def documents_seen_by(viewer: Viewer) -> QuerySet[Document]:
    return Document.objects.filter(visible_to(viewer)).select_related(*_AROUND)


def get_document(viewer: Viewer, document_id: UUID) -> Document:
    """With everything around it, in one query; NotFound outside the viewer's sight."""
    found = documents_seen_by(viewer).filter(pk=document_id).first()
    if found is None:
        raise NotFound
    return found


def documents_of_case(viewer: Viewer, case_id: UUID, *, has_void: bool = False) -> list[Document]:
    """Newest first; NotFound outside sight. Two queries."""
    get_case(viewer, case_id)
    found = documents_seen_by(viewer).filter(case=case_id)
    if not has_void:
        found = found.filter(voided_at=None)
    return list(found.order_by("-received_at", "-id"))


def documents_of_kind(
    kind: str | Iterable[str], case: Any, *, since: datetime | OuterRef | None = None
) -> QuerySet[Document]:
    """Papers of these kinds on a case that were received since, voided ones left out; for `Exists(...)`, too:
    `documents_of_kind("visit_report", OuterRef("case_id"), since=OuterRef("opened_at"))`.
    Not bounded by a viewer: whoever asks has the case in hand already.
    """
    kinds = [kind] if isinstance(kind, str) else list(kind)
    found = Document.objects.filter(case=case, kind__in=kinds, voided_at=None)
    return found if since is None else found.filter(received_at__gte=since)


def has_document(kind: str | Iterable[str], case: Any, *, since: datetime | OuterRef | None = None) -> Exists:
    return Exists(documents_of_kind(kind, case, since=since))


def _of_caseload(viewer: Viewer) -> Q:
    """What concerns the viewer's own work: their cases' papers, and what they put in without a case."""
    staff = viewer.caseload_staff_ids
    return Q(case=None, staff__in=staff) | Q(case__assigned_to__in=staff)


def unfiled_documents(viewer: Viewer) -> list[Document]:
    """Without a case, oldest first: put in by the viewer, or by whom they cover or lead."""
    found = documents_seen_by(viewer).filter(case=None, voided_at=None)
    return list(found.order_by("received_at", "id")[:_MOST_LISTED])


def unread_documents(viewer: Viewer) -> list[Document]:
    """Of the viewer's caseload, filed, and opened by nobody yet; oldest first."""
    if not can_work_on_cases(viewer):
        return []
    found = documents_seen_by(viewer).filter(_of_caseload(viewer), voided_at=None, looked_at=None)
    return list(found.exclude(case=None).exclude(is_thing=True).order_by("received_at", "id")[:_MOST_LISTED])


def recent_documents(viewer: Viewer, limit: int = 30) -> list[Document]:
    """Filed and read, the last put in first."""
    found = documents_seen_by(viewer).filter(_of_caseload(viewer), voided_at=None)
    return list(found.exclude(case=None).order_by("-received_at", "-id")[:limit])


def things_in_hand(viewer: Viewer, case_id: UUID) -> list[Document]:
    """CDs and originals of a case, with where each is."""
    return [one for one in documents_of_case(viewer, case_id) if one.is_thing]


def document_text(viewer: Viewer, document_id: UUID) -> str:
    """What it says, page after page with form feeds between; "" where nothing could be read (yet)."""
    get_document(viewer, document_id)
    found = DocumentText.objects.filter(document=document_id).values_list("text", flat=True).first()
    return found or ""


def page_texts(viewer: Viewer, document_id: UUID) -> list[str]:
    return pages_of(document_text(viewer, document_id))


def same_papers(
    viewer: Viewer, case_id: UUID | None, digests: Sequence[str], *, besides: UUID | None = None
) -> list[Document]:
    """Papers that hold one of these files already: on the case, or without one, among the viewer's unfiled ones."""
    same = DocumentFile.objects.filter(
        sha256__in=digests, role=DocumentFile.Role.ORIGINAL, document=OuterRef("pk")
    )
    found = documents_seen_by(viewer).filter(Exists(same), case=case_id, voided_at=None)
    if besides:
        found = found.exclude(pk=besides)
    return list(found.order_by("received_at")[:5])


def kinds_for(case: Case | None) -> tuple[DocumentKind, ...]:
    """What a paper of the case may be; without a case, the kinds of every program."""
    if case is not None:
        return pack_of(case).document_kinds
    return tuple({kind.slug: kind for pack in known_packs() for kind in pack.document_kinds}.values())


def kind_of(document: Document) -> DocumentKind | None:
    return find_kind(kinds_for(document.case), document.kind) if document.kind else None


def kind_word(document: Document) -> str:
    return word_of(kinds_for(document.case), document.kind) if document.kind else ""


def can_file_to(viewer: Viewer) -> QuerySet[Case]:
    """Cases to which the viewer may file a paper."""
    return cases_seen_by(viewer).exclude(status="closed").select_related("person")


def how_choices() -> list[tuple[str, str]]:
    """The ways on which papers come and go."""
    return [(one.value, one.label) for one in How]
