"""What was written on one case, whoever wrote it; for callers that have authorized the case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from caseday.correspondence.models import Filing, Message


@dataclass(frozen=True)
class Unanswered:
    id: UUID
    channel: str
    words: str
    at: datetime


def unanswered_from(
    case_id: UUID,
    *,
    person_id: UUID | None = None,
    professional_id: UUID | None = None,
    office_id: UUID | None = None,
) -> list[Unanswered]:
    """What this sender wrote on the case and nobody answered, oldest first, at most six; one query."""
    sender = Q()
    for name, value in (("person", person_id), ("professional", professional_id), ("office", office_id)):
        if value is not None:
            sender |= Q(**{name: value})
    if not sender:
        return []
    on_case = Filing.objects.filter(case=case_id, undone_at=None).values("message_id")
    found = Message.objects.filter(
        sender, pk__in=on_case, is_incoming=True, answered_at=None, is_automatic=False
    )
    rows = found.order_by("at", "pk").values_list("pk", "channel", "subject", "preview", "at")[:6]
    return [Unanswered(pk, channel, subject or preview, at) for pk, channel, subject, preview, at in rows]
