"""What a paper belongs to, for the access log, whoever asks."""

from uuid import UUID

from caseday.documents.models import Delivery, Document, Packet


def case_of_document(document_id: UUID) -> list[UUID]:
    found = Document.objects.filter(pk=document_id, case__isnull=False)
    return [case_id for case_id in found.values_list("case_id", flat=True) if case_id]


def case_of_delivery(delivery_id: UUID) -> list[UUID]:
    return list(Delivery.objects.filter(pk=delivery_id).values_list("case_id", flat=True))


def case_of_packet(packet_id: UUID) -> list[UUID]:
    return list(Packet.objects.filter(pk=packet_id).values_list("case_id", flat=True))
