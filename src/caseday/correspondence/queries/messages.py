"""One message, and all that a viewer sees."""

from uuid import UUID

from django.db.models import QuerySet

from caseday.access.viewer import Viewer
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.permissions import visible_to
from caseday.kernel.errors import NotFound


def messages_seen_by(viewer: Viewer) -> QuerySet[Message]:
    return Message.objects.filter(visible_to(viewer))


def get_message(viewer: Viewer, message_id: UUID) -> Message:
    """With its body, thread, account and writer, in one query; NotFound outside the viewer's sight."""
    around = messages_seen_by(viewer).select_related("body", "thread", "account", "staff")
    found = around.filter(pk=message_id).first()
    if found is None:
        raise NotFound
    return found


def cases_of_message(message_id: UUID) -> list[UUID]:
    """For the access log, whoever asks: a page of a message shows something of each of its cases."""
    filed = Filing.objects.filter(message=message_id, undone_at=None)
    return list(filed.values_list("case_id", flat=True))
