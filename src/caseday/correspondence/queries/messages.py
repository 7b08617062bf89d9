"""One message, and all that a viewer sees."""

from uuid import UUID

from django.db.models import QuerySet

from caseday.access.spelled import SpelledObjects
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


def message_there(account_id: UUID | None, external_id: str, source: str) -> Message | None:
    """What was taken in before, whoever asks: by the id that its sender, or the gateway, gave it; else by its place in
    the mailbox."""
    if not (external_id or source):
        return None
    if account_id is None:
        same = {"external_id": external_id} if external_id else {"external_id": "", "source": source}
        return Message.objects.filter(account=None, **same).first()
    if external_id:
        found = _THERE.objects(account_id=account_id, external_id=external_id)
    else:
        found = _AT_PLACE.objects(account_id=account_id, source=source)
    return found[0] if found else None


_THERE = SpelledObjects(
    lambda account_id, external_id: Message.objects.filter(account=account_id, external_id=external_id)[:1]
)
_AT_PLACE = SpelledObjects(
    lambda account_id, source: Message.objects.filter(account=account_id, external_id="", source=source)[:1]
)
