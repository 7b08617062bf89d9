"""Papers that went along with a message: the proof that it left, or that it did not. For the job that sends."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from caseday.access.record import ChangeRecord
from caseday.documents.models import Delivery


def prove_deliveries(
    record: ChangeRecord, *, document_ids: Iterable[UUID], activity_id: UUID, proof: str
) -> None:
    """The message left, or arrived: its proof stands with each delivery that nobody has failed."""
    for one in _open(document_ids, activity_id):
        record.update(one, proof=proof[:200])


def fail_deliveries(
    record: ChangeRecord, *, document_ids: Iterable[UUID], activity_id: UUID, reason: str
) -> None:
    """It did not leave: what was only sent has failed; what somebody has meanwhile said or seen stays."""
    for one in _open(document_ids, activity_id):
        if one.state == Delivery.State.SENT:
            record.update(one, state=Delivery.State.FAILED, fail_reason=reason[:200])


def _open(document_ids: Iterable[UUID], activity_id: UUID) -> list[Delivery]:
    found = Delivery.objects.filter(document__in=list(document_ids), activity_id=activity_id)
    return list(found.exclude(state=Delivery.State.FAILED).order_by("pk"))


def resume_deliveries(
    record: ChangeRecord, *, document_ids: Iterable[UUID], activity_id: UUID, sent_at: datetime
) -> None:
    """It is sent again: what had failed with it is under way anew."""
    found = Delivery.objects.filter(document__in=list(document_ids), activity_id=activity_id)
    for one in found.filter(state=Delivery.State.FAILED).order_by("pk"):
        record.update(one, state=Delivery.State.SENT, fail_reason="", proof="", sent_at=sent_at)
