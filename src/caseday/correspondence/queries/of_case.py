"""What was written on one case, whoever wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case
from caseday.correspondence.models import Attachment, Channel, Filing, Message
from caseday.kernel.keys import read_key, write_key

PAGE = 30


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
    """What this sender wrote on the case and nobody answered, oldest first, at most six; one query.

    The caller has authorized the case.
    """
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


@dataclass(frozen=True)
class MessagesPage:
    messages: Sequence[Message]
    next_key: str = ""


def messages_of_case(
    viewer: Viewer, case_id: UUID, *, after: str = "", channel: str = "", limit: int = PAGE
) -> MessagesPage:
    """Of every channel, in and out, the newest first; NotFound outside the viewer's sight. Three queries."""
    get_case(viewer, case_id)
    on_case = Filing.objects.filter(case=case_id, undone_at=None).values("message_id")
    found = Message.objects.filter(pk__in=on_case)
    if channel in Channel.values:
        found = found.filter(channel=channel)
    if key := read_key(after):
        found = found.filter(at__lte=key[0]).exclude(at=key[0], pk__gte=key[1])
    files = Attachment.objects.filter(is_inline=False)
    shown = found.select_related("staff", "person", "professional", "office", "sending")
    rows = list(
        shown.prefetch_related(Prefetch("attachments", files, "files")).order_by("-at", "-pk")[: limit + 1]
    )
    page = rows[:limit]
    return MessagesPage(page, write_key(page[-1].at, page[-1].pk) if len(rows) > limit else "")
