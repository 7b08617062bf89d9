"""What is learned of a paper later: which case, what it is, who read it, where a thing went, that it was wrong."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case
from caseday.documents.actions.putting_in import Facts, SameAgain, checked_facts
from caseday.documents.models import Document, DocumentFile
from caseday.documents.permissions import can_change, chain_of
from caseday.documents.queries import get_document, kinds_for, same_papers
from caseday.kernel.errors import Invalid

_ONLY_WORKERS = "Only case managers and supervisors change papers. Ask the case's case manager."
_VOIDED = "This paper was voided. Put it in again if it was right after all."


def _open(actor: Viewer, document_id: UUID) -> Document:
    document = get_document(actor, document_id)
    require(can_change(actor, document), _ONLY_WORKERS)
    if document.voided_at:
        raise Invalid(_VOIDED)
    return document


def file_document(
    *, actor: Viewer, now: datetime, document_id: UUID, case_id: UUID, allows_same: bool = False
) -> Document:
    """To its case; from a wrong case to the right one, unless it was sent from there already.

    Raises SameAgain where the case has the same file, NotFound for a case outside sight.
    """
    document = _open(actor, document_id)
    if document.case_id == case_id:
        return document
    case = get_case(actor, case_id)
    if document.case_id and document.deliveries.exists():
        raise Invalid(
            "It was sent for this case already. Void it here with the reason, and put it in on the right case."
        )
    digests = DocumentFile.objects.filter(document=document, role=DocumentFile.Role.ORIGINAL)
    same = same_papers(actor, case_id, list(digests.values_list("sha256", flat=True)), besides=document_id)
    if same and not allows_same:
        raise SameAgain(same)
    with transaction.atomic():
        if document.case_id:
            _take_off(document, actor, now)
        with change(
            "document_filed", actor=actor, now=now, chain=case_chain(case_id), subject=document,
            summary=document.title,
        ) as record:  # fmt: skip
            record.update(document, case=case)
    return document


def _take_off(document: Document, actor: Viewer, now: datetime) -> None:
    """The wrong case keeps the event that says so."""
    with change(
        "document_moved_away", actor=actor, now=now, chain=chain_of(document), subject=document,
        summary=document.title,
    ) as record:  # fmt: skip
        record.update(document, case=None, appointment=None)


def describe_document(*, actor: Viewer, now: datetime, document_id: UUID, facts: Facts) -> Document:
    """What it is, of which day, from whom. An empty title keeps the one it has."""
    document = _open(actor, document_id)
    kinds = {one.slug for one in kinds_for(document.case)}
    values = checked_facts(actor, now, document.case_id, facts, kinds=kinds, keeps=document.kind)
    values["title"] = values["title"] or document.title
    del values["whereabouts"]
    if facts.received_at is None:
        del values["received_at"]
    with change(
        "document_described", actor=actor, now=now, chain=chain_of(document), subject=document,
        summary=values["title"],
    ) as record:  # fmt: skip
        record.update(document, **values)
    return document


def move_thing(*, actor: Viewer, now: datetime, document_id: UUID, whereabouts: str) -> Document:
    """Where a CD or an original is now."""
    document = _open(actor, document_id)
    place = " ".join(whereabouts.replace("\0", "").split())[:200]
    if not document.is_thing:
        raise Invalid("This is a file, not a thing in hand.")
    if not place:
        raise Invalid({"whereabouts": "Say where it is now, e.g. left with Dr. Farouk."})
    with change(
        "thing_moved", actor=actor, now=now, chain=chain_of(document), subject=document,
        summary=f"{document.title}: {place}",
    ) as record:  # fmt: skip
        record.update(document, whereabouts=place)
    return document


def look_at_document(*, actor: Viewer, now: datetime, document_id: UUID) -> Document:
    """Somebody who works on it opened it for the first time; an auditor's look does not count."""
    document = get_document(actor, document_id)
    if document.looked_at or document.voided_at or not can_change(actor, document) or actor.staff_id is None:
        return document
    with change(
        "document_looked_at", actor=actor, now=now, chain=chain_of(document), subject=document,
        summary=document.title,
    ) as record:  # fmt: skip
        record.update(document, looked_at=now, looked_at_by_id=actor.staff_id)
    return document


def void_document(*, actor: Viewer, now: datetime, document_id: UUID, reason: str) -> Document:
    """It does not count any more, and stays to be read with the reason; a second tap changes nothing."""
    document = get_document(actor, document_id)
    require(can_change(actor, document), _ONLY_WORKERS)
    if document.voided_at:
        return document
    said = " ".join(reason.replace("\0", "").split())[:200]
    if not said:
        raise Invalid({"reason": "Say why it does not count, e.g. another person's paper."})
    with change(
        "document_voided", actor=actor, now=now, chain=chain_of(document), subject=document,
        summary=f"{document.title}: {said}",
    ) as record:  # fmt: skip
        record.update(document, voided_at=now, void_reason=said)
    return document
